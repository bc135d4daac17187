/** The open panel at the bottom of a page: a viewer that can be resized and closed. */

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { choices, choose } from "./preferences.js";
import { adopt } from "./styles.js";
import { Viewer } from "./viewer.js";

const LEAST = 240; // pixels
const MARGIN = 40; // of the page that stays in view
const STEP = 24;
const USUAL = 520;

/** @typedef {import("./closed.js").Closed} Closed */

/**
 * @param {Closed} closed
 * @param {import("./api.js").Api} api
 */
export async function make(closed, api) {
  await adopt(closed.root, closed.base, ["tokens", "base", "viewer", "timeline"]);
  await api.head(closed.page.id).catch(() => undefined); // it tells the language that the dock is built in
  return new Dock(closed, api);
}

export class Dock {
  /** @param {Closed} closed @param {import("./api.js").Api} api */
  constructor(closed, api) {
    this.closed = closed;
    this.isOpen = false;
    this.tracked = false;
    this.viewer = new Viewer({ api, shell: closed.shell, styled: (sheet) => adopt(closed.root, closed.base, [sheet]), close: () => this.toggle(false), key: closed.page, current: () => closed.page.id, largestPaint: () => closed.page.largestPaint, background: () => closed.page.background });
    this.grip = h("div.grip", {
      role: "separator", "aria-orientation": "horizontal", "aria-label": t("Height of the panel"), "aria-valuemin": LEAST, tabindex: 0,
      onpointerdown: (/** @type {PointerEvent} */ event) => this.drag(event),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.resizeByKey(event),
    });
    this.element = h("section.dock", { "aria-label": t("cycleprof, the request profile"), hidden: true }, this.grip, this.viewer.element);
    closed.shell.append(this.element);
    this.resize(choices().height ?? USUAL);
  }

  /** @param {boolean} [open] */
  async toggle(open = !this.isOpen) {
    if (open === this.isOpen) return;
    this.isOpen = open;
    const { pill } = this.closed;
    this.element.hidden = !open;
    pill.hidden = open;
    pill.setAttribute("aria-expanded", String(open));
    if (!open) return pill.focus();
    await this.show(this.viewer.id ?? this.closed.page.id);
    this.writeTracks();
    if (this.isOpen) this.viewer.tabs.focus();
  }

  /** Once, for the page's own request: for whoever records the page in the developer tools. */
  async writeTracks() {
    const [timing] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    const block = this.viewer.document?.panels[0]?.blocks?.[0];
    if (this.tracked || !timing || block?.kind !== "timeline" || this.viewer.id !== this.closed.page.id) return;
    this.tracked = true;
    (await import("./live/devtools.js")).writeTracks(/** @type {any} */ (block), timing.responseStart);
  }

  /** @param {string} id */
  async show(id) {
    if (this.isOpen) await this.viewer.show(id);
    else this.viewer.id = undefined;
  }

  /** @param {number} height */
  resize(height) {
    const most = Math.max(innerHeight - MARGIN, LEAST);
    const kept = Math.round(Math.min(Math.max(height, LEAST), most));
    this.element.style.setProperty("--h", `${kept}px`);
    this.grip.setAttribute("aria-valuenow", String(kept));
    this.grip.setAttribute("aria-valuemax", String(most));
  }

  /** @param {PointerEvent} down */
  drag(down) {
    const height = this.element.offsetHeight;
    const move = (/** @type {PointerEvent} */ event) => this.resize(height + down.clientY - event.clientY);
    this.grip.setPointerCapture(down.pointerId);
    this.grip.addEventListener("pointermove", move);
    this.grip.addEventListener("lostpointercapture", () => {
      this.grip.removeEventListener("pointermove", move);
      choose({ height: this.element.offsetHeight });
    }, { once: true });
    down.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  resizeByKey(event) {
    const step = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (!step) return;
    this.resize(this.element.offsetHeight + step);
    choose({ height: this.element.offsetHeight });
    event.preventDefault();
    event.stopPropagation();
  }
}
