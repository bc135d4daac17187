/** What can be done with the whole report: in the header, or at the foot where the header is narrow. */

import { h, replace } from "./dom.js";
import { t } from "./i18n.js";

export class Tools {
  /** @param {import("./viewer.js").Viewer} viewer @param {string} where they show: `hide-m` or `only-m` */
  constructor(viewer, where) {
    this.viewer = viewer;
    this.themeButton = h("button.tb", { type: "button", onclick: () => viewer.theme() });
    this.element = h("div.row.tools", { class: where }, this.themeButton);
    this.themed();
  }

  themed() {
    const name = { light: t("light"), dark: t("dark") }[this.viewer.shell.dataset.theme ?? ""] ?? t("auto");
    replace(this.themeButton, t("Theme: "), name);
    this.themeButton.setAttribute("aria-label", t("Theme: {name}. Change theme", { name }));
  }

  /** @param {import("./types").Head} head */
  fill(head) {
    const { api, surface } = this.viewer;
    replace(this.element,
      head.rerun && h("button.tb", { type: "button", title: `${t("Repeat this request and compare")}  R`, onclick: () => this.viewer.repeat() }, t("Repeat")),
      h("span.row.steps", null, this.step(-1, "‹", t("Earlier request"), "["), this.step(1, "›", t("Later request"), "]")),
      surface.close
        ? h("a.tb", { href: api.page(head.id), target: "_blank", rel: "noopener" }, t("Full report"))
        : h("a.tb", { href: api.prefix }, t("All profiles")),
      h("a.tb", { href: api.json(head.id), target: "_blank", rel: "noopener" }, t("JSON")),
      this.themeButton);
  }

  /** @param {number} by @param {string} sign @param {string} label @param {string} key */
  step(by, sign, label, key) {
    return h("button.tb.step", { type: "button", "aria-label": label, title: `${label}  ${key}`, onclick: () => this.viewer.step(by) }, sign);
  }
}
