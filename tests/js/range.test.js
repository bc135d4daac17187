import assert from "node:assert/strict";
import { test } from "node:test";

import { Range, roundStep } from "../../static/cycleprof/timeline/range.js";

const edges = ({ from, to }) => [Math.round(from), Math.round(to)];

test("a range stays within the whole", () => {
  assert.deepEqual(edges(new Range(1e6, -5, 100_000)), [0, 100_005]);
  assert.deepEqual(edges(new Range(1e6).pan(500)), [0, 1e6]);
  assert.deepEqual(edges(new Range(1e6, 900_000, 1e6).pan(50_000)), [900_000, 1e6]);
});

test("zooming keeps the moment under the pointer where it is", () => {
  const before = new Range(1e9, 2e8, 6e8);

  const after = before.zoom(0.5, 3e8);

  assert.equal(Math.round(before.x(3e8, 800)), Math.round(after.x(3e8, 800)));
  assert.equal(after.width, 2e8);
});

test("zooming in ends at a microsecond, zooming out at the whole", () => {
  let range = new Range(1e9);
  for (let n = 0; n < 60; n++) range = range.zoom(0.5);
  assert.equal(range.width, 1000);
  for (let n = 0; n < 60; n++) range = range.zoom(2);
  assert.ok(range.isWhole);
});

test("pixels and moments are each other's inverse", () => {
  const range = new Range(1e9, 1e8, 3e8);

  assert.equal(range.at(range.x(2.5e8, 640), 640), 2.5e8);
});

test("revealing moves no further than it must", () => {
  const range = new Range(1e9, 0, 1e8);

  assert.equal(range.reveal(2e7, 3e7), range);
  const moved = range.reveal(5e8, 5.1e8);
  assert.ok(moved.from <= 5e8 && moved.to >= 5.1e8 && moved.width === range.width);
});

test("ticks are round and at least 74 pixels apart, at every zoom", () => {
  for (let range = new Range(319_270_000); range.width > 2000; range = range.zoom(0.7, 1.2e8)) {
    const ticks = range.ticks(900);
    const gaps = ticks.slice(1).map((tick, n) => range.x(tick, 900) - range.x(ticks[n], 900));
    assert.ok(gaps.every((gap) => gap >= 73.9), `${gaps}`);
    assert.ok(ticks.length <= 13);
  }
});

test("steps are 1, 2 or 5 times a power of ten", () => {
  assert.deepEqual([1, 1.5, 3, 7, 12, 900].map(roundStep), [1, 2, 5, 10, 20, 1000]);
});
