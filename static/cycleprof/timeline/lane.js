/** One lane: its name in the gutter, its canvas, and a button for each bar that is wide enough. */

import { h, replace } from "../dom.js";
import { duration, integer, times } from "../format.js";
import { text } from "../values.js";
import { fewBoxes, findingsIn } from "./boxes.js";
import { geometry, rowAt } from "./geometry.js";
import { onBar, onRun, runSentence, sentence } from "./label.js";
import { firstAfter } from "./model.js";
import { CATEGORIES } from "./palette.js";
import { LanePainter, prepare } from "./paint.js";

const MOST_BUTTONS = 260; // of one lane; the rest runs together
const LABEL_FROM = 320; // pixels between the walls of the onion
const MARK = 14; // pixels
const NEAR = 3; // pixels beside a bar that still count as on it

/** @typedef {import("./timeline.js").TimelineView} TimelineView */

export class LaneView {
  /** @param {TimelineView} timeline @param {number} number of the lane */
  constructor(timeline, number) {
    this.timeline = timeline;
    this.model = timeline.model;
    this.number = number;
    this.lane = this.model.lanes[number];
    this.open = false;
    this.shape = geometry(this.lane, false);
    this.canvas = /** @type {HTMLCanvasElement} */ (h("canvas", { "aria-hidden": "true" }));
    this.inner = h("div.in");
    this.label = this.lane.label ? h("div.onl", null, h("span", null, text(this.lane.label))) : null;
    this.track = h("div.trk", null, this.canvas, this.inner, this.label);
    this.gutter = h("div.gut", { "--c": `var(--${this.lane.category})` });
    this.element = h("div.ln", { role: "group", "aria-label": this.lane.title, "data-lane": this.lane.id }, this.gutter, this.track);
    this.behind = this.model.behind(number);
    /** @type {Map<number, HTMLElement>} */
    this.buttons = new Map();
    this.setOpen(false);
  }

  get rows() {
    return this.model.rows(this.number, this.open);
  }

  /** @param {boolean} open */
  setOpen(open) {
    this.open = open;
    this.shape = geometry(this.lane, open);
    this.element.style.setProperty("--lh", `${this.shape.height}px`);
    this.element.classList.toggle("open", open);
    this.fillGutter();
  }

  fillGutter() {
    const { title, count, own_ns, open: rows } = this.lane;
    const name = [title, count > 0 && h("span.t3", null, integer(count))];
    const toggle = () => {
      this.setOpen(!this.open);
      this.timeline.invalidate();
      this.gutter.querySelector("button")?.focus();
    };
    replace(this.gutter,
      h("span.sw"),
      rows && rows.length > 1
        ? h("button", { type: "button", "aria-expanded": String(this.open), onclick: toggle }, name, h("span.car", { "aria-hidden": "true" }, this.open ? "▾" : "▸"))
        : name,
      own_ns > 0 && this.lane.layout !== "marks" && h("span.v", null, duration(own_ns)),
      this.open && rows && h("div.gs", { class: this.lane.layout }, rows.map((row) => h("span.row", null,
        row.letter && h("b", null, row.letter), h("span.el", { title: row.label }, row.label), h("span.sp"),
        row.count > 1 && h("span.t3", null, times(row.count)), h("span.t3.nw", null, duration(row.total_ns))))));
  }

  /** @param {import("./range.js").Range} range @param {number} pixels */
  render(range, pixels) {
    const context = prepare(this.canvas, pixels, this.shape.height);
    const painter = new LanePainter(context, this.model, range, pixels, this.timeline.colours, this.timeline.lit);
    if (this.lane.layout === "marks") painter.moments(this.rows[0].spans, this.shape.height);
    else painter.lane(this.rows, this.shape, this.behind, this.lane.layout === "onion" && !this.open);
    this.placeButtons(range, pixels);
  }

  /** @param {import("./range.js").Range} range @param {number} pixels */
  placeButtons(range, pixels) {
    /** @type {Map<number, HTMLElement>} */
    const kept = new Map();
    const most = Math.max(Math.floor(MOST_BUTTONS / this.rows.length), 12);
    this.rows.forEach((row, number) => {
      for (const box of fewBoxes(this.model, row.spans, range, pixels, most)) {
        const key = box.count === 1 ? box.index : -1 - box.index;
        kept.set(key, this.button(key, box, row.spans, number));
      }
    });
    for (const [key, button] of this.buttons) if (!kept.has(key)) button.remove();
    this.buttons = kept;
  }

