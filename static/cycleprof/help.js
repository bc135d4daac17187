/** All keys on one card. */

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { settings } from "./settings.js";

/** @param {string | undefined} global @returns {[string[], string][]} */
const keys = (global) => [
  ...(global ? [/** @type {[string[], string]} */ ([global.split("+"), t("open or close the panel, anywhere")])] : []),
  [["1–9"], t("a tab by its number")],
  [["/"], t("filter this tab")],
  [["n", "N"], t("next, previous finding")],
  [["c"], t("copy the fix or SQL in view")],
  [["←", "→"], t("next, previous span in the row")],
  [["↑", "↓"], t("next, previous row or entry")],
  [["Enter"], t("inspect")],
  [["+", "−", "0"], t("zoom in, out, all")],
  [["z"], t("zoom to the focused span")],
  [["[", "]"], t("earlier, later request")],
  [["f"], t("flame graph")],
  [["r"], t("repeat the request and compare")],
  [["t"], t("theme")],
  [["Esc"], t("one step back, then close")],
];

export class Help {
  /** @param {import("./viewer.js").Viewer} viewer */
  constructor(viewer) {
    this.viewer = viewer;
    /** @type {HTMLElement | null} */
    this.card = null;
    /** @type {Element | null} */
    this.before = null;
  }

  toggle() {
    if (this.card) this.hide();
    else this.show();
  }

  show() {
    const root = /** @type {ShadowRoot} */ (this.viewer.element.getRootNode());
    this.before = root.activeElement;
    this.card = h("div.help", { role: "dialog", "aria-label": t("Keys"), tabindex: -1 },
      h("div.row", null, h("h2", null, t("Keys")), h("span.sp"), h("button.tb", { type: "button", onclick: () => this.hide() }, t("Close"), " ", h("kbd", null, "Esc"))),
      h("dl", null, keys(this.viewer.surface.key?.key).map(([names, what]) => [h("dt", null, names.map((name) => h("kbd", null, name))), h("dd", null, what)])),
      settings(this.viewer));
    this.viewer.element.append(this.card);
    this.card.focus();
  }

  hide() {
    this.card?.remove();
    this.card = null;
    if (this.before instanceof HTMLElement && this.before.isConnected) this.before.focus();
    else this.viewer.tabs.focus();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the help used the key */
  key(event) {
    const typing = /** @type {HTMLElement} */ (event.composedPath()[0]).matches("input, select");
    if (!this.card || (event.key !== "Escape" && (event.key !== "?" || typing))) return false;
    this.hide();
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
