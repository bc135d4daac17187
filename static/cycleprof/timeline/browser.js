/** The browser's part of the cycle: what happened after the server had answered. */

import { h } from "../dom.js";
import { duration } from "../format.js";
import { t } from "../i18n.js";

/** @typedef {import("../types").Web} Web */

const ROWS = 6; // of the page's requests; later ones share the last
const ROW = 6; // pixels
const TOP = 25;

/**
 * The parts of a navigation, placed so that the first byte arrives when the server is done.
 *
 * @param {Pick<PerformanceNavigationTiming, "responseStart" | "responseEnd" | "domContentLoadedEventEnd" | "loadEventEnd">} timing
 * @param {number} whole the server's nanoseconds
 * @returns {Web["parts"]}
 */
export function parts(timing, whole) {
  const at = (/** @type {number} */ ms) => whole + Math.max(ms - timing.responseStart, 0) * 1e6;
  const ready = timing.domContentLoadedEventEnd || timing.responseEnd;
  const loaded = timing.loadEventEnd || ready;
  return [
    { name: t("Download"), start: at(timing.responseStart), end: at(timing.responseEnd) },
    { name: t("Parse and DOM ready"), start: at(timing.responseEnd), end: at(ready) },
    { name: t("Subresources"), start: at(ready), end: at(loaded) },
  ];
}

/**
 * What this very page measures, for as long as its profile does not hold it.
 *
 * @param {number} whole the server's nanoseconds
 * @param {number} largest milliseconds until the largest paint, 0 before there is one
 * @returns {Web}
 */
function live(whole, largest) {
  const [timing] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (!timing) return { parts: [] };
  const paint = whole + (largest - timing.responseStart) * 1e6;
  return {
    parts: parts(timing, whole),
    marks: paint > whole ? [{ name: "LCP", title: t("Largest contentful paint"), at: paint }] : [],
  };
}

/**
 * A row for each request in which it overlaps no other, as long as there are rows.
 *
 * @param {NonNullable<Web["requests"]>} requests in order of start
 * @returns {number[]}
 */
export function rows(requests) {
  /** @type {number[]} */
  const ends = [];
  return requests.map(({ start, end }) => {
    const free = ends.findIndex((until) => until <= start);
    const row = free >= 0 ? free : Math.min(ends.length, ROWS - 1);
    ends[row] = Math.max(end, ends[row] ?? 0);
    return row;
  });
}

export class BrowserLane {
  /** @param {import("./timeline.js").TimelineView} timeline */
  constructor(timeline) {
    this.timeline = timeline;
    const whole = timeline.model.block.duration_ns;
    const { parts: stretches, marks = [], requests = [] } = timeline.model.block.browser ?? live(whole, timeline.context.largestPaint?.() ?? 0);
    const placed = rows(requests);
    this.end = Math.max(whole, ...[...stretches, ...requests].map(({ end }) => end), ...marks.map(({ at }) => at));
    this.bars = [
      ...stretches.map((part) => ({ ...part, element: h("div.web", { role: "img", "aria-label": told(part), title: told(part) }, part.name) })),
      ...requests.map((one, number) => ({ ...one, element: h("div.req", { title: told(one), style: { top: `${TOP + placed[number] * ROW}px` } }) })),
    ];
    this.marks = marks.map(({ name, title, at }) => ({
      at, element: h("div.lcp", { role: "img", "aria-label": `${title}, ${duration(at)}`, title: `${title} ${duration(at)}` }, `${name} ${duration(at)}`),
    }));
    this.hatch = h("div.after", { "aria-hidden": "true" });
    const height = requests.length ? TOP + (Math.max(...placed) + 1) * ROW : 0;
    this.element = h("div.ln", { role: "group", "aria-label": t("Browser"), "data-lane": "web", "--lh": height ? `${height}px` : null },
      h("div.gut", { "--c": "var(--web)" }, h("span.sw"), t("Browser"), h("span.v", null, duration(this.end - whole))),
      h("div.trk", null, this.hatch, this.bars.map(({ element }) => element), this.marks.map(({ element }) => element)));
  }

  /** @param {import("./range.js").Range} range @param {number} pixels */
  render(range, pixels) {
    for (const { start, end, element } of this.bars) {
      const [from, to] = [start, end].map((moment) => Math.min(Math.max(range.x(moment, pixels), 0), pixels));
      Object.assign(element.style, { left: `${from}px`, width: `${to - from}px` });
      element.hidden = to - from < 1;
    }
    for (const { at, element } of this.marks) {
      const x = range.x(at, pixels);
      element.hidden = x < 0 || x > pixels;
      element.style.left = `${Math.min(x, pixels - 70)}px`;
    }
    this.hatch.style.left = `${Math.max(range.x(this.timeline.model.block.duration_ns, pixels), 0)}px`;
  }
}

/** @param {{ name: string, start: number, end: number }} one */
const told = ({ name, start, end }) => `${name}, ${duration(end - start)}`;
