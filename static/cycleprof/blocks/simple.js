/** The blocks that need no more than their words: paragraphs, headings, facts, numbers, code. */

import { h } from "../dom.js";
import { duration } from "../format.js";
import { t } from "../i18n.js";
import { node, text } from "../values.js";
import { codeBlock, sqlLines } from "./sql.js";

/** @typedef {import("../types").Block} Block */
/** @typedef {import("../viewer.js").Context} Context */

const BAR = 30; // pixels of the highest bar

/** @param {Block} block @param {Context} context */
export function paragraph(block, context) {
  return h("p.note", { class: block.tone === "warn" ? "w" : "" },
    block.lead && h("b", null, node(block.lead, context.links)), block.lead && " ", node(block.text, context.links));
}

/** @param {Block} block @param {Context} context */
export function heading(block, context) {
  const title = text(block.text);
  const copying = block.copy && h("button.btn", {
    type: "button", class: block.primary ? "pri" : "",
    onclick: (/** @type {MouseEvent} */ event) => context.copy(block.copy, title, event.currentTarget),
  }, h("span", null, block.copy_label ?? t("Copy")));
  return h(block.level === 2 ? "h2" : "h3", { class: "blk" },
    block.letter && h("span.ltr", null, block.letter),
    h("span", null, title),
    block.badge && node(block.badge, context.links),
    block.place && node(block.place, context.links),
    block.note && h("span.t3", null, node(block.note, context.links)),
    copying && [h("span.sp"), copying]);
}

/** @param {Block} block @param {Context} context */
export function facts(block, context) {
  const rows = /** @type {[string, import("../types").Value][]} */ (block.rows ?? []);
  return h("section.facts", null,
    block.title && h("h2", null, block.title),
    rows.length
      ? h("dl.kv", null, rows.map(([name, value]) => [h("dt", { "data-find": `${name} ${text(value)}`.toLowerCase() }, name), h("dd", null, node(value, context.links))]))
      : h("span.t3", null, t("none")));
}

/** @param {Block} block @param {Context} context */
export function stats(block, context) {
  const items = /** @type {[import("../types").Value, import("../types").Value][]} */ (block.items ?? []);
  return h("div.stat", null, items.map(([value, label]) => h("div", null, h("b", null, node(value, context.links)), h("span", null, text(label)))));
}

/** @param {Block} block */
export function code(block) {
  if (block.lines) {
    const lines = /** @type {[number, string][]} */ (block.lines);
    return codeBlock(block.label, lines.map(([number, line]) => h("div", { class: number === block.hot ? "hot" : "" },
      h("span.no", null, number), h("span", null, line || " "))));
  }
  const source = String(block.text ?? "");
  return codeBlock(block.label, block.language === "sql" ? sqlLines(source) : source.split("\n").map((line) => h("div.ql", null, h("span", null, line || " "))));
}

/** @param {Block} block */
export function diff(block) {
  const removed = /** @type {string[]} */ (block.removed ?? []);
  const added = /** @type {string[]} */ (block.added ?? []);
  const paired = removed.length === added.length;
  return codeBlock(block.label, [
    removed.map((line) => h("div.del", null, h("span.sg", { role: "img", "aria-label": t("remove") }, "−"), h("s", null, line))),
    added.map((line, n) => h("div.add", null, h("span.sg", { role: "img", "aria-label": t("add") }, "+"), h("span", null, paired ? marked(removed[n], line) : line))),
  ]);
}

/**
 * The added line with what is new in it marked.
 *
 * @param {string} before
 * @param {string} after
 * @returns {import("../dom.js").Child}
 */
export function marked(before, after) {
  const [start, end] = inserted(before, after);
  const middle = after.slice(start, end);
  if (!middle || middle.length > after.length * 0.85) return breakable(after);
  return [breakable(after.slice(0, start)), h("mark", null, breakable(middle)), breakable(after.slice(end))];
}

const WHOLE_UP_TO = 32; // characters of a call that still fits the narrowest screen

/** Code that may be broken before a dot, as people break a chain of calls, and short calls only there. @param {string} code */
const breakable = (code) => code.split(/(?=\.)/).map((part, number) => [number > 0 && h("wbr"), part.length > WHOLE_UP_TO ? part : h("span.whole", null, part)]);

/** @param {string} before @param {string} after @returns {[number, number]} where in `after` the new part lies */
export function inserted(before, after) {
  let [start, tail] = [0, 0];
  while (start < before.length && before[start] === after[start]) start++;
  while (tail < before.length - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  while (start > 0 && after[start] !== "." && after[start - 1] === "." && after[after.length - tail - 1] === ".") {
    start--;
    tail++;
  }
  return [start, after.length - tail];
}

/** @param {Block} block @param {Context} context */
export function bars(block, context) {
  const values = /** @type {[import("../types").Value, number, number][]} */ (block.values ?? []);
  const most = Math.max(...values.map(([, ns]) => ns), 1);
  const columns = values.map(([label, ns, span]) => h("button.occ", {
    type: "button", title: `${duration(ns)}, ${text(label)}`, "aria-label": t("Run with {what}, {time}: show in the timeline", { what: text(label), time: duration(ns) }),
    onclick: () => context.openSpan(span),
  }, h("i", { style: { height: `${Math.max((ns / most) * BAR, 2)}px` } }), h("span", null, text(label))));
  return h("div.occs", { role: "group", "aria-label": text(block.label) }, columns);
}

/** @type {Record<string, (block: Block, context: Context) => HTMLElement>} */
export const SIMPLE = { text: paragraph, heading, facts, stats, code, diff, bars };
