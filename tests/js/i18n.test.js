import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { many, speak, t } from "../../static/cycleprof/i18n.js";

afterEach(() => speak("en", {}));

test("places are filled, and unknown ones left to be seen", () => {
  assert.equal(t("at {time}", { time: "3 ms" }), "at 3 ms");
  assert.equal(t("at {time}"), "at {time}");
});

test("a text without a translation is shown in English", () => {
  speak("de", { Copy: "Kopieren" });

  assert.deepEqual([t("Copy"), t("Close")], ["Kopieren", "Close"]);
});

test("numbers choose the form that their language's rules ask for", () => {
  assert.deepEqual([0, 1, 2].map((n) => many("{n} query", "{n} queries", n)), ["0 queries", "1 query", "2 queries"]);
  speak("fr", { "{n} query|{n} queries": "{n} requête|{n} requêtes" });
  assert.deepEqual([0, 1, 2].map((n) => many("{n} query", "{n} queries", n)), ["0 requête", "1 requête", "2 requêtes"]);
});
