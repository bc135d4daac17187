import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../static/cycleprof/", import.meta.url));
const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((name) => /\.(js|css)$/.test(name));
const read = (name) => readFileSync(ROOT + name, "utf8");
const tokens = (text) => new Map([...text.matchAll(/(--[\w]+):\s*(light-dark\([^;]+\)|#\w+)/g)].map(([, name, value]) => [name, value.replaceAll(" ", "")]));

test("the closed pill's tokens are those of the design", () => {
  const all = tokens(read("styles/tokens.css"));
  const pill = tokens(read("panel.js"));

  assert.ok(pill.size >= 8);
  for (const [name, value] of pill) assert.equal(value, all.get(name), name);
});

test("nothing parses HTML or evaluates text", () => {
  const forbidden = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|createContextualFragment|DOMParser/;

  for (const name of files.filter((one) => one.endsWith(".js"))) assert.doesNotMatch(read(name), forbidden, name);
});

test("nothing of the page is patched", () => {
  for (const name of files) assert.doesNotMatch(read(name), /(window|globalThis|self|XMLHttpRequest\.prototype|History\.prototype)\.\w+ = /, name);
});

test("no file is longer than 300 lines", () => {
  for (const name of files) assert.ok(read(name).split("\n").length <= 301, name);
});