  /** @param {number} key @param {import("./boxes.js").Box} box @param {number[]} spans @param {number} row */
  button(key, box, spans, row) {
    const { model, timeline } = this;
    const button = this.buttons.get(key) ?? this.makeButton(box);
    const { style } = button;
    const mark = this.lane.layout === "marks";
    style.left = `${(mark ? box.x - MARK / 2 : box.x).toFixed(2)}px`;
    style.width = `${(mark ? MARK : Math.max(box.w, 2)).toFixed(2)}px`;
    style.top = `${this.shape.top(row)}px`;
    style.height = `${this.shape.bar(row)}px`;
    const run = box.count > 1;
    const label = this.text(box, spans);
    if (run) button.setAttribute("aria-label", runSentence(model, box));
    if (button.textContent !== label) button.textContent = label;
    button.dataset.last = String(box.last);
    const unlit = timeline.lit !== null && !timeline.lit[box.index];
    button.classList.toggle("dim", unlit);
    const selected = timeline.selected === box.index && !run;
    if ((button.getAttribute("aria-pressed") === "true") !== selected) button.setAttribute("aria-pressed", String(selected));
    button.tabIndex = timeline.current === box.index ? 0 : -1;
    return button;
  }

  /** @param {import("./boxes.js").Box} box @param {number[]} spans */
  text(box, spans) {
    if (this.lane.layout === "marks") return box.count > 1 ? "◆" : this.model.mark(box.index);
    if (box.count > 1) return onRun(findingsIn(this.model, spans, box), box.count, box.w);
    return this.shape.nested ? "" : onBar(this.model, box.index, box.w);
  }

  /** @param {import("./boxes.js").Box} box */
  makeButton(box) {
    const { model, timeline } = this;
    const { index } = box;
    const marks = this.lane.layout === "marks";
    const loud = model.failed(index) || "WEC".includes(model.mark(index));
    const solid = box.count > 1 || !(model.isParent[index] || model.isOverlay(index));
    const kind = marks ? (loud ? "mk bad" : "mk") : solid ? "leaf" : "";
    const button = h("button.sn", {
      type: "button", class: `${kind} ${CATEGORIES[model.bars.category[index]]}`, "data-span": index,
      "aria-label": box.count > 1 ? "" : sentence(model, index, timeline.findings), "aria-pressed": "false",
    });
    if (this.lane.id === "url" && box.count === 1) this.inner.append(this.routeLabel(index));
    this.inner.append(button);
    return button;
  }

  /** The pattern and its view, written beside the tick. @param {number} index */
  routeLabel(index) {
    this.route?.remove();
    this.route = h("span.route", { "aria-hidden": "true" }, this.model.name(index));
    this.route.dataset.after = String(index);
    return this.route;
  }

  /** @param {import("./range.js").Range} range @param {number} pixels */
  placeLabels(range, pixels) {
    if (this.label) {
      const outermost = this.rows[0].spans[0] ?? 0;
      const left = Math.max(range.x(this.model.start(outermost), pixels), 0);
      const width = Math.min(range.x(this.model.end(outermost), pixels), pixels) - left;
      this.label.hidden = this.open || width < LABEL_FROM;
      Object.assign(this.label.style, { left: `${left}px`, width: `${width}px` });
    }
    if (this.route) {
      const x = range.x(this.model.end(Number(this.route.dataset.after)), pixels);
      this.route.hidden = x < 0 || x > pixels - 40;
      this.route.style.left = `${x + 6}px`;
    }
  }

  /**
   * The span at a point, also one too narrow for a button.
   *
   * @param {number} x
   * @param {number} y
   * @param {import("./range.js").Range} range
   * @param {number} pixels
   * @returns {number} its index, or -1
   */
  spanAt(x, y, range, pixels) {
    const row = rowAt(this.shape, this.rows.length, y);
    if (row < 0) return -1;
    const { model } = this;
    const near = (NEAR / pixels) * range.width;
    const moment = range.at(x, pixels);
    const { spans } = this.rows[row];
    const first = firstAfter(spans, (index) => model.end(index), moment - near);
    let [best, least] = [-1, near];
    for (let n = first; n < spans.length && model.start(spans[n]) <= moment + near; n++) {
      const distance = Math.max(model.start(spans[n]) - moment, moment - model.end(spans[n]), 0);
      if (distance < least || (distance === 0 && best < 0)) [best, least] = [spans[n], distance];
    }
    return best;
  }
}
