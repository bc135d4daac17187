import assert from "node:assert/strict";
import { test } from "node:test";

import { duration, lastPart, place, share, shortPlace, size, tick, times } from "../../static/cycleprof/format.js";
import { ago } from "../../static/cycleprof/live/ago.js";
import { speak } from "../../static/cycleprof/i18n.js";

const MS = 1e6;
const plain = (text) => text.replaceAll("\u202f", " ");

test("durations have two digits under 1 ms, one under 100, none to 999, then seconds", () => {
  const written = [0.4, 0.994, 0.996, 3.14159, 84.27, 99.96, 319.27, 999.4, 999.6, 4470].map((ms) => plain(duration(ms * MS)));

  assert.deepEqual(written, ["0.40 ms", "0.99 ms", "1.0 ms", "3.1 ms", "84.3 ms", "100 ms", "319 ms", "999 ms", "1.00 s", "4.47 s"]);
});

test("next to nothing is less than the last digit, and nothing is nothing", () => {
  assert.equal(plain(duration(4_900)), "<0.01 ms");
  assert.equal(plain(duration(-4_900)), "−<0.01 ms");
  assert.equal(plain(duration(5_100)), "0.01 ms");
  assert.equal(plain(duration(0)), "0.00 ms");
});

test("negative durations keep their digits", () => {
  assert.equal(plain(duration(-3.14 * MS)), "-3.1 ms");
});

test("numbers follow the language", () => {
  speak("de", {});
  assert.equal(plain(duration(84.27 * MS)), "84,3 ms");
  speak("en", {});
});

test("a share under a hundredth is not nothing", () => {
  assert.deepEqual([0, 0.004, 0.01, 0.756, 1].map(share), ["0%", "<1%", "1%", "76%", "100%"]);
});

test("ticks have no more digits than their step needs", () => {
  const written = [[0, 50 * MS], [150 * MS, 50 * MS], [59.5 * MS, 0.5 * MS], [2e9, 1e9], [1500, 500]].map(([ns, step]) => plain(tick(ns, step)));

  assert.deepEqual(written, ["0 ms", "150 ms", "59.5 ms", "2 s", "1.5 µs"]);
});

test("sizes and counts", () => {
  assert.deepEqual([812, 21906, 3.4e6].map((n) => plain(size(n))), ["812 B", "21.9 kB", "3.4 MB"]);
  assert.equal(times(1200), "×1,200");
});

test("places are the template's name, or the file", () => {
  assert.equal(place({ file: "blog/templates/a.html", line: 6, template: "a.html" }), "a.html:6");
  assert.equal(place({ file: "blog/views.py", line: 24 }), "blog/views.py:24");
  assert.equal(shortPlace({ file: "blog/views.py", line: 24 }), "views.py:24");
  assert.equal(lastPart("blog.views.post_list"), "post_list");
});

test("ages are in the largest unit that fits", () => {
  assert.match(ago(4), /4\s?s/);
  assert.match(ago(125), /2\s?m/);
  assert.match(ago(7300), /2\s?h/);
});
