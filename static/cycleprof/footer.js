/** The keys of the tab in view, and what was running. */

import { h } from "./dom.js";
import { t } from "./i18n.js";

/** @returns {Record<string, [string, string][]>} */
const hints = () => ({
  timeline: [["←→", t("span")], ["↑↓", t("lane")], ["Enter", t("inspect")], ["+−0", t("zoom")], ["N", t("next finding")]],
  queries: [["↑↓", t("query shape")], ["C", t("copy fix")], ["N", t("next finding")]],
  flame: [["←→", t("frame")], ["↑↓", t("caller, callee")], ["Enter", t("zoom")], ["0", t("all")], ["/", t("search")]],
  history: [["↑↓", t("request")], ["Enter", t("open")], ["D", t("compare")]],
});

/**
 * @param {import("./types").Head} head
 * @param {string} tab
 * @returns {HTMLElement[]}
 */
export function foot(head, tab) {
  const shown = [...(hints()[tab] ?? [["1–9", t("tabs")]]), ["?", t("all keys")]];
  return [
    ...shown.map(([key, what]) => h("span.ky.hide-m", null, h("kbd", null, key), " ", what)),
    h("span.sp.hide-m"),
    h("span.el", null, [head.protocol, ...head.versions].filter(Boolean).join(" · ")),
  ];
}
