/** The tip beside the pointer or the focused bar: what it is, how long, and where it came from. */

import { h, replace } from "../dom.js";
import { duration, place } from "../format.js";
import { t } from "../i18n.js";
import { shorten, tokens } from "../blocks/sql.js";
import { text } from "../values.js";

export class Tip {
  /** @param {HTMLElement} shell @param {import("./model.js").Model} model @param {import("../types").Brief[]} findings */
  constructor(shell, model, findings) {
    this.model = model;
    this.findings = findings;
    this.element = h("div.tip", { hidden: true, role: "tooltip", id: "tip" });
    this.shown = -1;
    shell.append(this.element);
  }

  /** @param {number} index @param {number} x @param {number} y where to stand, in the window */
  show(index, x, y) {
    if (index !== this.shown) {
      this.shown = index;
      replace(this.element, ...this.content(index));
      this.element.hidden = false;
      this.size = this.element.getBoundingClientRect();
    }
    const { width, height } = /** @type {DOMRect} */ (this.size);
    const left = Math.min(x + 14, innerWidth - width - 8);
    const below = y + 18 + height < innerHeight - 8;
    this.element.style.transform = `translate(${Math.max(left, 8)}px, ${below ? y + 18 : Math.max(y - height - 12, 8)}px)`;
  }

  hide() {
    this.shown = -1;
    this.element.hidden = true;
  }

  remove() {
    this.element.remove();
  }

  /** @param {number} index @returns {import("../dom.js").Child[]} */
  content(index) {
    const { model } = this;
    const { bars } = model;
    const finding = this.findings[bars.finding[index]];
    const lane = model.lanes[bars.lane[index]];
    const sql = model.sql(index);
    const origin = model.place(index);
    const parameters = model.facts(index).find(([, value]) => sql && typeof value === "object" && value !== null && "mono" in value);
    return [
      h("div.row", null, h("span.sw", { "--c": `var(--${lane.category})` }),
        sql ? h("span.m.two", null, tokens(shorten(sql))) : h("b.el", null, model.name(index))),
      h("div.row", null,
        h("b", null, duration(bars.span[index])),
        model.isParent[index] ? h("span.t2", null, t("own {time}", { time: duration(bars.own[index]) })) : null,
        h("span.t3", null, t("at {time}", { time: duration(bars.start[index]) })),
        finding && h("b.w", null, `${finding.kind} ${finding.letter}, ${text(finding.count ?? 1)}`),
        model.isMiss(index) && h("b.w", null, t("miss")),
        model.failed(index) && h("b.w", null, t("failed"))),
      (origin || parameters) && h("div.row.t3.m", null,
        origin && h("span.el", null, place(origin)),
        parameters && h("span.el", null, t("parameters {list}", { list: text(parameters[1]) }))),
    ];
  }
}
