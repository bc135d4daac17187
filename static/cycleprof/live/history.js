/** The list of profiles: kept current by the server, searched in the query language. */

import { h, replace } from "../dom.js";
import { live, pin } from "../asking.js";
import { duration, integer } from "../format.js";
import { many, t } from "../i18n.js";
import { ago } from "./ago.js";
import { chains } from "./chains.js";
import { fullWidth } from "./scale.js";
import { pageLoad } from "./pageload.js";

/** @typedef {import("../types").Summary} Summary */

const TYPED = 250; // milliseconds after the last key before a search is sent
const PAGE = 60;
const CATEGORY = /** @type {Record<string, string>} */ ({
  db: "db", orm: "db", transaction: "db", template: "tpl", middleware: "mw", cache: "cache", resolve: "url", http: "io", mail: "io", server: "server", response: "server",
});
const ORDER = ["db", "tpl", "mw", "view", "cache", "url", "io", "server"];

/**
 * @typedef {object} Options
 * @property {(id: string) => void} open
 * @property {(id: string) => string} address
 * @property {() => string} [current]
 * @property {(id: string) => void} [compare]
 */

export class History {
  /** @param {import("../api.js").Api} api @param {Options} options */
  constructor(api, options) {
    this.api = api;
    this.options = options;
    this.query = "";
    this.rendered = "";
    /** @type {Summary[]} */
    this.profiles = [];
    this.next = /** @type {string | null} */ (null);
    this.search = /** @type {HTMLInputElement} */ (h("input", {
      type: "text", "aria-label": t("Search"), placeholder: "path:/posts status:>=500 queries:>20 duration:>100ms", spellcheck: "false", autocomplete: "off",
      oninput: () => this.typed(), "aria-describedby": "history-error",
    }));
    this.error = h("span.w", { id: "history-error", role: "status" });
    this.count = h("span.t3");
    this.body = h("tbody", { onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event) });
    this.more = h("button.btn", { type: "button", hidden: true, onclick: () => this.loadMore() }, t("Earlier requests"));
    this.element = h("div.pane.history", null,
      h("div.chips", null, h("label.srch.wide", null, this.search), this.error, h("span.sp"), this.count),
      h("div.scroll", null, h("table", null, h("thead", null, h("tr", null, columns().map(([label, kind]) => h("th", { scope: "col", class: kind }, label)))), this.body)),
      h("div.chips", null, this.more));
  }

  start() {
    this.load();
    this.onVisible = () => (document.hidden ? this.feed?.close() : this.load());
    document.addEventListener("visibilitychange", this.onVisible);
  }

  dispose() {
    this.feed?.close();
    if (this.onVisible) document.removeEventListener("visibilitychange", this.onVisible);
  }

  typed() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.query = this.search.value.trim();
      this.load();
    }, TYPED);
  }

  async load() {
    const { query } = this;
    try {
      const found = await this.api.profiles({ q: query, limit: PAGE });
      if (query !== this.query) return;
      this.error.textContent = "";
      this.profiles = found.profiles;
      this.next = found.next;
      this.render();
      this.follow();
    } catch (error) {
      const { message, hint } = /** @type {{ message: string, hint?: string }} */ (error);
      this.error.textContent = [message, hint].filter(Boolean).join(". ");
    }
  }

  /** Listen for what is recorded from now on. */
  follow() {
    this.feed?.close();
    this.feed = live(this.api, this.query);
    this.feed.addEventListener("profile", (event) => this.add(JSON.parse(event.data)));
  }

  /** @param {Summary} summary an event may come twice */
  add(summary) {
    const others = this.profiles.filter(({ id }) => id !== summary.id);
    this.profiles = [summary, ...others].sort((a, b) => (a.id < b.id ? 1 : -1));
    this.render();
  }

  /** @param {Summary} one */
  async pin(one) {
    try {
      one.pinned = (await pin(this.api, one.id, !one.pinned)).pinned;
      this.rendered = "";
      this.render();
    } catch (error) {
      this.error.textContent = /** @type {Error} */ (error).message;
    }
  }

  async loadMore() {
    const found = await this.api.profiles({ q: this.query, limit: PAGE, before: this.next ?? "" });
    this.profiles = [...this.profiles, ...found.profiles];
    this.next = found.next;
    this.render();
  }

  render() {
    const key = `${this.profiles.map(({ id, pinned, findings }) => id + pinned + findings).join()} ${this.options.current?.()}`;
    this.count.textContent = many("{n} profile", "{n} profiles", this.profiles.length);
    this.more.hidden = !this.next;
    if (key === this.rendered) return this.age();
    const root = /** @type {ShadowRoot} */ (this.element.getRootNode());
    const focused = /** @type {HTMLElement | null} */ (root.activeElement)?.closest("tr")?.dataset.id;
    this.rendered = key;
    const slowest = fullWidth(this.profiles.map(({ duration_ns }) => duration_ns));
    this.led = chains(this.profiles);
    replace(this.body, ...this.profiles.map((one) => this.row(one, slowest)));
    if (!this.profiles.length) this.body.append(h("tr", null, h("td.t3", { colspan: 9 }, this.query ? t("Nothing matches.") : t("Nothing was recorded yet."))));
    if (focused) /** @type {HTMLElement | null} */ (this.body.querySelector(`tr[data-id="${CSS.escape(focused)}"] a`))?.focus();
    return undefined;
  }

  age() {
    for (const cell of /** @type {NodeListOf<HTMLElement>} */ (this.body.querySelectorAll("[data-at]"))) {
      cell.textContent = ago((Date.now() - Date.parse(cell.dataset.at ?? "")) / 1000);
    }
  }

  /** @param {Summary} one @param {number} slowest */
  row(one, slowest) {
    const { address, current, compare } = this.options;
    const follow = (/** @type {MouseEvent} */ event) => this.press(event, one.id);
    return h("tr", { "data-id": one.id, class: current?.() === one.id ? "cur" : "" },
      h("td.t2", null, one.method ?? one.kind),
      h("td.t2", null, this.via(one)),
      h("th", { scope: "row" }, h("a.m", { href: address(one.id), onclick: follow, title: one.view ?? one.name }, one.path ?? one.name), one.location && h("span.m.t3", null, ` → ${one.location}`)),
      h("td", null, one.status && h("span.st", { class: one.status >= 500 ? "bad" : "" }, one.status)),
      h("td.wide", null, bar(one, slowest)),
      h("td.r.b", null, duration(one.duration_ns)),
      h("td.r", { "data-label": t("Queries") }, integer(one.queries)),
      h("td.r", null, one.findings === null ? "…" : one.findings > 0 && h("span.bdg.w", null, integer(one.findings))),
      h("td.r.t3", null, h("span", { "data-at": one.started_at, title: one.started_at }, ago((Date.now() - Date.parse(one.started_at)) / 1000)),
        h("button.tb", { type: "button", "aria-pressed": String(one.pinned), title: t("Keep, whatever is pruned"), onclick: () => this.pin(one) }, one.pinned ? t("Pinned") : t("Pin")),
        compare && this.compareButton(one.id)));
  }

  /** How the request came; of one that a redirect led to, with a way back to that. @param {Summary} one */
  via(one) {
    const from = this.led?.get(one.id);
    if (from) return h("a", { href: this.options.address(from.id), title: t("Redirected from {path}", { path: `${from.method} ${from.path}` }), onclick: (/** @type {MouseEvent} */ event) => this.press(event, from.id) }, "↳ ", t("redirect"));
    const word = one.via ?? "";
    return { page: t("page"), frame: t("frame of a page"), prefetch: t("prefetch"), client: t("client"), turbo: "Turbo" }[word] ?? word;
  }

  /** @param {MouseEvent} event @param {string} id */
  press(event, id) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.options.open(id);
  }

  /** One that only keeps its place in the current row, so that the columns stay in line. @param {string} id */
  compareButton(id) {
    const hidden = this.options.current?.() === id;
    return h("button.tb", { type: "button", style: hidden ? { visibility: "hidden" } : {}, onclick: () => this.options.compare?.(id) }, t("Compare"));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const rows = /** @type {HTMLElement[]} */ ([...this.body.children]);
    const at = rows.findIndex((row) => row.contains(/** @type {Node} */ (event.target)));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "d" && rows[at]?.dataset.id) this.options.compare?.(rows[at].dataset.id);
    else if (step) rows[at + step]?.querySelector("a")?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** @returns {[string, string][]} */
