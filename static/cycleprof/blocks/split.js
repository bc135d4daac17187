/** A list whose entries open beside it; where there is no room beside it, below the entry itself. */

import { find, h, replace } from "../dom.js";
import { duration, times } from "../format.js";
import { t } from "../i18n.js";
import { node, text } from "../values.js";
import { renderAll } from "./index.js";
import { shorten, tokens } from "./sql.js";

/** @typedef {import("../types").Item} Item */

const NARROW = 860; // pixels, as in the style sheet

export class SplitView {
  /** @param {import("../types").Block} block @param {import("../viewer.js").Context} context */
  constructor(block, context) {
    this.block = block;
    this.context = context;
    /** @type {Item[]} */
    this.items = block.items ?? [];
    this.tag = "";
    this.query = "";
    this.chosen = this.items[0]?.id ?? "";
    this.narrow = false;
    this.chips = h("div.chips", { role: "group", "aria-label": t("Filter") });
    this.list = h("div.list");
    this.detail = h("div.pane.detail", { tabindex: 0, role: "region", "aria-label": t("Details") });
    this.left = h("div.pane", null, this.chips, this.list);
    this.element = h("div.body-inner.split", { "--c": `var(--${block.category ?? "db"})` }, this.left, this.detail);
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.element);
    this.render();
  }

  dispose() {
    this.observer.disconnect();
  }

  resized() {
    const narrow = this.element.clientWidth < NARROW;
    if (narrow !== this.narrow) {
      this.narrow = narrow;
      this.render();
    }
  }

  get shown() {
    return this.items.filter((item) => (!this.tag || item.tags?.includes(this.tag)) && item.search.includes(this.query));
  }

  render() {
    const { shown } = this;
    const root = /** @type {ShadowRoot} */ (this.element.getRootNode());
    const focused = root.activeElement !== null && this.list.contains(root.activeElement ?? null);
    if (!shown.some(({ id }) => id === this.chosen)) this.chosen = shown[0]?.id ?? "";
    this.renderChips();
    const most = Math.max(...this.items.map(({ total_ns }) => total_ns ?? 0), 1);
    const list = this.narrow ? null : "listbox";
    this.list.onkeydown = (event) => this.listKey(event);
    this.setRole(list);
    replace(this.list, ...shown.flatMap((item) => [this.entry(item, most), this.narrow && item.id === this.chosen && this.inline(item)]));
    if (!shown.length) this.list.append(h("p.note.t3", null, this.items.length ? t("Nothing matches this filter.") : (this.block.empty ?? t("Nothing here."))));
    this.renderDetail();
    if (focused) find(this.list, `[data-id="${CSS.escape(this.chosen)}"]`)?.focus({ preventScroll: true });
  }

  /** @param {string | null} role */
  setRole(role) {
    const named = role && this.shown.length;
    if (named) {
      this.list.setAttribute("role", role);
      this.list.setAttribute("aria-label", this.block.label);
    } else {
      this.list.removeAttribute("role");
      this.list.removeAttribute("aria-label");
    }
  }

  renderChips() {
    const chips = /** @type {{ tag: string, label: string, count: number }[]} */ (this.block.chips ?? []);
    const chip = (/** @type {{ tag: string, label: string, count: number }} */ one) => h("button.chip", {
      type: "button", "data-tag": one.tag, "aria-pressed": String(this.tag === one.tag),
      onclick: () => {
        this.tag = one.tag;
        this.render();
        find(this.chips, `[data-tag="${one.tag}"]`)?.focus();
      },
    }, `${one.label} ${one.count}`);
    replace(this.chips, ...chips.map(chip), h("span.sp"), h("span.t3", null, node(this.block.note, this.context.links)));
  }

  /** @param {Item} item @param {number} most */
  entry(item, most) {
    const on = item.id === this.chosen;
    const state = this.narrow
      ? { type: "button", "aria-expanded": String(on) }
      : { role: "option", "aria-selected": String(on), tabindex: on ? 0 : -1 };
    const title = typeof item.title === "object" && "mono" in item.title ? h("span.m.el", null, tokens(shorten(item.title.mono))) : h("span.b.el", null, node(item.title, this.context.plain));
    return h(this.narrow ? "button.qg" : "div.qg", { ...state, class: on ? "on" : "", "data-id": item.id, onclick: () => this.choose(item.id, true) },
      item.letter ? h(item.marked ? "span.ltr" : "span.ltr.o", null, item.letter) : h("span"),
      title,
      h("span.r.t2", null, item.count === undefined ? "" : times(item.count)),
      h("span.r.b", null, item.total_ns === undefined ? "" : duration(item.total_ns)),
      h("span.mini", null,
        h("span.hb", null, h("i", { style: { width: `${((item.total_ns ?? 0) / most) * 100}%` } })),
        item.note && h("span.el", null, node(item.note, this.context.plain)),
        h("span.sp"),
        item.flag && h("span.nw", { class: typeof item.flag === "object" ? "w b" : "" }, text(item.flag))));
  }

  /** @param {Item} item */
  inline(item) {
    const element = h("div.inl", { role: "presentation" });
    renderAll(item.blocks ?? [], this.context).then((views) => replace(element, h("article.det", null, views.map((view) => view.element))));
    return element;
  }

  renderDetail() {
    this.detail.hidden = Boolean(this.narrow);
    const item = this.items.find(({ id }) => id === this.chosen);
    if (this.narrow) return replace(this.detail);
    if (!item) return replace(this.detail, h("p.note.t3", null, t("Nothing selected.")));
    renderAll(item.blocks ?? [], this.context).then((views) => {
      if (item.id !== this.chosen) return;
      replace(this.detail, h("article.det", null, views.map((view) => view.element)));
      this.detail.scrollTop = 0;
    });
    return undefined;
  }

  /** @param {string} id @param {boolean} [focus] */
  choose(id, focus = false) {
    this.chosen = this.narrow && this.chosen === id ? "" : id;
    this.render();
    const entry = find(this.list, `[data-id="${CSS.escape(id)}"]`);
    if (focus) entry?.focus({ preventScroll: true });
    entry?.scrollIntoView({ block: "nearest" });
    const letter = this.items.find((item) => item.id === id)?.letter;
    const finding = this.context.head.findings.find((one) => one.letter === letter);
    if (finding) this.context.opened(`finding-${finding.fingerprint}`);
  }

  /** @param {KeyboardEvent} event */
  listKey(event) {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    const { shown } = this;
    const next = shown[shown.findIndex(({ id }) => id === this.chosen) + (step ?? 0)];
    if (!step || !next || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(next.id, true);
  }

  /** @param {string} query */
  filter(query) {
    this.query = query.toLowerCase();
    this.render();
  }

  /** @param {(item: Item) => boolean} test @returns {boolean} whether there is such an entry */
  open(test) {
    const item = this.items.find(test);
    if (!item) return false;
    [this.tag, this.query] = ["", ""];
    this.chosen = "";
    this.choose(item.id, true);
    return true;
  }

  /** @param {number} step */
  nextFinding(step) {
    const marked = this.items.filter((item) => item.flag && item.letter).sort((a, b) => String(a.letter).localeCompare(String(b.letter)));
    if (!marked.length) return;
    const at = marked.findIndex(({ id }) => id === this.chosen);
    const next = marked[(at + step + marked.length) % marked.length];
    this.open(({ id }) => id === next.id);
    this.context.say(`${next.letter} ${text(next.flag)}, ${next.count ?? ""}, ${duration(next.total_ns ?? 0)}`);
  }

  /** @returns {{ text: string, what: string } | null} */
  copyable() {
    const blocks = this.items.find(({ id }) => id === this.chosen)?.blocks ?? [];
    const heading = blocks.find((block) => block.kind === "heading" && block.copy);
    return heading ? { text: heading.copy, what: text(heading.text) } : null;
  }

  focus() {
    find(this.list, ".qg.on")?.focus();
  }
}
