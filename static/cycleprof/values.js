/** Typed values, as Python's panels hand them over, to text and to nodes. */

import { h } from "./dom.js";
import { duration, integer, place, share, shortPlace, size, times } from "./format.js";

/** @typedef {import("./types").Value} Value */
/** @typedef {import("./types").Origin} Origin */

/** What a value leads to when it is pressed; a page without an editor or findings has none. */
export class Links {
  /** @type {(origin: Origin) => string | null} */
  editor = () => null;
  /** @type {(letter: string) => void} */
  finding = () => {};
}

/**
 * The value as plain text.
 *
 * @param {Value | null | undefined} value
 * @returns {string}
 */
export function text(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return integer(value);
  if ("ns" in value) return duration(value.ns);
  if ("share" in value) return share(value.share);
  if ("bytes" in value) return size(value.bytes);
  if ("times" in value) return times(value.times);
  if ("mono" in value) return value.mono;
  if ("badge" in value) return text(value.badge);
  if ("at" in value) return place(value.at);
  if ("several" in value) return value.several.map(text).join(value.between);
  if ("say" in value) return pieces(value).map((piece) => (typeof piece === "string" ? piece : text(piece.value))).join("");
  return "parts" in value ? value.parts.map(([, ns]) => duration(ns)).join(", ") : JSON.stringify(value);
}

/**
 * The value as nodes.
 *
 * @param {Value | null | undefined} value
 * @param {Links} links
 * @returns {import("./dom.js").Child}
 */
export function node(value, links) {
  if (value === null || value === undefined) return null;
  if (typeof value !== "object") return text(value);
  if ("mono" in value) return h("span.m", null, value.mono);
  if ("at" in value) return origin(value.at, links);
  if ("badge" in value) return badge(value, links);
  if ("several" in value) return value.several.map((one, number) => [number > 0 && value.between, node(one, links)]);
  if ("parts" in value) return bar(value);
  if ("say" in value) return pieces(value).map((piece) => (typeof piece === "string" ? piece : node(piece.value, links)));
  return text(value);
}

/** @param {{ say: string, values?: Record<string, Value> }} message */
function pieces({ say, values = {} }) {
  return say.split(/(\{\w+\})/).map((piece) => {
    const name = piece.startsWith("{") ? piece.slice(1, -1) : "";
    return name in values ? { value: values[name] } : piece;
  });
}

/** @param {Origin} at @param {Links} links @param {boolean} [short] */
export function origin(at, links, short = false) {
  const label = short ? shortPlace(at) : place(at);
  const address = links.editor(at);
  const title = `${at.file}:${at.line}${at.function ? ` ${at.function}` : ""}`;
  return address ? h("a.m.at", { href: address, title }, label) : h("span.m.at", { title }, label);
}

/** @param {{ badge: Value, tone?: string, finding?: string }} value @param {Links} links */
function badge({ badge: label, tone, finding }, links) {
  const classes = { class: tone === "warn" ? "w" : tone === "good" ? "g" : "" };
  if (!finding) return h("span.bdg", classes, text(label));
  return h("button.bdg", { ...classes, type: "button", onclick: () => links.finding(finding) }, text(label));
}

/** @param {{ parts: [string, number][], whole_ns: number, within?: [string, number] }} value */
function bar({ parts, whole_ns, within }) {
  const width = (/** @type {number} */ ns) => `${(ns / whole_ns) * 100}%`;
  return h("span.ti", { role: "img", "aria-label": parts.map(([, ns]) => duration(ns)).join(", ") },
    within && h("u", { "--c": `var(--${within[0]})`, style: { width: width(within[1]) } }),
    parts.map(([name, ns]) => h("i", { "--c": `var(--${name})`, style: { width: width(ns) } })));
}
