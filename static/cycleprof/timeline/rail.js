/** Beside the lanes: the findings, or what is known of the selected span. */

import { find, h, replace } from "../dom.js";
import { duration, share, times } from "../format.js";
import { t } from "../i18n.js";
import { letter } from "../peek.js";
import { node, origin, text } from "../values.js";
import { codeBlock, sqlLines } from "../blocks/sql.js";

/** @typedef {import("./timeline.js").TimelineView} TimelineView */
/** @typedef {import("../types").Brief} Brief */

export class Rail {
  /** @param {TimelineView} timeline */
  constructor(timeline) {
    this.timeline = timeline;
    this.context = timeline.context;
    this.findings = timeline.findings;
    /** @type {string | null} */
    this.expanded = null;
    this.element = h("aside.rail", { "aria-label": t("Findings and selection") });
    this.showFindings();
  }

  /** @param {boolean} [keep] whether the open finding stays open */
  showFindings(keep = false) {
    const held = this.held();
    if (!keep) this.expanded = null;
    const [largest, cause] = this.context.head.verdict;
    replace(this.element,
      h("div.h", null, h("h2", null, t("Findings")), h("span.t3", null, this.findings.length)),
      h("p.verd", null, h("b", null, text(largest)), " ", text(cause)),
      this.together(),
      this.findings.map((finding) => [this.entry(finding), this.expanded === finding.letter && this.detail(finding)]));
    if (held) find(this.element, `[data-finding="${held}"]`)?.focus(); // what the focus was on is made anew
  }

  /** The letter of the finding that has the focus, or the part of it that has. */
  held() {
    const { activeElement } = /** @type {ShadowRoot} */ (this.element.getRootNode());
    if (!activeElement || !this.element.contains(activeElement)) return null;
    return /** @type {HTMLElement} */ (activeElement).dataset.finding ?? this.expanded;
  }

  together() {
    const offer = this.context.head.together;
    return offer && h("div.cta", null,
      h("button.btn", { type: "button", class: this.expanded ? "" : "pri", onclick: () => this.context.openItem(offer.id) }, text(offer.label)),
      h("span.t2", null, text(offer.estimate)));
  }

  /** @param {Brief} finding */
  entry(finding) {
    const open = this.expanded === finding.letter;
    return h("button.fd", {
      type: "button", "aria-expanded": String(open), "data-finding": finding.letter,
      onclick: () => this.toggle(finding.letter),
      onmouseenter: () => this.expanded || this.light(finding.letter),
      onmouseleave: () => this.expanded || this.timeline.highlight(null),
    },
    h("div.row", null, letter(finding), h("b.el", null, finding.title), finding.count && h("span.t2.nw", null, text(finding.count)),
      h("span.sp"), h("b.nw", null, duration(finding.cost_ns)), h("span.t3.nw", null, share(finding.cost_ns / this.context.head.duration_ns))),
    h("div.row.t3.in2", null, h("span.el", null, finding.kind), h("span.sp"), finding.at && h("span.m.el", null, origin(finding.at.at, this.context.plain, true))),
    this.rhythm(finding));
  }

  /** @param {Brief} finding */
  rhythm(finding) {
    const { model } = this.timeline;
    const total = this.context.head.duration_ns;
    if (finding.spans.length < 2) return null;
    const shown = finding.spans.slice(0, 60).flatMap((id) => model.indexOf.get(id) ?? []);
    return h("div.rhy", { "aria-hidden": "true" }, shown.map((index) => h("i", {
      style: { left: `${(model.start(index) / total) * 100}%`, width: `${(model.bars.span[index] / total) * 100}%` },
    })));
  }

