/** The timeline's data as a table, for those who would rather read it. */

import { duration, place } from "../format.js";
import { t } from "../i18n.js";
import { table } from "../blocks/table.js";

/**
 * @param {import("./model.js").Model} model
 * @param {import("../viewer.js").Context} context
 * @returns {HTMLElement}
 */
export function spanTable(model, context) {
  const { bars } = model;
  const rows = Array.from({ length: model.count }, (_, index) => {
    const at = model.place(index);
    return {
      span: bars.id[index],
      depth: depth(model, index),
      cells: [
        model.name(index), model.lanes[bars.lane[index]].title, duration(bars.start[index]), duration(bars.span[index]),
        duration(bars.own[index]), context.head.findings[bars.finding[index]]?.letter ?? null, at ? { mono: place(at) } : null,
      ],
    };
  });
  const number = "number";
  return table({
    kind: "table",
    label: t("All spans in order of start"),
    columns: [
      { label: t("Span"), kind: "text" }, { label: t("Lane"), kind: "text" }, { label: t("Start"), kind: number }, { label: t("Total"), kind: number },
      { label: t("Own"), kind: number }, { label: t("Finding"), kind: "text" }, { label: t("From"), kind: "text" },
    ],
    rows,
  }, context).element;
}

/** @param {import("./model.js").Model} model @param {number} index */
function depth(model, index) {
  let found = 0;
  for (let at = model.indexOf.get(model.bars.parent[index]); at !== undefined; at = model.indexOf.get(model.bars.parent[at])) found++;
  return found;
}
