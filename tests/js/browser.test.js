import assert from "node:assert/strict";
import { test } from "node:test";

import { measured } from "../../static/cycleprof/live/beacon.js";
import { parts, rows } from "../../static/cycleprof/timeline/browser.js";

const NAVIGATION = /** @type {any} */ ({ type: "navigate", requestStart: 3.00049, responseStart: 9, responseEnd: 10, domInteractive: 20, domContentLoadedEventEnd: 21, loadEventEnd: 0 });
const FILE = /** @type {any} */ ({ name: "http://localhost/a.css?v=1", initiatorType: "link", startTime: 11, responseStart: 12, responseEnd: 13.5, transferSize: 900, decodedBodySize: 600, responseStatus: 200, serverTiming: [] });

test("the browser's parts begin where the server ended, without gaps", () => {
  const found = parts({ responseStart: 100, responseEnd: 104, domContentLoadedEventEnd: 150, loadEventEnd: 230 }, 5e6);

  assert.deepEqual(found.map(({ start, end }) => [start / 1e6, end / 1e6]), [[5, 9], [9, 55], [55, 135]]);
});

test("a page that is still loading has no subresources yet", () => {
  const found = parts({ responseStart: 100, responseEnd: 104, domContentLoadedEventEnd: 0, loadEventEnd: 0 }, 5e6);

  assert.ok(found.every(({ start, end }) => end >= start));
});

test("what is sent is in whole nanoseconds, and null for what did not happen", () => {
  const { navigation, ...paints } = measured(NAVIGATION, { first: 15.5, largest: 0 }, [], "http://localhost");

  assert.equal(navigation.request_start_ns, 3_000_490);
  assert.equal(navigation.load_ns, null);
  assert.deepEqual(paints, { first_paint_ns: 15_500_000, first_contentful_paint_ns: null, largest_contentful_paint_ns: null, resources: [], resources_dropped: 0 });
});

test("the page's own host is left out of addresses, and another's profile is named", () => {
  const told = { ...FILE, initiatorType: "fetch", serverTiming: [{ name: "cycleprof", description: "0ab" }] };
  const { resources } = measured(NAVIGATION, {}, [FILE, told], "http://localhost");

  assert.deepEqual(resources[0], { url: "/a.css?v=1", kind: "link", start_ns: 11e6, end_ns: 13.5e6, size_bytes: 900, status: 200, profile: null });
  assert.equal(resources[1].profile, "0ab");
});

test("another host's file of which nothing is told has no size and no status", () => {
  const opaque = { ...FILE, name: "https://cdn.test/x.js", initiatorType: "X.Y", responseStart: 0, responseEnd: 0, transferSize: 0, decodedBodySize: 0, responseStatus: 0 };
  const [{ url, kind, start_ns, end_ns, size_bytes, status }] = measured(NAVIGATION, {}, [opaque], "http://localhost").resources;

  assert.deepEqual([url, kind, end_ns - start_ns, size_bytes, status], ["https://cdn.test/x.js", "other", 0, null, null]);
});

test("of many long addresses as much is sent as the server and the browser take", () => {
  const long = { ...FILE, name: `http://localhost/${"x".repeat(5000)}` };
  const found = measured(NAVIGATION, {}, Array.from({ length: 200 }, () => long), "http://localhost");

  assert.deepEqual([found.resources.length, found.resources_dropped], [120, 80]);
  assert.ok(JSON.stringify(found).length < 64_000);
});

test("requests that overlap stand in rows of their own, as long as there are rows", () => {
  const at = (/** @type {number} */ start, /** @type {number} */ end) => ({ name: "", start, end });

  assert.deepEqual(rows([at(0, 5), at(1, 3), at(4, 6), at(5, 9)]), [0, 1, 1, 0]);
  assert.equal(Math.max(...rows(Array.from({ length: 20 }, () => at(0, 1)))), 5);
});