  /** @param {Brief} finding */
  detail(finding) {
    const fix = finding.fix;
    return h("div.fx", null,
      h("p", null, finding.text),
      fix?.at && h("p", null, origin(fix.at.at, this.context.links)),
      fix?.code && codeBlock(t("Suggested change"), fix.code.split("\n").map((line) => h("div.add", null, h("span.sg", { "aria-hidden": "true" }, "+"), h("span", null, line)))),
      fix && h("p.t2", null, fix.text),
      h("div.row", null,
        fix?.code && h("button.btn.pri", { type: "button", onclick: (/** @type {MouseEvent} */ event) => this.context.copy(fix.code ?? "", t("Fix"), event.currentTarget) }, h("span", null, t("Copy fix")), h("kbd", null, "C")),
        h("button.btn", { type: "button", onclick: () => this.context.openFinding(finding.letter) }, t("Why"))));
  }

  /** @param {string} name */
  toggle(name) {
    this.expanded = this.expanded === name ? null : name;
    this.timeline.selected = -1;
    this.showFindings(true);
    if (this.expanded) {
      this.light(name);
      this.timeline.bringLitIntoView();
    } else this.timeline.highlight(null);
    find(this.element, `[data-finding="${name}"]`)?.focus();
  }

  /** @param {string} name */
  light(name) {
    const { model } = this.timeline;
    const number = this.findings.findIndex((finding) => finding.letter === name);
    const parents = new Set(this.findings[number].spans.map((id) => {
      const index = model.indexOf.get(id);
      return index === undefined ? -1 : model.bars.parent[index];
    }));
    this.timeline.highlight((index) => model.bars.finding[index] === number || parents.has(model.bars.id[index]));
  }

  /** @param {number} step */
  next(step) {
    if (!this.findings.length) return;
    const at = this.findings.findIndex((finding) => finding.letter === this.expanded);
    const start = at < 0 && step < 0 ? 0 : at;
    const finding = this.findings[(start + step + this.findings.length) % this.findings.length];
    this.expanded = null;
    this.toggle(finding.letter);
    this.context.say([finding.kind, finding.title, text(finding.count), duration(finding.cost_ns)].filter(Boolean).join(", "));
  }

  /** @returns {{ text: string, what: string } | null} */
  fix() {
    const finding = this.findings.find((one) => one.letter === this.expanded);
    return finding?.fix?.code ? { text: finding.fix.code, what: t("Fix") } : null;
  }

  /** @param {number} index @param {boolean} focus */
  showSpan(index, focus) {
    const { timeline, context } = this;
    const { model } = timeline;
    const { bars } = model;
    const lane = model.lanes[bars.lane[index]];
    const total = context.head.duration_ns;
    const sql = model.sql(index);
    const at = model.place(index);
    const back = h("button.tb", { type: "button", onclick: () => timeline.clear(true) }, t("Findings"), " ", h("kbd", null, "Esc"));
    replace(this.element,
      h("div.h", null, h("h2", null, lane.title), h("span.sp"), back),
      h("div.verd", null,
        h("p.name", { class: sql ? "m" : "" }, model.name(index)),
        h("dl.kv", null, [
          [t("Total"), duration(bars.span[index])],
          [t("Own"), `${duration(bars.own[index])}, ${share(bars.own[index] / total)}`],
          [t("Starts"), duration(bars.start[index])],
          at && [t("From"), origin(at, context.links)],
          ...model.facts(index).map(([label, value]) => [label, node(value, context.links)]),
        ].map((row) => row && [h("dt", null, row[0]), h("dd", null, row[1])]))),
      sql && h("div.verd", null, codeBlock(t("SQL"), sqlLines(sql)),
        h("div.row.gap", null,
          h("button.btn", { type: "button", onclick: () => context.openQuery(sql, bars.id[index]) }, t("Open in Queries")),
          h("button.btn", { type: "button", onclick: (/** @type {MouseEvent} */ event) => context.copy(sql, t("SQL"), event.currentTarget) }, h("span", null, t("Copy SQL"))))),
      bars.finding[index] >= 0 && h("div.verd", null, h("button.btn", { type: "button", onclick: () => context.openFinding(this.findings[bars.finding[index]].letter) },
        t("Finding {letter}: {title}", { letter: this.findings[bars.finding[index]].letter, title: this.findings[bars.finding[index]].title }), " ", times(this.findings[bars.finding[index]].spans.length))));
    if (focus) back.focus();
  }
}
