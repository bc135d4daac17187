/** Two profiles beside each other, as the server judges them: what came, what went, what changed. */

import { h } from "../dom.js";
import { compare } from "../asking.js";
import { duration, integer } from "../format.js";
import { many, t } from "../i18n.js";
import { shorten, tokens } from "../blocks/sql.js";
import { splitBar } from "../pill.js";
import { changesTree } from "./changes.js";

/** @typedef {import("../types").Difference} Difference */
/** @typedef {import("../types").Head} Head */

/** @param {import("../viewer.js").Context} context @returns {Promise<import("../viewer.js").View>} */
export async function view(context) {
  const [base, head] = await chosen(context);
  if (!base) return { element: h("div.pane", null, h("p.note", null, t("There is no other request of this route to compare with. Choose one in History."))) };
  const [difference, before, after] = await Promise.all([compare(context.api, base, head), context.api.head(base), context.api.head(head)]);
  const tree = changesTree(difference.tree, context);
  return {
    element: h("div.pane.body-inner", { tabindex: 0, role: "region", "aria-label": t("Comparison") },
      bars(before, after, context), judgement(difference), h("div.duo", null, totals(difference), shapes(difference)), tree.element),
    filter: tree.filter,
  };
}

/** The two profiles to compare: those picked, or this one and the one before it on its route. @param {import("../viewer.js").Context} context */
async function chosen(context) {
  if (context.compare.length === 2 && context.compare[1] === context.head.id) return context.compare;
  const q = context.head.path ? `path:="${context.head.path.replaceAll('"', "")}"` : "";
  const { profiles } = await context.api.profiles({ q, limit: 1, before: context.head.id });
  return [profiles[0]?.id ?? "", context.head.id];
}

/** @param {Head} before @param {Head} after @param {import("../viewer.js").Context} context */
function bars(before, after, context) {
  const longest = Math.max(before.duration_ns, after.duration_ns, 1);
  const line = (/** @type {string} */ name, /** @type {Head} */ head) => [
    h("span.t3", null, name), h("a.el", { href: context.api.page(head.id) }, head.name), h("b.big.r", null, duration(head.duration_ns)),
    h("span", null, h("div", { style: { width: `${(head.duration_ns / longest) * 100}%` } }, splitBar(head))),
  ];
  return h("div.cmp", null, line(t("before"), before), line(t("after"), after));
}

/** @param {Difference} difference */
function judgement({ parts, notes, findings }) {
  const list = (/** @type {string} */ sign, /** @type {string} */ tone, /** @type {{ code: string, title: string }[]} */ some) => some.map(({ code, title }) => h("li", null, h("b", { class: tone }, sign), h("span.m", null, code), h("span", null, title)));
  return [
    h("p.note", null, h("b", null, parts.map(clause).join("; "))),
    notes.length > 0 && h("p.note.w", null, notes.join("; ")),
    (findings.new.length > 0 || findings.gone.length > 0) && h("ul.repeats.came", { "aria-label": t("Findings that came and went") }, list(t("new"), "w", findings.new), list(t("gone"), "g", findings.gone)),
  ];
}

/** A clause of the server's sentence, in the reader's language. @param {Difference["parts"][number]} part */
function clause({ kind, number = 0, what = "", place, base_ns = 0, head_ns = 0 }) {
  if (kind === "same") return t("The same work; {before} before, {after} after", { before: duration(base_ns), after: duration(head_ns) });
  if (kind === "more") return many("{n} more change in number", "{n} more changes in number", number);
  if (kind === "new") return many("{n} finding new", "{n} findings new", number);
  if (kind === "gone") return many("{n} finding gone", "{n} findings gone", number);
  const change = `${signed(number, integer)} × ${what}`;
  return place ? t("{change} from {place}", { change, place }) : change;
}

/** @param {Difference} difference */
function totals({ totals: found }) {
  const shown = /** @type {[string, string, (value: number) => string][]} */ ([
    ["duration_ns", t("Duration"), duration], ["queries", t("Queries"), integer], ["db_ns", t("Time in SQL"), duration], ["rows", t("Rows"), integer],
    ["instances", t("Model instances"), integer], ["template_ns", t("Time in templates"), duration], ["cache_hits", t("Cache hits"), integer],
    ["cache_misses", t("Cache misses"), integer], ["unaccounted_ns", t("Unaccounted"), duration],
  ]);
  const rows = shown.filter(([name]) => found[name] && (found[name].base || found[name].head)).map(([name, label, write]) => [label, write(found[name].base), write(found[name].head), change(found[name].delta, write)]);
  return grid([t("Total"), t("Before"), t("After"), t("Change")], rows);
}

/** @param {Difference} difference */
function shapes({ queries }) {
  const rows = queries.map(({ sql, base_count, head_count, delta }) => [
    h("span.m.clip", { title: sql }, tokens(shorten(sql))), base_count ? `×${integer(base_count)}` : t("new"), head_count ? `×${integer(head_count)}` : t("gone"), change(delta, integer),
  ]);
  return grid([t("Query shape"), t("Before"), t("After"), t("Change")], rows);
}

/** @param {number} value @param {(value: number) => string} write */
const signed = (value, write) => `${value < 0 ? "−" : "+"}${write(Math.abs(value))}`;

/** @param {number} value @param {(value: number) => string} write */
const change = (value, write) => h("span.b", { class: value < 0 ? "g" : value > 0 ? "w" : "t3" }, value === 0 ? "=" : signed(value, write));

/** @param {string[]} heads @param {import("../dom.js").Child[][]} rows */
const grid = (heads, rows) => h("table", null,
  h("thead", null, h("tr", null, heads.map((head, number) => h("th", { scope: "col", class: number ? "r" : "" }, head)))),
  h("tbody", null, rows.map((row) => h("tr", null, row.map((cell, number) => h(number ? "td.r" : "th", { scope: number ? null : "row" }, cell))))));
