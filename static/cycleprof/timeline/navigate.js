/** From one span to the next by arrow keys. Pure: over the data, not over what happens to be drawn. */

/** @typedef {import("./model.js").Model} Model */

/**
 * @param {Model} model
 * @param {(lane: number) => boolean} isOpen
 * @param {number} index
 * @param {"ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown"} key
 * @returns {number} the index of the span to go to; the same one at an end
 */
export function neighbour(model, isOpen, index, key) {
  const rows = model.lanes.flatMap((_lane, number) => model.rows(number, isOpen(number)).map((row) => row.spans));
  const filled = rows.filter((spans) => spans.length > 0);
  const at = filled.findIndex((spans) => spans.includes(index));
  if (at < 0) return filled[0]?.[0] ?? index;
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const place = filled[at].indexOf(index) + (key === "ArrowRight" ? 1 : -1);
    return filled[at][place] ?? index;
  }
  const row = filled[at + (key === "ArrowDown" ? 1 : -1)];
  return row ? nearest(model, row, middle(model, index)) : index;
}

/** @param {Model} model @param {number} index */
const middle = (model, index) => model.start(index) + model.bars.span[index] / 2;

/** @param {Model} model @param {number[]} spans @param {number} moment */
function nearest(model, spans, moment) {
  let best = spans[0];
  for (const one of spans) {
    if (Math.abs(middle(model, one) - moment) < Math.abs(middle(model, best) - moment)) best = one;
  }
  return best;
}
