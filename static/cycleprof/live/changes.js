/** The aligned trees of two profiles as one: what differs, or all of it. */

import { h, replace } from "../dom.js";
import { integer } from "../format.js";
import { t } from "../i18n.js";
import { table } from "../blocks/table.js";

/** @typedef {import("../types").Changed} Changed */
/** @typedef {import("../types").Value} Value */

/**
 * @param {Changed} tree
 * @param {import("../viewer.js").Context} context
 * @returns {import("../viewer.js").View}
 */
export function changesTree(tree, context) {
  let all = false;
  let query = "";
  const place = h("div");
  const chip = (/** @type {string} */ label, /** @type {boolean} */ wanted) => h("button.chip", {
    type: "button", "aria-pressed": String(all === wanted),
    onclick: () => {
      all = wanted;
      draw();
      /** @type {HTMLElement} */ (element.querySelector(".chip[aria-pressed=true]")).focus();
    },
  }, label);
  const bar = h("div.chips");
  const element = h("div.changes", null, h("h2.blk.in16", null, t("What changed, by where it happens")), bar, place);
  const draw = () => {
    const rows = lines(tree, all);
    const view = table({ kind: "table", label: t("What changed, by where it happens"), columns: columns(), rows, empty: t("Nothing came, went or took clearly longer.") }, context);
    if (query) view.filter?.(query);
    replace(bar, chip(t("Only what changed"), false), chip(t("Everything"), true));
    replace(place, view.element);
  };
  draw();
  return {
    element,
    filter: (wanted) => {
      query = wanted;
      draw();
    },
  };
}

const columns = () => [
  { label: t("What"), kind: "text" }, { label: t("Change"), kind: "text" }, { label: t("Times before"), kind: "number" }, { label: t("after"), kind: "number" },
  { label: t("Time before"), kind: "number" }, { label: t("after"), kind: "number" }, { label: t("From"), kind: "text" },
];

/** @param {Changed} tree @param {boolean} all @returns {import("../blocks/table.js").Row[]} */
function lines(tree, all) {
  const words = verdicts();
  /** @type {import("../blocks/table.js").Row[]} */
  const found = [];
  const visit = (/** @type {Changed} */ node, /** @type {number} */ depth) => {
    if (!all && !differs(node)) return;
    const word = words[node.verdict];
    const tone = /** @type {Record<string, string>} */ ({ added: "warn", slower: "warn", removed: "good", faster: "good", count: node.delta > 0 ? "warn" : "good" })[node.verdict];
    found.push({ depth, cells: [
      node.label, word ? { badge: word, tone } : null, times(node.base_count), times(node.head_count),
      { ns: node.base_ns }, { ns: node.head_ns }, node.origin ? { at: node.origin } : null,
    ] });
    for (const child of node.children) visit(child, depth + 1);
  };
  for (const child of tree.children) visit(child, 0);
  return found;
}

/** Whether anything at or below a node changed. @param {Changed} node @returns {boolean} */
const differs = (node) => node.verdict !== "same" || node.children.some(differs);

/** @param {number} count @returns {Value | null} */
const times = (count) => (count ? `×${integer(count)}` : null);

/** @returns {Record<string, string>} */
const verdicts = () => ({ added: t("new"), removed: t("gone"), count: t("number"), slower: t("slower"), faster: t("faster") });
