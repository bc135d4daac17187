/** What is written on a bar, and the sentence that a screen reader says for it. */

import { duration, lastPart } from "../format.js";
import { t } from "../i18n.js";
import { letter } from "../letters.js";

/** @typedef {import("./model.js").Model} Model */

const LETTER_FROM = 9; // pixels
const NAME_FROM = 24;
const STATEMENT_FROM = 112;
const CHARACTER = 6.2;

/**
 * The text on a bar that stands alone.
 *
 * @param {Model} model
 * @param {number} index
 * @param {number} pixels its width in view
 * @returns {string}
 */
export function onBar(model, index, pixels) {
  const lane = model.lanes[model.bars.lane[index]].id;
  const name = model.name(index);
  if (lane === "db" || lane === "tx" || lane === "io") {
    const finding = model.bars.finding[index];
    if (pixels >= STATEMENT_FROM) return `${finding >= 0 ? `${letter(finding)}  ` : ""}${name} ${duration(model.bars.span[index])}`;
    return finding >= 0 && pixels >= LETTER_FROM ? letter(finding) : "";
  }
  if (lane === "cache" || lane === "url" || pixels < NAME_FROM) return "";
  return fit(name, pixels);
}

/** @param {string} name @param {number} pixels */
function fit(name, pixels) {
  if (name.length * CHARACTER + 12 <= pixels) return name;
  const file = /([^/]+)\.[a-z]+\d?$/.exec(name);
  return name.includes("/") && file ? file[1] : lastPart(name);
}

/**
 * The text on a run of narrow bars.
 *
 * @param {number[]} findings numbers
 * @param {number} count
 * @param {number} pixels
 */
export function onRun(findings, count, pixels) {
  const full = [...findings.map(letter), `×${count}`].join(" ");
  if (full.length * CHARACTER + 8 <= pixels) return full;
  const letters = findings.map(letter).join(" ");
  return letters.length * CHARACTER + 6 <= pixels ? letters : "";
}

/**
 * @param {Model} model
 * @param {number} index
 * @param {import("../types").Brief[]} findings
 * @returns {string}
 */
export function sentence(model, index, findings) {
  const { bars } = model;
  const lane = model.lanes[bars.lane[index]];
  const parts = [`${lane.title}: ${model.name(index)}, ${duration(bars.span[index])}`];
  if (model.isParent[index]) parts.push(t("{time} of its own", { time: duration(bars.own[index]) }));
  parts.push(t("starts at {time}", { time: duration(bars.start[index]) }));
  const finding = findings[bars.finding[index]];
  if (finding) parts.push(t("part of finding {letter}, {kind}", { letter: finding.letter, kind: finding.kind }));
  if (model.isMiss(index)) parts.push(t("miss"));
  if (model.failed(index)) parts.push(t("failed"));
  return parts.join(", ");
}

/** @param {Model} model @param {import("./boxes.js").Box} box */
export function runSentence(model, box) {
  const lane = model.lanes[model.bars.lane[box.index]];
  return t("{lane}: {n} spans from {from} to {to}; press to zoom in", {
    lane: lane.title, n: box.count, from: duration(model.start(box.index)), to: duration(model.end(box.last)),
  });
}
