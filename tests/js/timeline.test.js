import assert from "node:assert/strict";
import { test } from "node:test";

import { letter } from "../../static/cycleprof/letters.js";
import { boxes, fewBoxes, findingsIn } from "../../static/cycleprof/timeline/boxes.js";
import { geometry, rowAt } from "../../static/cycleprof/timeline/geometry.js";
import { onBar, onRun } from "../../static/cycleprof/timeline/label.js";
import { firstAfter, Model } from "../../static/cycleprof/timeline/model.js";
import { neighbour } from "../../static/cycleprof/timeline/navigate.js";
import { Range } from "../../static/cycleprof/timeline/range.js";

const LANES = [
  { id: "view", title: "View", category: "view", layout: "bars", rows: 1, count: 1, own_ns: 0 },
  { id: "db", title: "Queries", category: "db", layout: "bars", rows: 1, count: 0, own_ns: 0 },
];

/** A view with statements of 6 units each, 10 units apart. */
function model(count, finding = () => -1) {
  const total = count * 10 + 20;
  const rows = [{ id: 2, parent: 1, lane: 0, start: 1, span: total - 2, flags: 0, finding: -1 }];
  for (let n = 0; n < count; n++) rows.push({ id: n + 3, parent: 2, lane: 1, start: 10 + n * 10, span: 6, flags: 16, finding: finding(n) });
  const bars = {};
  for (const row of rows) {
    const whole = { row: 0, open_row: 0, own: 0, category: row.lane ? 0 : 3, name: 0, place: -1, sql: -1, ...row };
    for (const [key, value] of Object.entries(whole)) (bars[key] ??= []).push(value);
  }
  return new Model({ kind: "timeline", duration_ns: total, lanes: LANES, bars, ink: [1, -1, 10, 0, total, -1], names: ["SELECT blog_post"], concurrent: false });
}

test("spans that are wide enough are boxes at their place", () => {
  const made = model(4);
  const found = boxes(made, made.rows(1, false)[0].spans, new Range(60), 600, 2);

  assert.deepEqual(found.map(({ x, w }) => [Math.round(x), Math.round(w)]), [[100, 60], [200, 60], [300, 60], [400, 60]]);
});

test("narrow neighbours run together, and a run knows how many it is", () => {
  const made = model(1000);
  const found = boxes(made, made.rows(1, false)[0].spans, new Range(made.block.duration_ns), 500, 2);

  assert.equal(found.length, 1);
  assert.equal(found[0].count, 1000);
});

test("only what is in view becomes boxes", () => {
  const made = model(1000);
  const found = boxes(made, made.rows(1, false)[0].spans, new Range(made.block.duration_ns, 5000, 6000), 1000, 2);

  assert.equal(found.length, 101);
  assert.ok(found.every(({ x, w }) => x >= 0 && x + w <= 1000));
});

test("there are never more boxes than asked for", () => {
  const made = model(5000);

  assert.ok(fewBoxes(made, made.rows(1, false)[0].spans, new Range(made.block.duration_ns), 20_000, 100).length <= 100);
});

test("a run carries the letters of all its findings", () => {
  const made = model(300, (n) => [2, 0, -1][n % 3]);
  const { spans } = made.rows(1, false)[0];
  const [run] = boxes(made, spans, new Range(made.block.duration_ns), 200, 2);

  assert.deepEqual(findingsIn(made, spans, run), [0, 2]);
  assert.equal(onRun([0, 1, 2], 240, 120), "A B C ×240");
  assert.equal(onRun([0, 1, 2], 240, 40), "A B C");
  assert.equal(onRun([0, 1, 2], 240, 10), "");
});

test("own time belongs to the rows of its owners", () => {
  const made = model(2);

  assert.deepEqual(made.rows(0, false)[0].ink, [1]);
  assert.deepEqual([made.inkStart[1], made.inkEnd[1]], [1, 10]);
});

test("arrow keys walk along rows and between them, and stop at the ends", () => {
  const made = model(3);
  const go = (index, key) => neighbour(made, () => false, index, key);

  assert.deepEqual([go(1, "ArrowRight"), go(3, "ArrowRight"), go(1, "ArrowLeft")], [2, 3, 1]);
  assert.equal(go(2, "ArrowUp"), 0);
  assert.equal(go(0, "ArrowDown"), 2);
});

test("binary search finds the first end after a moment", () => {
  assert.deepEqual([0, 10, 11, 35, 40].map((moment) => firstAfter([10, 20, 30, 40], (n) => n, moment)), [0, 1, 1, 3, 4]);
});

test("bars say as much as fits", () => {
  const made = model(1, () => 1);

  assert.equal(onBar(made, 1, 5), "");
  assert.equal(onBar(made, 1, 12), "B");
  assert.match(onBar(made, 1, 200), /^B {2}SELECT blog_post <0\.01/);
});

test("a point in an onion belongs to its innermost layer", () => {
  const shape = geometry({ ...LANES[0], layout: "onion", rows: 3 }, false);

  assert.deepEqual([2, 4, 7, 15, 500].map((y) => rowAt(shape, 3, y)), [-1, 0, 1, 2, -1]);
});

test("letters go on after Z", () => {
  assert.deepEqual([0, 25, 26, 27, 51, 52, 701, 702].map(letter), ["A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]);
});
