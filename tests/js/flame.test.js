import assert from "node:assert/strict";
import { test } from "node:test";

import { Calls } from "../../static/cycleprof/flame/model.js";

// view(100) calls query(60) which calls send(50), then render(30); then sign(0.1) beside it
const columns = {
  depth: [0, 1, 2, 1, 0], total: [1000, 600, 500, 300, 1], own: [100, 100, 500, 300, 1], name: [0, 1, 2, 3, 4], place: [0, 0, 0, 0, 0], ours: [1, 0, 0, 1, 0],
};
const calls = new Calls(columns);

test("callees stand below their caller, from its left, in their order", () => {
  const boxes = calls.boxes(-1, 1001);

  assert.deepEqual(boxes.map(({ x }) => Math.round(x)), [0, 0, 0, 600, 1000]);
  assert.deepEqual(boxes.map(({ w }) => Math.round(w)), [1000, 600, 500, 300, 1]);
});

test("a call that is zoomed takes the whole width, and so do its callers", () => {
  const boxes = calls.boxes(1, 600);

  assert.deepEqual(boxes.map(({ index, x, w }) => [index, x, w]), [[0, 0, 600], [1, 0, 600], [2, 0, 500]]);
});

test("narrow calls beside each other run together", () => {
  const many = Array.from({ length: 50 }, () => 1);
  const narrow = new Calls({ depth: [0, ...many], total: [5000, ...many], own: [0, ...many], name: [0, ...many], place: [0, ...many], ours: [0, ...many] });
  const boxes = narrow.boxes(-1, 500);

  assert.deepEqual(boxes.map(({ count }) => count), [1, 50]);
  assert.equal(Math.round(boxes[1].w), 5);
});

test("arrow keys lead to caller, first callee and neighbours, and stay at the ends", () => {
  const go = (index, ...keys) => keys.reduce((at, key) => calls.neighbour(at, key), index);

  assert.equal(go(0, "ArrowDown"), 1);
  assert.equal(go(1, "ArrowRight"), 3);
  assert.equal(go(3, "ArrowLeft"), 1);
  assert.equal(go(2, "ArrowDown"), 2);
  assert.equal(go(2, "ArrowUp", "ArrowUp", "ArrowUp"), 0);
});

test("time in calls that match is counted once where one calls another", () => {
  assert.equal(calls.matched(Uint8Array.from([0, 1, 1, 0, 1])), 601);
});
