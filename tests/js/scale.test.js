import assert from "node:assert/strict";
import { test } from "node:test";

import { fullWidth } from "../../static/cycleprof/live/scale.js";

test("the slowest request takes the whole width", () => {
  assert.equal(fullWidth([100, 300, 200]), 300);
});

test("one that is out of all proportion does not make dots of the others", () => {
  assert.equal(fullWidth([...Array(19).fill(100), 6000]), 300);
});

test("few and none are no trouble", () => {
  assert.equal(fullWidth([40]), 40);
  assert.equal(fullWidth([]), 1);
});