const columns = () => [
  [t("Method"), ""], [t("Via"), ""], [t("Path"), ""], [t("Status"), ""], [t("Where the time went"), "wide"], [t("Total"), "r"], [t("Queries"), "r"], [t("Findings"), "r"], [t("When"), "r"],
];

/** @param {Summary} one @param {number} slowest */
function bar(one, slowest) {
  const parts = new Map(ORDER.map((name) => [name, 0]));
  let told = 0;
  for (const [stage, ns] of Object.entries(one.stages)) {
    const name = CATEGORY[stage] ?? "view";
    parts.set(name, (parts.get(name) ?? 0) + ns);
    told += ns;
  }
  parts.set("server", (parts.get("server") ?? 0) + Math.max(one.duration_ns - told, 0));
  const width = one.duration_ns / slowest;
  return h("span.bar.thin", { "aria-hidden": "true", class: width > 1 ? "cut" : "", style: { width: `${Math.min(Math.max(width * 100, 1), 100)}%` } },
    [...parts].map(([name, ns]) => ns > 0 && h("span", { "--c": `var(--${name})`, style: { flexGrow: ns } })));
}

/** @param {import("../viewer.js").Context} context @returns {import("../viewer.js").View} */
export function view(context) {
  const list = new History(context.api, {
    open: (id) => context.show(id),
    address: (id) => context.api.page(id),
    current: () => context.head.id,
    compare: (id) => {
      context.compare = [id, context.head.id];
      context.go("compare");
    },
  });
  list.element.classList.add("body-inner");
  pageLoad(context).then((summary) => summary && list.element.prepend(summary));
  list.start();
  return { element: list.element, dispose: () => list.dispose() };
}
