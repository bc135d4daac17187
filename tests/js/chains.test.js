import assert from "node:assert/strict";
import { test } from "node:test";

import { chains } from "../../static/cycleprof/live/chains.js";

const at = (id, seconds, path, location = null, via = "page") => ({ id, path, location, via, started_at: `2026-11-20T10:00:${String(seconds).padStart(2, "0")}Z`, duration_ns: 1e8 });
const told = (profiles) => [...chains(profiles)].map(([id, from]) => `${from.id}>${id}`).sort();

test("a request that follows a redirect's address at once came from it", () => {
  assert.deepEqual(told([at("c", 3, "/c/"), at("b", 2, "/b/", "/c/"), at("a", 1, "/a/", "/b/")]), ["a>b", "b>c"]);
});

test("a redirect leads to one request, and a late visit is no consequence of it", () => {
  assert.deepEqual(told([at("c", 3, "/b/"), at("b", 2, "/b/"), at("a", 1, "/a/", "/b/")]), ["a>b"]);
  assert.deepEqual(told([at("b", 30, "/b/"), at("a", 1, "/a/", "/b/")]), []);
});

test("another program's request is not the browser's", () => {
  assert.deepEqual(told([at("b", 2, "/b/", null, "client"), at("a", 1, "/a/", "/b/")]), []);
});
