/** The timeline: strip, ruler and lanes on one range of time, and the rail beside them. */

import { find, h, replace } from "../dom.js";
import { duration } from "../format.js";
import { t } from "../i18n.js";
import { text } from "../values.js";
import { LaneView } from "./lane.js";
import { Model } from "./model.js";
import { neighbour } from "./navigate.js";
import { palette } from "./palette.js";
import { Pointer } from "./pointer.js";
import { Rail } from "./rail.js";
import { Range } from "./range.js";
import { Strip } from "./strip.js";
import { Tip } from "./tip.js";

/** @typedef {import("../viewer.js").Context} Context */

const CLOSE_ENOUGH = 6; // pixels that a span must have in view before it takes the focus

export class TimelineView {
  /** @param {import("../types").Timeline} block @param {Context} context */
  constructor(block, context) {
    this.context = context;
    this.findings = context.head.findings;
    this.model = new Model(block);
    this.range = new Range(block.duration_ns);
    this.selected = -1;
    this.current = 0;
    this.pixels = 0;
    /** @type {Uint8Array | null} */
    this.lit = null;
    this.colours = palette(context.shell);
    this.tip = new Tip(context.shell, this.model, this.findings);
    this.strip = new Strip(this);
    this.laneViews = this.model.lanes.map((_lane, number) => new LaneView(this, number));
    this.lanes = h("div.lanes", null, this.laneViews.map((lane) => lane.element));
    this.scope = h("button.lk", { type: "button", onclick: () => this.scopePressed() });
    this.element = h("div.body-inner.tlb");
    /** @type {import("./browser.js").BrowserLane | null} */
    this.browser = null;
    this.corner = h("div.gut.first", null, this.scopes(), block.concurrent && h("span.t3", null, t("wall time")));
    this.chart = h("div.tl", { onfocusin: (/** @type {FocusEvent} */ event) => this.focused(event), onfocusout: () => this.tip.hide() });
    this.pane = h("div.pane", null, this.chart);
    /** @type {number | undefined} */
    this.frame = undefined;
    this.pointer = new Pointer(this);
    this.rail = new Rail(this);
    this.build(block);
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.lanes);
  }

  /** @param {import("../types").Timeline} block */
  build(block) {
    replace(this.chart,
      this.strip.grid,
      h("div.ov", null,
        h("div.ln", null, this.corner, h("div.trk", null, this.strip.element)),
        h("div.ln", null, h("div.gut", null, this.scope), h("div.trk", null, this.strip.ruler))),
      block.notice && h("p.notice", null, text(block.notice)),
      this.lanes,
      h("div.over", { "aria-hidden": "true" }, this.pointer.selection, this.pointer.hair));
    replace(this.element, this.pane, this.rail.element);
  }

  /** Server alone or the full cycle: where the browser has told, or is this one. */
  scopes() {
    const isOwn = this.context.largestPaint && this.context.current() === this.context.head.id;
    if (!isOwn && !this.model.block.browser) return null;
    const choice = (/** @type {string} */ label, /** @type {boolean} */ full) => h("button", { type: "button", "aria-pressed": String(!full), onclick: () => this.showBrowser(full) }, label);
    return h("span.seg", { role: "group", "aria-label": t("Range") }, choice(t("Server"), false), choice(t("Full cycle"), true));
  }

  /** @param {boolean} shown */
  async showBrowser(shown) {
    const { BrowserLane } = await import("./browser.js");
    this.browser?.element.remove();
    this.browser = shown ? new BrowserLane(this) : null;
    if (this.browser) {
      this.lanes.append(this.browser.element);
      this.browser.element.scrollIntoView({ block: "nearest" }); // it is the last one, below the others
    }
    [...this.corner.querySelectorAll(".seg button")].forEach((button, number) => button.setAttribute("aria-pressed", String(shown === (number === 1))));
    this.setRange(new Range(this.browser?.end ?? this.model.block.duration_ns));
  }

  dispose() {
    this.observer.disconnect();
    this.tip.remove();
  }

  resized() {
    const pixels = this.laneViews[0]?.track.clientWidth ?? 0;
    if (pixels && pixels !== this.pixels) {
      this.pixels = pixels;
      this.render();
    }
  }

  themed() {
    this.colours = palette(this.context.shell);
    this.invalidate();
  }

  trackLeft() {
    return this.laneViews[0].track.getBoundingClientRect().left;
  }

  invalidate() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.render();
    });
  }

  render() {
    if (!this.pixels) return;
    this.strip.render(this.range, this.pixels);
    for (const lane of this.laneViews) {
      lane.render(this.range, this.pixels);
      lane.placeLabels(this.range, this.pixels);
    }
    this.browser?.render(this.range, this.pixels);
    this.scope.textContent = this.range.isWhole ? t("View as table") : t("{time} shown, reset", { time: duration(this.range.width) });
  }

  /** @param {Range} range */
  setRange(range) {
    this.range = range;
    this.tip.hide();
    this.invalidate();
  }

  scopePressed() {
    if (this.range.isWhole) this.showTable(true);
    else this.setRange(new Range(this.range.total));
  }

  /** @param {boolean} shown */
  async showTable(shown) {
    if (!shown) {
      replace(this.pane, this.chart);
      return this.scope.focus();
    }
    const [{ spanTable }] = await Promise.all([import("./table.js"), this.context.styled("blocks")]);
    const back = h("button.btn", { type: "button", onclick: () => this.showTable(false) }, t("View as timeline"));
    replace(this.pane, h("div.chips", null, back), spanTable(this.model, this.context));
    return back.focus();
  }

  /** @param {number} index @param {number} [margin] */
  zoomTo(index, margin = 0.06) {
    this.setRange(this.range.show(this.model.start(index), this.model.end(index), margin));
  }

  /** Show a span in the rail. @param {number} index @param {boolean} [intoRail] whether the focus follows */
  choose(index, intoRail = false) {
    this.selected = index;
    this.current = index;
    this.rail.showSpan(index, intoRail);
    this.context.opened(`span-${this.model.bars.id[index]}`);
    this.invalidate();
  }

  /** @param {number} id of the span, as profiles count them */
  openSpan(id) {
    const index = this.model.indexOf.get(id);
    if (index === undefined) return;
    const margin = Math.max(this.model.bars.span[index] * 2, this.range.total * 0.02);
    this.range = this.range.show(this.model.start(index) - margin, this.model.end(index) + margin);
    this.choose(index);
    this.resized();
    this.focusSpan(index);
  }

  /** Light up some spans and dim the rest. @param {((index: number) => boolean) | null} test */
  highlight(test) {
    this.lit = null;
    if (test) {
      this.lit = new Uint8Array(this.model.count);
      for (let index = 0; index < this.model.count; index++) this.lit[index] = test(index) ? 1 : 0;
    }
    this.invalidate();
  }

  /** Where nothing that is lit up is in view, move to the first of it, as little as that takes. */
  bringLitIntoView() {
    const { model, lit } = this;
    if (!lit || this.range.isWhole) return;
    const shown = Array.from(lit.keys()).filter((index) => lit[index] && model.bars.finding[index] >= 0);
    const within = (/** @type {number} */ index) => model.end(index) > this.range.from && model.start(index) < this.range.to;
    if (!shown.length || shown.some(within)) return;
    const first = shown.reduce((one, other) => (model.start(other) < model.start(one) ? other : one));
    this.setRange(this.range.reveal(model.start(first), model.end(first)));
  }

  /** @param {string} category */
  highlightCategory(category) {
    const lanes = this.model.lanes;
    const number = this.context.head.categories.findIndex(({ id }) => id === category);
    this.highlight((index) => this.model.bars.category[index] === number && lanes.length > 0);
  }

  /** @param {string} query */
  filter(query) {
    if (!query) return this.highlight(null);
    const wanted = query.toLowerCase();
    return this.highlight((index) => {
      const { model } = this;
      const lane = model.lanes[model.bars.lane[index]].title;
      return `${model.name(index)} ${lane} ${model.place(index)?.file ?? ""} ${model.sql(index) ?? ""}`.toLowerCase().includes(wanted);
    });
  }

  /** @param {FocusEvent} event */
  focused(event) {
    const button = /** @type {HTMLElement} */ (event.target);
    if (!button.classList.contains("sn") || !button.matches(":focus-visible")) return;
    const box = button.getBoundingClientRect();
    this.tip.show(Number(button.dataset.span), box.left, box.bottom - 12);
  }

  /** @param {number} index */
  focusSpan(index) {
    const { model } = this;
    this.current = index;
    this.range = this.range.reveal(model.start(index), model.end(index));
    const wide = (model.bars.span[index] / this.range.width) * this.pixels;
    if (wide < CLOSE_ENOUGH && model.bars.span[index] > 0) {
      const width = (model.bars.span[index] * this.pixels) / (CLOSE_ENOUGH * 2);
      const middle = model.start(index) + model.bars.span[index] / 2;
      this.range = this.range.show(middle - width / 2, middle + width / 2);
    }
    this.render();
    this.laneViews[model.bars.lane[index]].buttons.get(index)?.focus();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was used */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
    const index = target.classList.contains("sn") ? Number(target.dataset.span) : -1;
    const around = index >= 0 ? this.model.start(index) + this.model.bars.span[index] / 2 : undefined;
    const actions = /** @type {Record<string, () => void>} */ ({
      "+": () => this.setRange(this.range.zoom(0.6, around)),
      "=": () => this.setRange(this.range.zoom(0.6, around)),
      "-": () => this.setRange(this.range.zoom(1 / 0.6)),
      0: () => this.setRange(new Range(this.range.total)),
    });
    if (index >= 0) {
      actions.z = () => this.zoomTo(index);
      for (const key of /** @type {const} */ (["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"])) {
        actions[key] = () => this.focusSpan(neighbour(this.model, (lane) => this.laneViews[lane].open, index, key));
      }
    }
    const action = actions[event.key] ?? (event.key === "Escape" ? this.stepBack() : undefined);
    action?.();
    return Boolean(action);
  }

  /** What Escape undoes next, if anything. @returns {(() => void) | undefined} */
  stepBack() {
    if (this.selected >= 0) return () => this.clear(true);
    if (this.rail.expanded || this.lit) return () => this.clear();
    if (!this.range.isWhole) return () => this.setRange(new Range(this.range.total));
    return undefined;
  }

  /** @param {boolean} [refocus] */
  clear(refocus = false) {
    const index = this.selected;
    this.selected = -1;
    this.rail.showFindings();
    this.highlight(null);
    if (refocus && index >= 0) this.focusSpan(index);
  }

  /** @param {number} step */
  nextFinding(step) {
    this.selected = -1;
    this.rail.next(step);
  }

  /** What the key for copying takes from here. @returns {{ text: string, what: string } | null} */
  copyable() {
    const sql = this.selected >= 0 ? this.model.sql(this.selected) : undefined;
    if (sql) return { text: sql, what: t("SQL") };
    return this.rail.fix();
  }

  focus() {
    find(this.chart, ".sn[tabindex='0']")?.focus();
  }
}
