/** What the closed panel shows once it knows the report: the ring of shares, and what to warn of. */

import { find, h, svg } from "./dom.js";
import { duration, share } from "./format.js";
import { many, t } from "./i18n.js";
import { text } from "./values.js";

/** @typedef {import("./types").Head} Head */

/**
 * A ring of each category's share.
 *
 * @param {Head} head
 * @param {number} [size] in pixels
 */
export function ring(head, size = 18) {
  const width = 4;
  const radius = (size - width) / 2;
  const around = 2 * Math.PI * radius;
  let turned = 0;
  const arcs = head.categories.map(({ id, ns }) => {
    const part = ns / Math.max(head.duration_ns, 1);
    const offset = -turned * around;
    turned += part;
    return part >= 0.004 && svg("circle", {
      cx: size / 2, cy: size / 2, r: radius, fill: "none", "stroke-width": width,
      "stroke-dasharray": `${Math.max(0.5, part * around - 0.8)} ${around}`, "stroke-dashoffset": offset,
      transform: `rotate(-90 ${size / 2} ${size / 2})`, style: { stroke: `var(--${id})` },
    });
  });
  return svg("svg", { class: "ring", width: size, height: size, viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true" }, arcs);
}

/**
 * @param {HTMLElement} pill
 * @param {Head} head
 */
export function fillPill(pill, head) {
  find(pill, ".ring, .o")?.replaceWith(ring(head));
  /** @type {HTMLElement} */ (find(pill, ".ms")).textContent = duration(head.duration_ns);
  const queries = many("{n} query", "{n} queries", head.queries);
  /** @type {HTMLElement} */ (find(pill, ".q")).textContent = queries;
  find(pill, ".f")?.remove();
  const warning = text(head.badge);
  pill.classList.toggle("flagged", Boolean(warning));
  const action = /** @type {HTMLElement} */ (find(pill, ".sr"));
  action.textContent = t("Open the request profile");
  if (warning) action.before(h("span.f", null, warning));
}

/**
 * The split bar: one part per category, in their fixed order.
 *
 * @param {Head} head
 */
export function splitBar(head) {
  const told = head.categories.filter(({ ns }) => ns / head.duration_ns >= 0.005);
  const label = told.map(({ label: name, ns }) => `${name} ${duration(ns)}, ${share(ns / head.duration_ns)}`);
  return h("div.bar", { role: "img", "aria-label": label.join("; ") },
    head.categories.map(({ id, ns }) => ns > 0 && h("span", { "--c": `var(--${id})`, style: { flexGrow: ns } })));
}
