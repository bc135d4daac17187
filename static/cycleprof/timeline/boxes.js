/** Spans to boxes in pixels: one for each that is wide enough, one for each run of narrow ones. */

import { firstAfter } from "./model.js";

/**
 * @typedef {object} Box
 * @property {number} index of the span; of a run, its first
 * @property {number} last index of the run's last span; of a single span, itself
 * @property {number} count
 * @property {number} x left edge in view, not under 0
 * @property {number} w width in view
 */

const GAP = 1.5; // pixels: narrower spans closer than this run together

/**
 * The boxes of a row that are in view. Spans narrower than `least` merge with neighbours.
 *
 * @param {import("./model.js").Model} model
 * @param {number[]} spans a row's
 * @param {import("./range.js").Range} range
 * @param {number} pixels the width of the track
 * @param {number} least width of a box that stands alone
 * @returns {Box[]}
 */
export function boxes(model, spans, range, pixels, least) {
  /** @type {Box[]} */
  const found = [];
  /** @type {Box | null} */
  let run = null;
  const gap = Math.max(GAP, least / 2);
  const end = (/** @type {number} */ index) => model.end(index);
  for (let n = firstAfter(spans, end, range.from); n < spans.length; n++) {
    const index = spans[n];
    if (model.start(index) > range.to) break;
    const left = Math.max(range.x(model.start(index), pixels), 0);
    const right = Math.min(range.x(model.end(index), pixels), pixels);
    const box = { index, last: index, count: 1, x: left, w: Math.max(right - left, 0) };
    if (box.w >= least) {
      run = null;
      found.push(box);
    } else if (run && left - (run.x + run.w) <= gap) {
      run.last = index;
      run.count++;
      run.w = Math.max(right - run.x, run.w);
    } else {
      run = box;
      found.push(run);
    }
  }
  return found;
}

/**
 * The same, with so large a least width that there are not more than `most` boxes.
 *
 * @param {import("./model.js").Model} model
 * @param {number[]} spans
 * @param {import("./range.js").Range} range
 * @param {number} pixels
 * @param {number} most
 */
export function fewBoxes(model, spans, range, pixels, most) {
  for (let least = 2; ; least *= 2) {
    const found = boxes(model, spans, range, pixels, least);
    if (found.length <= most || least > pixels) return found;
  }
}

/**
 * The letters of a run's findings, each once, in order.
 *
 * @param {import("./model.js").Model} model
 * @param {number[]} spans
 * @param {Box} box
 * @returns {number[]} numbers of findings
 */
export function findingsIn(model, spans, box) {
  const found = new Set();
  const first = spans.indexOf(box.index);
  for (let n = first; n < first + box.count; n++) {
    const finding = model.bars.finding[spans[n]];
    if (finding >= 0) found.add(finding);
  }
  return [...found].sort((a, b) => a - b);
}
