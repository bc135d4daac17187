/** The row of tabs, one of which is selected, and the filter beside it. */

import { find, h, replace } from "./dom.js";
import { integer } from "./format.js";
import { t } from "./i18n.js";
import { text } from "./values.js";

export class Tabs {
  /** @param {import("./viewer.js").Viewer} viewer */
  constructor(viewer) {
    this.viewer = viewer;
    this.list = h("div.tablist", { role: "tablist", "aria-label": t("Parts of the report") });
    this.element = h("div.tabs", null, this.list, h("span.sp"), h("label.srch.hide-m", null, viewer.search, h("kbd", { "aria-hidden": "true" }, "/")));
  }

  /** @param {import("./types").Document} made */
  fill(made) {
    replace(this.list, ...made.panels.map((panel, number) => h("button.tab", {
      type: "button", role: "tab", id: `cycleprof-tab-${panel.id}`, "aria-controls": "cycleprof-panel", "aria-selected": "false", tabindex: -1,
      title: number < 9 ? `${panel.title}  ${number + 1}` : panel.title, onclick: () => this.viewer.go(panel.id),
    }, panel.title, panel.count !== undefined && h("span.n", null, integer(panel.count)), panel.flag && h("span.dot", { role: "img", "aria-label": text(panel.flag), title: text(panel.flag) }))));
  }

  /** @param {string} id @param {boolean} focus */
  select(id, focus) {
    for (const tab of /** @type {HTMLElement[]} */ ([...this.list.children])) {
      const on = tab.id === `cycleprof-tab-${id}`;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      if (on && focus) tab.focus();
      if (on) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  focus() {
    find(this.list, "[aria-selected=true]")?.focus();
  }

  /** @param {KeyboardEvent} event @returns {boolean} */
  key(event) {
    const tabs = /** @type {HTMLElement[]} */ ([...this.list.children]);
    const at = tabs.indexOf(/** @type {HTMLElement} */ (event.composedPath()[0]));
    if (at < 0) return false;
    const ahead = this.viewer.shell.dir === "rtl" ? -1 : 1;
    const next = { ArrowRight: at + ahead, ArrowLeft: at - ahead, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return false;
    const id = tabs[(next + tabs.length) % tabs.length].id.replace("cycleprof-tab-", "");
    this.viewer.go(id, true);
    return true;
  }
}
