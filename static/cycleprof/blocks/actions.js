/** Buttons that copy a text, and the one that asks the database how it would run a statement. */

import { h, replace } from "../dom.js";
import { explain } from "../asking.js";
import { integer } from "../format.js";
import { many, t } from "../i18n.js";
import { codeBlock } from "./sql.js";

/** @typedef {{ label: string, detail: string, rows: number | null, cost: number | null, costly: boolean, children: Step[] }} Step */

/**
 * @param {import("../types").Block} block
 * @param {import("../viewer.js").Context} context
 * @returns {import("../viewer.js").View}
 */
export function actions(block, context) {
  const items = /** @type {[string, string][]} */ (block.items ?? []);
  const answer = h("div.plan", { "aria-live": "polite" });
  const explain = block.explain !== undefined && h("button.btn", { type: "button", onclick: () => ask(context, block.explain, answer) }, t("Explain"));
  return {
    element: h("div", null,
      h("div.row.gap", null, items.map(([label, text]) => h("button.btn", {
        type: "button", onclick: (/** @type {MouseEvent} */ event) => context.copy(text, label, event.currentTarget),
      }, h("span", null, label))), explain),
      answer),
  };
}

/** @param {import("../viewer.js").Context} context @param {number} span @param {HTMLElement} answer */
async function ask(context, span, answer) {
  replace(answer, h("p.note.t3", null, t("Asking the database")));
  try {
    const plan = await explain(context.api, context.head.id, span);
    replace(answer, codeBlock(t("Query plan"), plan.plan.map((/** @type {Step} */ step) => branch(step, 0))), plan.hints.map((/** @type {string} */ hint) => h("p.note.w", null, hint)));
  } catch (error) {
    const { message, hint } = /** @type {{ message: string, hint?: string }} */ (error);
    replace(answer, h("p.note", null, h("b", null, message), " ", hint));
  }
}

/** @param {Step} step @param {number} depth @returns {HTMLElement[]} */
function branch(step, depth) {
  const numbers = [step.rows !== null && many("{n} row", "{n} rows", step.rows, { n: integer(step.rows) }), step.cost !== null && t("cost {n}", { n: integer(step.cost) })].filter(Boolean);
  const line = h("div.ql", { class: step.costly ? "hot" : "" },
    h("span", null, "  ".repeat(depth), depth > 0 && h("span.pn", { "aria-hidden": "true" }, "└ "), h("b", null, step.label), " ", step.detail, h("span.pn", null, ` ${numbers.join(", ")}`)));
  return [line, ...step.children.flatMap((child) => branch(child, depth + 1))];
}
