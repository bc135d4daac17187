/** Hover, click, drag and wheel over the lanes. */

import { duration } from "../format.js";
import { h } from "../dom.js";

const DRAG_FROM = 4; // pixels

/** @typedef {import("./timeline.js").TimelineView} TimelineView */

export class Pointer {
  /** @param {TimelineView} timeline */
  constructor(timeline) {
    this.timeline = timeline;
    this.time = h("b");
    this.hair = h("div.xh", { hidden: true, "aria-hidden": "true" }, this.time);
    this.selection = h("div.sel", { hidden: true, "aria-hidden": "true" });
    const { lanes } = timeline;
    lanes.addEventListener("pointermove", (event) => this.hover(event));
    lanes.addEventListener("pointerleave", () => this.leave());
    lanes.addEventListener("pointerdown", (event) => this.press(event));
    lanes.addEventListener("click", (event) => this.click(event));
    lanes.addEventListener("dblclick", (event) => this.doubleClick(event));
    timeline.element.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  /** @param {MouseEvent} event @returns {number} pixels from the left end of the tracks */
  x(event) {
    return event.clientX - this.timeline.trackLeft();
  }

  /** @param {MouseEvent} event @returns {number} the index of the span under the pointer, or -1 */
  span(event) {
    const { timeline } = this;
    if (this.x(event) < 0 || this.x(event) > timeline.pixels) return -1; // over the gutter
    for (const lane of timeline.laneViews) {
      const box = lane.track.getBoundingClientRect();
      if (event.clientY < box.top || event.clientY >= box.bottom) continue;
      return lane.spanAt(this.x(event), event.clientY - box.top, timeline.range, timeline.pixels);
    }
    return -1;
  }

  /** @param {PointerEvent} event */
  hover(event) {
    const { timeline } = this;
    const x = this.x(event);
    const inside = x >= 0 && x <= timeline.pixels && event.pointerType !== "touch";
    this.hair.hidden = !inside;
    if (!inside) return timeline.tip.hide();
    this.hair.style.transform = `translateX(${x}px)`;
    this.hair.classList.toggle("l", x > timeline.pixels - 70);
    this.time.textContent = duration(timeline.range.at(x, timeline.pixels));
    const index = this.span(event);
    if (index < 0) timeline.tip.hide();
    else timeline.tip.show(index, event.clientX, event.clientY);
    return undefined;
  }

  leave() {
    this.hair.hidden = true;
    this.timeline.tip.hide();
  }

  /** @param {PointerEvent} down */
  press(down) {
    const start = this.x(down);
    const { timeline } = this;
    if (down.button !== 0 || down.pointerType === "touch" || start < 0) return;
    let dragged = false;
    const move = (/** @type {PointerEvent} */ event) => {
      const end = Math.min(Math.max(this.x(event), 0), timeline.pixels);
      if (!dragged && Math.abs(end - start) < DRAG_FROM) return;
      if (!dragged) timeline.lanes.setPointerCapture(down.pointerId);
      dragged = true;
      this.selection.hidden = false;
      this.selection.style.left = `${Math.min(start, end)}px`;
      this.selection.style.width = `${Math.abs(end - start)}px`;
    };
    const up = (/** @type {PointerEvent} */ event) => {
      timeline.lanes.removeEventListener("pointermove", move);
      this.selection.hidden = true;
      if (!dragged || event.type === "pointercancel") return;
      this.swallowClick();
      const ends = [start, Math.min(Math.max(this.x(event), 0), timeline.pixels)].sort((a, b) => a - b);
      const [from, to] = ends.map((x) => timeline.range.at(x, timeline.pixels));
      timeline.setRange(timeline.range.show(from, to));
    };
    timeline.lanes.addEventListener("pointermove", move);
    timeline.lanes.addEventListener("pointerup", up, { once: true });
    timeline.lanes.addEventListener("pointercancel", up, { once: true });
  }

  /** A drag ends with a click that is none. */
  swallowClick() {
    const swallow = (/** @type {Event} */ event) => event.stopPropagation();
    const { lanes } = this.timeline;
    lanes.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => lanes.removeEventListener("click", swallow, { capture: true }));
  }

  /** @param {MouseEvent} event */
  click(event) {
    const { timeline } = this;
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".sn"));
    if (!button && event.detail === 0) return; // made by a key elsewhere
    const index = button && (event.detail === 0 || button.classList.contains("mk")) ? Number(button.dataset.span) : this.span(event);
    const last = button ? Number(button.dataset.last) : index;
    if (button && last !== Number(button.dataset.span)) {
      timeline.setRange(timeline.range.show(timeline.model.start(Number(button.dataset.span)), timeline.model.end(last), 0.05));
    } else if (index >= 0) {
      timeline.choose(index, event.detail === 0);
    }
  }

  /** @param {MouseEvent} event */
  doubleClick(event) {
    const index = this.span(event);
    if (index >= 0) this.timeline.zoomTo(index);
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    const { timeline } = this;
    const unit = event.deltaMode === 1 ? 16 : 1;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const around = timeline.range.at(Math.max(this.x(event), 0), timeline.pixels);
      timeline.setRange(timeline.range.zoom(Math.exp(event.deltaY * unit * 0.01), around));
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      timeline.setRange(timeline.range.pan((event.deltaX * unit * timeline.range.width) / timeline.pixels));
    }
  }
}
