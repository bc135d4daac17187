/** The flame graph: calls below their callers, as wide as they took; zoomed, searched, or read as a table. */

import { h, replace } from "../dom.js";
import { duration, place, share } from "../format.js";
import { many, t } from "../i18n.js";
import { origin } from "../values.js";
import { table } from "../blocks/table.js";
import { Calls } from "./model.js";

/** @typedef {import("../viewer.js").Context} Context */

const ROW = 19; // pixels, as in the style sheet
const NAMED_FROM = 26; // pixels

export class FlameView {
  /** @param {import("../types").Flame} block @param {Context} context */
  constructor(block, context) {
    this.block = block;
    this.context = context;
    this.layers = block.views.map(({ columns }) => new Calls(columns));
    this.layer = 0;
    this.zoomed = -1;
    this.current = 0;
    this.pixels = 0;
    /** @type {Uint8Array | null} */
    this.lit = null;
    this.query = "";
    this.chart = h("div.flame", { role: "group", "aria-label": block.label, onpointerover: (/** @type {Event} */ event) => this.over(event), onfocusin: (/** @type {Event} */ event) => this.over(event), onclick: (/** @type {Event} */ event) => this.click(event) });
    this.told = h("div.row.told", { "aria-hidden": "true" });
    this.found = h("span.t2.nw", { role: "status" });
    this.out = h("button.btn", { type: "button", onclick: () => this.zoom(-1) }, t("Show all"), " ", h("kbd", null, "0"));
    this.chips = h("div.chips", null, this.choices(), h("button.btn", { type: "button", onclick: () => this.showTable(true) }, t("View as table")), this.out, this.found);
    this.pane = h("div.pane", null, this.chips, this.chart, this.told);
    this.element = h("div.body-inner.flm", null, this.pane);
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.chart);
    this.told.append(h("span.t3", null, t("Point at a frame, or move by arrow keys")));
  }

  get calls() {
    return this.layers[this.layer];
  }

  choices() {
    if (this.block.views.length < 2) return null;
    return h("span.seg", { role: "group", "aria-label": t("Frames") }, this.block.views.map(({ label }, number) => h("button", {
      type: "button", "aria-pressed": String(number === this.layer),
      onclick: () => this.choose(number),
    }, label)));
  }

  /** @param {number} layer */
  choose(layer) {
    this.turn(layer);
    this.filter(this.query);
  }

  /** @param {number} layer the view that is shown from now on */
  turn(layer) {
    if (layer !== this.layer) [this.layer, this.zoomed, this.current] = [layer, -1, 0];
    this.chips.querySelectorAll(".seg button").forEach((one, number) => one.setAttribute("aria-pressed", String(number === layer)));
  }

  dispose() {
    this.observer.disconnect();
  }

  resized() {
    const pixels = this.chart.clientWidth;
    if (!pixels || pixels === this.pixels) return;
    this.pixels = pixels;
    this.render();
  }

  render() {
    if (!this.pixels) return;
    const boxes = this.calls.boxes(this.zoomed, this.pixels);
    const deepest = boxes.reduce((most, { depth }) => Math.max(most, depth), 0);
    this.out.hidden = this.zoomed < 0;
    this.chart.style.height = `${(deepest + 1) * ROW}px`;
    replace(this.chart, ...boxes.map((box) => this.box(box)));
  }

  /** @param {import("./model.js").Box} box */
  box({ index, count, depth, x, w }) {
    const { columns } = this.calls;
    const own = count > 1 ? 1 : columns.own[index] / Math.max(columns.total[index], 1);
    const several = count > 1 ? many("{n} narrow frame; press to zoom in", "{n} narrow frames; press to zoom in", count) : "";
    return h("button.fr", {
      type: "button", "data-frame": index, "data-count": count, tabindex: index === this.current ? 0 : -1, "aria-label": several || this.sentence(index),
      class: [columns.ours[index] ? "ours" : "", this.lit && !this.lit[index] ? "dim" : "", index === this.zoomed ? "on" : ""].join(" "),
      "--own": `${(own * 100).toFixed(1)}%`, style: { left: `${x.toFixed(2)}px`, width: `${Math.max(w - (w > 3 ? 1 : 0), 1).toFixed(2)}px`, top: `${depth * ROW}px` },
    }, w >= NAMED_FROM && count === 1 && this.name(index));
  }

  /** @param {number} index */
  name(index) {
    return this.block.names[this.calls.columns.name[index]];
  }

  /** @param {number} index */
  at(index) {
    return this.block.places?.[this.calls.columns.place[index]]?.at;
  }

  /** @param {number} index */
  sentence(index) {
    const { total, own } = this.calls.columns;
    const at = this.at(index);
    return [this.name(index), duration(total[index]), share(total[index] / Math.max(this.block.total_ns, 1)), t("{time} of its own", { time: duration(own[index]) }), at && place(at)].filter(Boolean).join(", ");
  }

  /** Say above all of the frame at hand. @param {Event} event */
  over(event) {
    const frame = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".fr"));
    if (!frame) return;
    if (event.type === "focusin") this.current = Number(frame.dataset.frame);
    this.tell(Number(frame.dataset.frame), Number(frame.dataset.count));
  }

  /** @param {number} index @param {number} count */
  tell(index, count) {
    const { total, own } = this.calls.columns;
    const at = this.at(index);
    if (count > 1) return replace(this.told, h("span.t2", null, many("{n} narrow frame; press to zoom in", "{n} narrow frames; press to zoom in", count)));
    return replace(this.told,
      h("b.m.el", null, this.name(index)),
      h("b.nw", null, duration(total[index])),
      h("span.t2.nw", null, share(total[index] / Math.max(this.block.total_ns, 1))),
      h("span.t2.nw", null, t("{time} of its own", { time: duration(own[index]) })),
      at && origin(at, this.context.links));
  }

  /** @param {Event} event */
  click(event) {
    const frame = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".fr"));
    if (!frame) return;
    const index = Number(frame.dataset.frame);
    this.zoom(Number(frame.dataset.count) > 1 ? this.calls.parent[index] : index);
  }

  /** @param {number} index of the call that is to take the whole width; -1: all of them */
  zoom(index) {
    this.zoomed = index;
    this.reach(Math.max(index, 0));
  }

  /** Give a call the focus, and as much room as it needs. @param {number} index */
  reach(index) {
    this.current = index;
    let focused = null;
    for (let again = 0; !focused && again < 2; again++) {
      this.render();
      focused = /** @type {HTMLElement | null} */ (this.chart.querySelector(`[data-frame="${index}"][data-count="1"]`));
      if (!focused) this.zoomed = Math.max(this.calls.parent[index], 0); // too narrow, or elsewhere
    }
    focused?.focus();
    this.tell(index, 1);
  }

  /** Which of a view's calls match. @param {Calls} calls @param {string} wanted */
  lights(calls, wanted) {
    const { names, places } = this.block;
    return Uint8Array.from({ length: calls.count }, (_, index) => {
      const file = places?.[calls.columns.place[index]]?.at.file ?? "";
      return `${names[calls.columns.name[index]]} ${file}`.toLowerCase().includes(wanted) ? 1 : 0;
    });
  }

  /** @param {string} query */
  filter(query) {
    this.query = query;
    const wanted = query.toLowerCase();
    const matches = (/** @type {Calls} */ calls) => this.lights(calls, wanted).includes(1);
    if (wanted && !matches(this.calls)) this.turn(Math.max(this.layers.findIndex(matches), this.layer)); // what is folded here is open there
    this.lit = wanted ? this.lights(this.calls, wanted) : null;
    this.found.textContent = this.lit ? t("{share} of the time matches", { share: share(this.calls.matched(this.lit) / Math.max(this.block.total_ns, 1)) }) : "";
    this.listed?.filter?.(query);
    this.render();
  }

  /** @param {boolean} shown */
  async showTable(shown) {
    if (!shown) {
      this.listed = undefined;
      replace(this.pane, this.chips, this.chart, this.told);
      return /** @type {HTMLElement} */ (this.chips.querySelector(".btn")).focus();
    }
    const back = h("button.btn", { type: "button", onclick: () => this.showTable(false) }, t("View as flame graph"));
    this.listed = table(this.block.table, this.context);
    if (this.query) this.listed.filter?.(this.query);
    replace(this.pane, h("div.chips", null, back), this.listed.element);
    return back.focus();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was used */
  key(event) {
    if (this.listed) return false;
    const frame = /** @type {HTMLElement} */ (event.composedPath()[0]);
    const inside = frame.classList.contains("fr");
    if (event.key === "Escape" && this.zoomed >= 0) this.zoom(this.calls.parent[this.zoomed]);
    else if (event.key === "0") this.zoom(-1);
    else if (inside && (event.key === "+" || event.key === "z")) this.zoom(this.current);
    else if (event.key === "-" && this.zoomed >= 0) this.zoom(this.calls.parent[this.zoomed]);
    else if (inside && event.key.startsWith("Arrow")) this.reach(this.calls.neighbour(this.current, event.key));
    else return false;
    return true;
  }

  focus() {
    /** @type {HTMLElement | null} */ (this.chart.querySelector(".fr[tabindex='0']"))?.focus();
  }
}
