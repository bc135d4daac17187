/** What was asked, how it ended, how long it took, and where the time went. */

import { h, replace } from "./dom.js";
import { duration, durationParts, share } from "./format.js";
import { t } from "./i18n.js";
import { ring, splitBar } from "./pill.js";
import { Tools } from "./tools.js";
import { text } from "./values.js";

const WORTH_NAMING = 0.002; // share of the whole

export class Header {
  /** @param {import("./viewer.js").Viewer} viewer */
  constructor(viewer) {
    this.viewer = viewer;
    this.line = h("div.hd");
    this.summary = h("div.sum");
    this.tools = new Tools(viewer, "hide-m");
    this.narrowTools = new Tools(viewer, "only-m");
    this.element = h("header.top", null, this.line, this.summary);
  }

  themed() {
    this.tools.themed();
    this.narrowTools.themed();
  }

  loading() {
    if (!this.line.childElementCount) replace(this.line, h("span.t3", null, t("Loading")), h("span.sp"), this.closeButton());
  }

  /** @param {string} id of a profile that could not be had */
  failed(id) {
    replace(this.line, h("h1.path.el", null, id), h("span.sp"), this.tools.element, this.closeButton());
  }

  closeButton() {
    const { close } = this.viewer.surface;
    return close && h("button.tb", { type: "button", onclick: close }, t("Close"), " ", h("kbd.hide-m", null, "Esc"));
  }

  /** @param {import("./types").Head} head */
  fill(head) {
    this.tools.fill(head);
    this.narrowTools.fill(head);
    replace(this.line,
      ring(head), head.method && h("b.t2", null, head.method),
      h("h1.path.el", { title: head.path ?? head.name }, head.path ?? head.name),
      head.status && h("span.st", { class: head.status >= 500 || head.exception ? "bad" : "" }, head.status, h("span.hide-m", null, ` ${head.reason ?? ""}`)),
      head.view && h("span.m.t2.el.hide-m", null, head.view),
      h("span.sp"),
      this.tools.element,
      this.closeButton());
    replace(this.summary, bigDuration(head.duration_ns, head.concurrent ? t("wall") : head.cycle === "request" ? t("server") : ""), this.split(head));
  }

  /** @param {import("./types").Head} head */
  split(head) {
    const total = Math.max(head.duration_ns, 1);
    const named = head.categories.filter(({ ns }) => ns / total >= WORTH_NAMING);
    const legend = h("div.lg", { role: "group", "aria-label": t("Time by category; press to highlight in the timeline") },
      named.map(({ id, label, ns }) => h("button", {
        type: "button", class: ns / total < 0.01 ? "tiny" : "", "--c": `var(--${id})`, "aria-pressed": "false",
        onclick: (/** @type {MouseEvent} */ event) => this.pressed(/** @type {HTMLElement} */ (event.currentTarget), id),
      }, h("span.sw"), label, h("b", null, duration(ns)), h("span.t3", null, share(ns / total)))),
      // It lies between the spans of every category, so it has no place of its own in the bar.
      head.overhead_ns > 0 && h("span.own", { title: t("Time that cycleprof itself took while it recorded; it lies within the others") }, h("span.sw.hatched"), "cycleprof", h("b", null, duration(head.overhead_ns)), h("span.t3", null, t("about {time} without it", { time: duration(head.without_ns) }))));
    this.legend = legend;
    return h("div.share", null, splitBar(head), legend, head.dropped && h("p.w", null, text(head.dropped)));
  }

  /** @param {HTMLElement} button @param {string} category */
  async pressed(button, category) {
    const on = button.getAttribute("aria-pressed") !== "true";
    for (const other of /** @type {HTMLElement} */ (this.legend).querySelectorAll("button")) other.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", String(on));
    if (this.viewer.tab !== "timeline") await this.viewer.go("timeline");
    for (const view of this.viewer.views) {
      if (on) /** @type {any} */ (view).highlightCategory?.(category);
      else /** @type {any} */ (view).highlight?.(null);
    }
  }
}

/** A large number with its unit in small. @param {number} ns @param {string} after */
function bigDuration(ns, after) {
  const [number, unit] = durationParts(ns);
  return h("div.big", null, number, h("small", null, `\u202f${unit} ${after}`));
}
