/** Numbers to text, as the reader's language writes them. Pure, and tested without a browser. */

import { locale } from "./i18n.js";

const THIN = "\u202f";
const LEAST = 0.005; // milliseconds: less would be written as none
/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {number} value @param {number} digits after the point */
function decimal(value, digits) {
  const key = `${locale()} ${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(key, format);
  }
  return format.format(value);
}

/**
 * Two digits under 1 ms, one under 100, none to 999, then seconds; with a thin space before the unit.
 * Next to nothing is less than the last digit, not zero.
 *
 * @param {number} ns
 */
export function duration(ns) {
  const [number, unit] = durationParts(ns);
  return number + THIN + unit;
}

/** @param {number} ns @returns {[string, string]} the number and its unit */
export function durationParts(ns) {
  const ms = ns / 1e6;
  if (Math.abs(ms) >= 999.5) return [decimal(ms / 1000, 2), "s"];
  const size = Math.abs(ms);
  if (size > 0 && size < LEAST) return [`${ms < 0 ? "−" : ""}<${decimal(0.01, 2)}`, "ms"];
  return [decimal(ms, size < 0.995 ? 2 : size < 99.95 ? 1 : 0), "ms"];
}

/**
 * A moment on a ruler, with no more digits than its step needs.
 *
 * @param {number} ns
 * @param {number} step
 */
export function tick(ns, step) {
  const [unit, name] = step >= 1e9 ? [1e9, "s"] : step >= 1e4 ? [1e6, "ms"] : [1e3, "µs"];
  return decimal(ns / unit, Math.max(0, Math.ceil(-Math.log10(step / unit) - 1e-9))) + THIN + name;
}

/** @param {number} part from 0 to 1 */
export function share(part) {
  const format = new Intl.NumberFormat(locale(), { style: "percent" });
  return part > 0 && part < 0.01 ? `<${format.format(0.01)}` : format.format(part);
}

/** @param {number} value */
export const integer = (value) => decimal(value, 0);

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1000) return `${integer(bytes)}${THIN}B`;
  if (bytes < 1e6) return `${decimal(bytes / 1e3, 1)}${THIN}kB`;
  return `${decimal(bytes / 1e6, 1)}${THIN}MB`;
}

/** @param {number} count */
export const times = (count) => `×${integer(count)}`;

/** @param {string} dotted @returns {string} what stands after the last dot */
export const lastPart = (dotted) => dotted.slice(dotted.lastIndexOf(".") + 1);

/**
 * A file and line as short as it can be read.
 *
 * @param {{ file: string, line: number, template?: string }} origin
 */
export function place(origin) {
  return `${origin.template ?? origin.file}:${origin.line}`;
}

/** @param {{ file: string, line: number }} origin */
export const shortPlace = (origin) => `${origin.file.slice(origin.file.lastIndexOf("/") + 1)}:${origin.line}`;
