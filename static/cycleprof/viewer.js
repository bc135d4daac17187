/** A report on the screen: header, summary, tabs, the tab's body, and the keys. The same in dock and page. */

import { copy } from "./clipboard.js";
import { makeContext } from "./context.js";
import { append, find, h, replace } from "./dom.js";
import { foot } from "./footer.js";
import { Header } from "./header.js";
import { t } from "./i18n.js";
import { choices, choose } from "./preferences.js";
import { FILLING, renderAll } from "./blocks/index.js";
import { Tabs } from "./tabs.js";

/** @typedef {import("./types").Document} Document */

/**
 * @typedef {object} View what a block is drawn as; everything but the element is optional
 * @property {HTMLElement} element
 * @property {(query: string) => void} [filter]
 * @property {(event: KeyboardEvent) => boolean} [key] whether it used the key
 * @property {() => void} [dispose]
 * @property {() => void} [themed]
 * @property {(step: number) => void} [nextFinding]
 * @property {() => ({ text: string, what: string } | null)} [copyable]
 * @property {() => void} [focus]
 */

/**
 * @typedef {object} Surface where a viewer stands
 * @property {import("./api.js").Api} api
 * @property {HTMLElement} shell the element that carries the theme
 * @property {(sheet: string) => Promise<void>} styled adopts one more style sheet
 * @property {() => void} [close] a dock can be closed
 * @property {{ key: string }} [key] holds the key that opens it
 * @property {(fragment: string) => void} [opened] a part of the report was opened
 * @property {(id: string) => void} [shown] another profile is shown, as soon as it can be had
 * @property {(head: import("./types").Head) => void} [loaded] its report is there
 * @property {() => string[]} [background] ids of the page's background requests; only where this is its page
 * @property {() => number} [largestPaint] milliseconds until the page's largest paint; only where this is its page
 * @property {() => string} [current] the id of the page's own profile
 */

/** @typedef {ReturnType<typeof makeContext>} Context */

const COPIED_FOR = 1200; // milliseconds

