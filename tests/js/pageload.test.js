import assert from "node:assert/strict";
import { test } from "node:test";

import { acrossRequests } from "../../static/cycleprof/live/pageload.js";

const request = (...shapes) => ({ panels: [{ id: "queries", blocks: [{ items: shapes.map(([mono, count]) => ({ title: { mono }, count })) }] }] });

test("statements that several requests sent are told, the most frequent first", () => {
  const found = acrossRequests([request(["a", 1], ["b", 12]), request(["b", 3], ["c", 9]), request(["a", 20])]);

  assert.deepEqual(found, [{ sql: "a", count: 21, requests: 2 }, { sql: "b", count: 15, requests: 2 }]);
});

test("requests without statements repeat nothing", () => {
  assert.deepEqual(acrossRequests([{ panels: [] }, request()]), []);
});
