/** Heights: how tall each lane is, and where its rows stand in it. In pixels. */

export const ROW = 21;
export const OPEN_ROW = 20;
const BAR = 20;
const TOP = 3;
const ONION_STEP = 3;

/**
 * @typedef {object} Geometry
 * @property {number} height of the lane
 * @property {(row: number) => number} top of a row's bars
 * @property {(row: number) => number} bar their height
 * @property {boolean} nested whether rows are brackets around each other
 */

/**
 * @param {import("../types").Lane} lane
 * @param {boolean} open
 * @returns {Geometry}
 */
export function geometry(lane, open) {
  const rows = open ? (lane.open?.length ?? 1) : lane.rows;
  if (open) {
    const head = lane.layout === "onion" ? 0 : 22; // the gutter's own name stands above its rows
    return { height: head + rows * OPEN_ROW + 6, top: (row) => head + TOP + row * OPEN_ROW, bar: () => OPEN_ROW - 2, nested: false };
  }
  if (lane.layout === "onion") {
    const height = Math.max(rows * ONION_STEP + 14, 26);
    return { height, top: (row) => TOP + row * ONION_STEP, bar: (row) => height - 6 - row * ONION_STEP, nested: true };
  }
  return { height: rows * ROW + 5, top: (row) => TOP + row * ROW, bar: () => BAR, nested: false };
}

/**
 * The row at a height, or -1. Of brackets it is the innermost that reaches there.
 *
 * @param {Geometry} shape
 * @param {number} rows
 * @param {number} y
 */
export function rowAt(shape, rows, y) {
  for (let row = rows - 1; row >= 0; row--) {
    if (y >= shape.top(row) && y < shape.top(row) + shape.bar(row)) return row;
  }
  return -1;
}
