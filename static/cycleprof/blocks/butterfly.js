/** Layers with their way in on the left and their way out on the right, around what they enclose. */

import { h, replace } from "../dom.js";
import { duration } from "../format.js";
import { t } from "../i18n.js";
import { node } from "../values.js";

/** @typedef {[string, number][]} Parts */
/** @typedef {{ name: string, note?: string, title?: string, way_in?: Parts, way_out?: Parts, span?: number }} Wing */

const WIDEST = 70; // per cent of a side
const WORTH_A_LOOK = 1e6; // nanoseconds

/**
 * @param {import("../types").Block} block
 * @param {import("../viewer.js").Context} context
 * @returns {import("../viewer.js").View}
 */
export function butterfly(block, context) {
  const wings = /** @type {Wing[]} */ (block.wings ?? []);
  const most = Math.max(...wings.flatMap((wing) => [sum(wing.way_in), sum(wing.way_out)]), 1);
  const list = h("div.bf", { role: "list", "aria-label": block.label });
  const fill = (/** @type {Wing[]} */ shown) => replace(list,
    h("div.bfr.hdx", { "aria-hidden": "true" }, h("div.lft", null, t("way in, first to last"), " ↓"), h("div.nm"), h("div.rgt", null, "↑ ", t("way out, last to first"))),
    ...shown.map((wing) => row(wing, most, context)),
    block.core && h("div.bfr", { role: "listitem" }, h("div.lft"), h("div.nm.t3", null, node(block.core, context.links)), h("div.rgt")));
  fill(wings);
  return {
    element: h("div.scroll", { tabindex: 0, role: "region", "aria-label": block.label }, list),
    filter: (query) => fill(wings.filter((wing) => `${wing.title} ${wing.name}`.toLowerCase().includes(query.toLowerCase()))),
  };
}

/** @param {Wing} wing @param {number} most @param {import("../viewer.js").Context} context */
function row(wing, most, context) {
  const { span } = wing;
  const name = [wing.name, wing.note && h("span.t3", null, ` ${wing.note}`)];
  return h("div.bfr", { role: "listitem" },
    h("div.lft", null, number(wing.way_in), side(wing.way_in, most)),
    h("div.nm", { title: wing.title }, span === undefined ? name : h("button", { type: "button", onclick: () => context.openSpan(span) }, name)),
    h("div.rgt", null, side(wing.way_out, most), number(wing.way_out)));
}

/** @param {Parts | undefined} parts */
const sum = (parts) => (parts ?? []).reduce((total, [, ns]) => total + ns, 0);

/** @param {Parts | undefined} parts */
const number = (parts) => h("span.nw", { class: sum(parts) > WORTH_A_LOOK ? "b" : "t3" }, duration(sum(parts)));

/** @param {Parts | undefined} parts @param {number} most */
const side = (parts, most) => h("span.pb", { "aria-hidden": "true", style: { width: `${(sum(parts) / most) * WIDEST}%` } },
  (parts ?? []).map(([category, ns]) => h("i", { "--c": `var(--${category})`, style: { flexGrow: ns } })));
