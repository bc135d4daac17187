/** The overview strip with its brush, and the ruler under it. */

import { h, replace } from "../dom.js";
import { tick as tickLabel } from "../format.js";
import { t } from "../i18n.js";
import { Range } from "./range.js";
import { paintStrip, prepare } from "./paint.js";

const HEIGHT = 14;
const LABEL = 24; // pixels that half a tick's label takes

const HANDLE = 6; // pixels on either side of the brush's edges

/** @typedef {import("./timeline.js").TimelineView} TimelineView */

export class Strip {
  /** @param {TimelineView} timeline */
  constructor(timeline) {
    this.timeline = timeline;
    this.canvas = /** @type {HTMLCanvasElement} */ (h("canvas"));
    this.brush = h("div.brush", { hidden: true });
    this.element = h("div.strip", { "aria-hidden": "true", title: t("Drag to zoom in"), onpointerdown: (/** @type {PointerEvent} */ event) => this.drag(event) }, this.canvas, this.brush);
    this.ruler = h("div.rul", { "aria-hidden": "true" });
    this.grid = h("div.grid", { "aria-hidden": "true" });
    this.painted = "";
  }

  /** @param {Range} range @param {number} pixels */
  render(range, pixels) {
    const { model, colours } = this.timeline;
    const key = `${pixels} ${range.total} ${colours.colours.join()} ${devicePixelRatio}`;
    if (this.painted !== key) {
      paintStrip(prepare(this.canvas, pixels, HEIGHT), model, pixels, HEIGHT, colours, range.total);
      this.painted = key;
    }
    this.brush.hidden = range.isWhole;
    this.brush.style.left = `${(range.from / range.total) * pixels}px`;
    this.brush.style.width = `${Math.max((range.width / range.total) * pixels, 4)}px`;
    const ticks = range.ticks(pixels);
    const step = ticks.length > 1 ? ticks[1] - ticks[0] : range.width;
    const named = ticks.filter((tick) => range.x(tick, pixels) < pixels - LABEL);
    replace(this.ruler, ...named.map((tick) => h("span", { class: range.x(tick, pixels) < LABEL ? "edge" : "", style: { left: `${range.x(tick, pixels)}px` } }, tickLabel(tick, step))));
    replace(this.grid, ...ticks.map((tick) => h("i", { style: { left: `${range.x(tick, pixels)}px` } })));
  }

  /** @param {PointerEvent} down */
  drag(down) {
    if (down.button !== 0) return;
    const { left, width } = this.element.getBoundingClientRect();
    const before = this.timeline.range;
    const moment = (/** @type {PointerEvent} */ event) => ((event.clientX - left) / width) * before.total;
    const change = this.handle(down, moment(down), (HANDLE / width) * before.total, before);
    this.element.setPointerCapture(down.pointerId);
    const move = (/** @type {PointerEvent} */ event) => this.timeline.setRange(change(moment(event)));
    this.element.addEventListener("pointermove", move);
    this.element.addEventListener("lostpointercapture", () => this.element.removeEventListener("pointermove", move), { once: true });
    down.preventDefault();
  }

  /**
   * What a drag from here does: moves an edge of the brush, moves all of it, or draws a new one.
   *
   * @param {PointerEvent} down
   * @param {number} start
   * @param {number} near
   * @param {Range} before
   * @returns {(moment: number) => Range}
   */
  handle(down, start, near, before) {
    const { total } = before;
    if (!before.isWhole && Math.abs(start - before.from) < near) return (at) => stretch(total, at, before.to);
    if (!before.isWhole && Math.abs(start - before.to) < near) return (at) => stretch(total, before.from, at);
    if (!before.isWhole && start > before.from && start < before.to) return (at) => before.pan(at - start);
    return (at) => (Math.abs(at - start) < near ? before : stretch(total, start, at));
  }
}

/** @param {number} total @param {number} a @param {number} b */
const stretch = (total, a, b) => new Range(total, Math.min(a, b), Math.max(a, b));
