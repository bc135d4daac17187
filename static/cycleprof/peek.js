/** The card that the pill shows while it is hovered or focused: why it is slow, without a click. */

import { h } from "./dom.js";
import { duration, lastPart, shortPlace } from "./format.js";
import { t } from "./i18n.js";
import { splitBar } from "./pill.js";
import { text } from "./values.js";

const MOST = 3;

/**
 * @param {import("./types").Head} head
 * @param {string} key that opens the panel, if any
 * @returns {HTMLElement}
 */
export function peek(head, key) {
  const [largest, cause] = head.verdict;
  return h("div.peek", { id: "peek", role: "tooltip" },
    h("div.row", null,
      h("b.el", null, [head.method, head.path].filter(Boolean).join(" ") || head.name),
      head.status && h("span.st", { class: head.exception || head.status >= 500 ? "bad" : "" }, head.status),
      h("span.sp"),
      head.view && h("span.m.t3", null, lastPart(head.view))),
    h("p.t2", null, h("b", null, text(largest)), " ", text(cause)),
    splitBar(head),
    head.findings.length > 0 && h("div.top", null, head.findings.slice(0, MOST).map(line)),
    h("div.row.t3", null, key && h("kbd", null, key.replaceAll("+", " ")), key ? t("open panel") : t("press to open")));
}

/** @param {import("./types").Brief} finding */
function line(finding) {
  return h("div.row", null,
    letter(finding),
    h("b.el", null, finding.title),
    h("span.t3.nw", null, text(finding.count)),
    h("span.sp"),
    finding.at && h("span.m.t3.el", null, shortPlace(finding.at.at)),
    h("b.nw", null, duration(finding.cost_ns)));
}

/** @param {{ letter: string, repeats: boolean }} finding */
export const letter = ({ letter: name, repeats }) => h(repeats ? "span.ltr" : "span.ltr.o", null, name);
