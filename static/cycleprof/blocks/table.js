/** Tables and trees. Of more rows than fit a few screens only those in view exist. */

import { h, replace } from "../dom.js";
import { t } from "../i18n.js";
import { node, text } from "../values.js";

/** @typedef {{ cells: (import("../types").Value | null)[], depth?: number, span?: number }} Row */

const ALL_UP_TO = 300;
const HEIGHT = 27; // pixels of a row; long tables rely on it
const AHEAD = 20; // rows beyond the edges of the view

/**
 * @param {import("../types").Block} block
 * @param {import("../viewer.js").Context} context
 * @returns {import("../viewer.js").View}
 */
export function table(block, context) {
  const all = /** @type {Row[]} */ (block.rows ?? []);
  const columns = /** @type {{ label: string, kind: string }[]} */ (block.columns);
  const body = h("tbody");
  const empty = h("p.note.t3", { hidden: true }, block.empty ?? t("Nothing here."));
  const grid = h("table", { "aria-rowcount": all.length + 1 },
    h("thead", null, h("tr", null, columns.map(({ label, kind }) => h("th", { scope: "col", class: style(kind) }, label)))),
    body);
  const element = h("div.scroll", { tabindex: 0, role: "region", "aria-label": block.label }, grid, empty);
  const fill = (/** @type {Row[]} */ rows) => {
    empty.hidden = rows.length > 0;
    grid.hidden = all.length === 0;
    if (rows.length <= ALL_UP_TO) replace(body, ...rows.map((row) => line(row, columns, context)));
    else windowed(element, body, rows, (row) => line(row, columns, context));
  };
  fill(all);
  return { element, filter: (query) => fill(all.filter((row) => row.cells.map(text).join(" ").toLowerCase().includes(query.toLowerCase()))) };
}

/** @param {string | undefined} kind */
const style = (kind) => ({ number: "r", bar: "wide" })[kind ?? ""] ?? "";

/** @param {Row} row @param {{ kind: string }[]} columns @param {import("../viewer.js").Context} context */
function line(row, columns, context) {
  const span = row.span;
  return h("tr", null, row.cells.map((cell, number) => {
    const content = node(cell, context.links);
    const first = number === 0;
    return h(first ? "th" : "td", { scope: first ? "row" : null, class: style(columns[number]?.kind) },
      first && span === undefined && row.depth
        ? h("span", { class: "deep", "--d": row.depth }, h("span.pn", { "aria-hidden": "true" }, "└ "), content)
        : first && span !== undefined
        ? h("button.rowlink.deep", { type: "button", "--d": row.depth ?? 0, title: t("Show in the timeline"), onclick: () => context.openSpan(span) }, row.depth ? h("span.pn", { "aria-hidden": "true" }, "└ ") : null, content)
        : content);
  }));
}

/** @param {HTMLElement} scroller @param {HTMLElement} body @param {Row[]} rows @param {(row: Row) => HTMLElement} make */
function windowed(scroller, body, rows, make) {
  scroller.classList.add("windowed");
  let shown = "";
  const draw = () => {
    const from = Math.max(Math.floor(scroller.scrollTop / HEIGHT) - AHEAD, 0);
    const to = Math.min(from + Math.ceil((scroller.clientHeight || 600) / HEIGHT) + 2 * AHEAD, rows.length);
    if (shown === `${from} ${to}`) return;
    shown = `${from} ${to}`;
    const room = (/** @type {number} */ count) => h("tr", { "aria-hidden": "true" }, h("td", { colspan: 99, style: { height: `${count * HEIGHT}px`, padding: "0", border: "0" } }));
    replace(body, from > 0 && room(from), ...rows.slice(from, to).map(make), to < rows.length && room(rows.length - to));
  };
  scroller.onscroll = () => requestAnimationFrame(draw);
  new ResizeObserver(draw).observe(scroller);
  draw();
}