export class Viewer {
  /** @param {Surface} surface */
  constructor(surface) {
    this.surface = surface;
    this.api = surface.api;
    this.shell = surface.shell;
    /** @type {View[]} */
    this.views = [];
    /** @type {Promise<void> | undefined} */
    this.going = undefined;
    this.tab = choices().tab ?? "timeline";
    this.body = h("div.body", { role: "tabpanel", id: "cycleprof-panel", tabindex: -1 });
    this.search = /** @type {HTMLInputElement} */ (h("input", {
      type: "text", placeholder: t("Filter"), "aria-label": t("Filter this tab"), spellcheck: "false", autocomplete: "off", oninput: () => this.filter(),
    }));
    this.status = h("div.sr", { role: "status", "aria-live": "polite" });
    this.header = new Header(this);
    this.tabs = new Tabs(this);
    /** @type {import("./help.js").Help | null} */
    this.help = null;
    this.footer = h("div.ft");
    this.element = h("div.viewer", { onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event) });
    this.context = makeContext(this);
    append(this.element, [this.header.element, this.tabs.element, this.body, this.footer, this.header.narrowTools.element, this.status]);
  }

  /** @param {string} id @param {string} [tab] */
  async show(id, tab = this.tab) {
    this.id = id;
    this.surface.shown?.(id);
    this.header.loading();
    try {
      const made = await this.api.panels(id);
      if (this.id !== id) return;
      this.document = made;
      const focused = this.hasFocus(); // and keeps it: what it is on is made anew
      this.context.head = made.head;
      this.shell.lang = made.head.language;
      this.header.fill(made.head);
      this.surface.loaded?.(made.head);
      this.tabs.fill(made);
      replace(this.footer, ...foot(made.head, this.tab));
      await this.go(made.panels.some((panel) => panel.id === tab) ? tab : made.panels[0].id);
      if (focused && !this.hasFocus()) this.tabs.focus();
    } catch (error) {
      if (this.id !== id) return;
      if (!this.document) this.header.failed(id);
      this.fail(error);
    }
  }

  /** @param {unknown} error shown as text: a panel is never blank */
  fail(error) {
    const { message, hint } = /** @type {{ message?: string, hint?: string }} */ (error ?? {});
    const id = this.id ?? "";
    replace(this.body, h("div.pane.failed", { role: "alert" },
      h("p", null, h("b", null, message ?? t("This could not be shown."))),
      hint && h("p.t2", null, hint),
      h("p.row", null,
        h("button.btn", { type: "button", onclick: () => this.show(id) }, t("Try again")),
        this.surface.close
          ? h("a.btn", { href: this.api.page(id), target: "_blank", rel: "noopener" }, t("Open its page"))
          : h("a.btn", { href: this.api.prefix }, t("All profiles")))));
  }

  /** @param {string} tab @param {boolean} [focus] whether the tab takes the focus */
  go(tab, focus = false) {
    this.going = this.enter(tab, focus); // keys that act on what is in view wait for it
    return this.going;
  }

  /** @param {string} tab @param {boolean} focus */
  async enter(tab, focus) {
    const panel = this.document?.panels.find(({ id }) => id === tab);
    if (!panel) return;
    this.tab = tab;
    choose({ tab });
    this.search.value = "";
    this.tabs.select(tab, focus);
    this.body.setAttribute("aria-labelledby", `cycleprof-tab-${tab}`);
    const blocks = panel.blocks ?? [];
    const filling = blocks.length > 0 && blocks.every(({ kind }) => FILLING.has(kind));
    try {
      const views = await renderAll(blocks, this.context);
      if (this.tab !== tab) return;
      const focused = this.hasFocus();
      this.clear();
      this.views = views;
      const elements = views.map((view) => view.element);
      replace(this.body, filling ? elements : h("div.pane.blocks", { tabindex: 0, role: "group", "aria-label": panel.title }, elements));
      if (focused && !this.hasFocus()) this.tabs.focus();
    } catch (error) {
      this.fail(error);
    }
    replace(this.footer, ...foot(this.context.head, tab));
  }

  hasFocus() {
    const root = /** @type {ShadowRoot} */ (this.element.getRootNode());
    return root.activeElement !== null && this.element.contains(root.activeElement);
  }

  clear() {
    for (const view of this.views) view.dispose?.();
    this.views = [];
  }

  filter() {
    const query = this.search.value.trim();
    for (const view of this.views) view.filter?.(query);
    for (const found of this.body.querySelectorAll("[data-find]")) {
      found.classList.toggle("unmatched", query !== "" && !/** @type {HTMLElement} */ (found).dataset.find?.includes(query.toLowerCase()));
    }
  }

  /** @param {number} id */
  async openSpan(id) {
    await this.go("timeline");
    for (const view of this.views) /** @type {any} */ (view).openSpan?.(id);
  }

  /** @param {string} letter */
  async openFinding(letter) {
    await this.go("queries");
    const opened = this.views.some((view) => /** @type {any} */ (view).open?.((/** @type {{ letter?: string }} */ item) => item.letter === letter));
    if (!opened) {
      await this.go("timeline");
      for (const view of this.views) /** @type {any} */ (view).rail?.toggle(letter);
    }
  }

  /** @param {string} id of an entry of the statements' list */
  async openItem(id) {
    await this.go("queries");
    for (const view of this.views) /** @type {any} */ (view).open?.((/** @type {{ id: string }} */ item) => item.id === id);
  }

  /** @param {string} sql @param {number} _span */
  async openQuery(sql, _span) {
    await this.go("queries");
    for (const view of this.views) /** @type {any} */ (view).open?.((/** @type {{ title: { mono?: string } }} */ item) => item.title?.mono === sql);
  }

  /** @param {string} text told to screen readers */
  say(text) {
    this.status.textContent = "";
    requestAnimationFrame(() => {
      this.status.textContent = text;
    });
  }

  /** @param {string} text @param {string} what @param {EventTarget | null} [button] */
  async copy(text, what, button) {
    const done = await copy(text, this.element);
    this.say(done ? t("{what} copied", { what }) : t("{what} could not be copied", { what }));
    const label = button instanceof Element ? find(button, "span") : null;
    if (!label || label.dataset.before) return;
    label.dataset.before = label.textContent ?? "";
    label.textContent = done ? t("Copied") : t("Not copied");
    setTimeout(() => {
      label.textContent = label.dataset.before ?? "";
      delete label.dataset.before;
    }, COPIED_FOR);
  }

  theme() {
    const next = /** @type {const} */ ({ auto: "light", light: "dark", dark: "auto" })[this.shell.dataset.theme ?? "auto"] ?? "light";
    this.shell.dataset.theme = next;
    choose({ theme: next });
    this.header.themed();
    for (const view of this.views) view.themed?.();
    this.say(t("Theme {name}", { name: next }));
  }

  async toggleHelp() {
    this.help ??= new (await import("./help.js")).Help(this);
    this.help.toggle();
  }

  /** @param {number} step to a later (1) or an earlier (-1) profile */
  async step(step) {
    const id = this.id ?? "";
    const { profiles } = await this.api.profiles({ limit: 1, [step > 0 ? "after" : "before"]: id }).catch(() => ({ profiles: [] }));
    if (profiles[0]) await this.show(profiles[0].id);
    else this.say(step > 0 ? t("This is the newest request") : t("This is the oldest request"));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (this.help?.key(event)) return;
    const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
    const typing = target.matches("input, textarea, select");
    if (event.key === "Escape") return this.escape(event, typing);
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const used = this.tabs.key(event) || this.views.some((view) => view.key?.(event)) || this.ownKey(event.key);
    if (used) done(event);
  }

  /** @param {string} key */
  ownKey(key) {
    const number = /^[1-9]$/.test(key) ? this.document?.panels[Number(key) - 1] : undefined;
    const actions = /** @type {Record<string, () => void>} */ ({
      "/": () => this.search.focus(),
      "?": () => this.toggleHelp(),
      t: () => this.theme(),
      "[": () => this.step(-1),
      "]": () => this.step(1),
      n: () => this.nextFinding(1),
      N: () => this.nextFinding(-1),
      c: () => this.copyInView(),
      r: () => this.repeat(),
      f: () => this.go("flame", true),
    });
    const action = number ? () => this.go(number.id, true) : actions[key];
    action?.();
    return Boolean(action);
  }

  /** Ask for the request shown once more, and compare. */
  async repeat() {
    const { rerun } = this.document?.head ?? {};
    if (rerun) (await import("./blocks/rerun.js")).again(this.context, rerun);
    else this.say(t("Only a GET request whose address is known can be repeated"));
  }

  async nextFinding(/** @type {number} */ step) {
    await this.going;
    if (!this.views.some((view) => view.nextFinding)) await this.go("timeline");
    for (const view of this.views) view.nextFinding?.(step);
  }

  async copyInView() {
    await this.going;
    const found = this.views.map((view) => view.copyable?.()).find(Boolean);
    if (found) this.copy(found.text, found.what);
    else this.say(t("Nothing to copy here"));
  }

  /** Back by one step: out of the filter, out of a selection, out of the dock. @param {KeyboardEvent} event @param {boolean} typing */
  escape(event, typing) {
    done(event);
    if (typing && this.search.value) {
      this.search.value = "";
      this.filter();
    } else if (typing) this.tabs.focus();
    else if (!this.views.some((view) => view.key?.(event))) this.surface.close?.();
  }
}

/** @param {Event} event */
function done(event) {
  event.preventDefault();
  event.stopPropagation();
}
