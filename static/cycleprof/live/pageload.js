/** The page as its reader waited for it: the document and its background requests, added up. */

import { h } from "../dom.js";
import { duration, times } from "../format.js";
import { many, t } from "../i18n.js";
import { shorten, tokens } from "../blocks/sql.js";

/** @typedef {import("../types").Document} Document */
/** @typedef {{ sql: string, count: number, requests: number }} Repeat */

const MOST_REQUESTS = 20;
const MOST_SHOWN = 8;

/**
 * Statements of the same shape that more than one request sent, what was sent most first.
 *
 * @param {Document[]} documents
 * @returns {Repeat[]}
 */
export function acrossRequests(documents) {
  /** @type {Map<string, Repeat>} */
  const found = new Map();
  for (const made of documents) {
    const items = /** @type {import("../types").Item[]} */ (made.panels.find(({ id }) => id === "queries")?.blocks?.[0]?.items ?? []);
    for (const { title, count } of items) {
      if (typeof title !== "object" || !("mono" in title)) continue;
      const known = found.get(title.mono) ?? { sql: title.mono, count: 0, requests: 0 };
      found.set(title.mono, { ...known, count: known.count + (count ?? 0), requests: known.requests + 1 });
    }
  }
  return [...found.values()].filter(({ requests }) => requests > 1).sort((a, b) => b.count - a.count);
}

/**
 * @param {import("../viewer.js").Context} context
 * @returns {Promise<HTMLElement | null>} nothing for a page without background requests
 */
export async function pageLoad(context) {
  const others = context.background?.() ?? [];
  if (!others.length) return null;
  const asked = [context.current(), ...others].slice(0, MOST_REQUESTS).map((id) => context.api.panels(id).catch(() => null));
  const documents = (await Promise.all(asked)).filter((made) => made !== null);
  const sum = (/** @type {"duration_ns" | "queries"} */ key) => documents.reduce((total, made) => total + made.head[key], 0);
  const repeats = acrossRequests(documents);
  return h("section.load", { "aria-label": t("This page") },
    h("p.note", null,
      h("b", null, many("This page and {n} background request:", "This page and {n} background requests:", others.length)), " ",
      many("{time} on the server, {n} query.", "{time} on the server, {n} queries.", sum("queries"), { time: duration(sum("duration_ns")) }), " ",
      repeats.length > 0 && many("{n} query shape was sent by more than one of them:", "{n} query shapes were sent by more than one of them:", repeats.length)),
    repeats.length > 0 && h("ul.repeats", null, repeats.slice(0, MOST_SHOWN).map(({ sql, count }) => h("li", null, h("b", null, times(count)), h("span.m.el", { title: sql }, tokens(shorten(sql)))))));
}
