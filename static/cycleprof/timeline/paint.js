/** Puts lanes and the strip on canvases: bars tinted, own time solid, neighbours under a pixel merged. */

import { firstAfter } from "./model.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./range.js").Range} Range */
/** @typedef {import("./palette.js").Palette} Palette */
/** @typedef {import("./geometry.js").Geometry} Geometry */

const TINT = 0.16;
const DIM = 0.16;
const INK = 4;
const LEAST = 0.75;

/**
 * A canvas's context, sized for the screen's pixels and cleared.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function prepare(canvas, width, height) {
  const scale = Math.min(devicePixelRatio || 1, 3);
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

export class LanePainter {
  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Model} model
   * @param {Range} range
   * @param {number} pixels
   * @param {Palette} colours
   * @param {Uint8Array | null} lit which spans stand out; null: all
   */
  constructor(context, model, range, pixels, colours, lit) {
    this.context = context;
    this.model = model;
    this.range = range;
    this.pixels = pixels;
    this.colours = colours;
    this.lit = lit;
  }

  /** @param {import("./model.js").Row[]} rows @param {Geometry} shape @param {number[]} behind @param {boolean} walls */
  lane(rows, shape, behind, walls) {
    for (const index of behind) this.bar(index, shape.top(this.model.bars.row[index]), shape.bar(0), TINT);
    rows.forEach((row, number) => {
      const [top, height] = [shape.top(number), shape.bar(number)];
      if (shape.nested) this.brackets(row.spans, top, height);
      else this.bars(row.spans, top, height);
      this.ink(row.ink, top, height, walls || shape.nested);
    });
  }

  /** @param {number[]} spans @param {number} top @param {number} height */
  bars(spans, top, height) {
    let [edge, colour] = [-1, -1];
    this.each(spans, (index) => {
      const { model } = this;
      if (model.isMiss(index)) return this.hollow(index, top, height);
      const right = this.range.x(model.end(index), this.pixels);
      if (right - edge < LEAST && colour === model.bars.category[index]) return undefined; // under the last pixel drawn
      edge = this.bar(index, top, height, model.isParent[index] || model.isOverlay(index) ? TINT : 1);
      colour = model.bars.category[index];
      return undefined;
    });
  }

  /** How long each event took, as a line under its mark. @param {number[]} spans @param {number} height */
  moments(spans, height) {
    this.each(spans, (index) => void this.bar(index, height - INK, INK, 1));
  }

  /** @param {number} index @param {number} top @param {number} height @param {number} alpha @returns {number} its right edge */
  bar(index, top, height, alpha) {
    const [x, w] = this.box(this.model.start(index), this.model.end(index));
    this.fill(index, alpha);
    this.context.beginPath();
    this.context.roundRect(x, top, Math.max(w - (w > 3 ? 1 : 0), LEAST), height, Math.min(3, w / 3));
    this.context.fill();
    if (this.model.failed(index)) this.frame(x, top, w, height);
    return x + w;
  }

  /** @param {number} x @param {number} top @param {number} w @param {number} height */
  frame(x, top, w, height) {
    this.context.strokeStyle = this.colours.warn;
    this.context.lineWidth = 1.5;
    this.context.strokeRect(x + 0.75, top + 0.75, Math.max(w - 2.5, 0.5), height - 1.5);
  }

  /** @param {number} index @param {number} top @param {number} height */
  hollow(index, top, height) {
    const [x, w] = this.box(this.model.start(index), this.model.end(index));
    if (w < 6) return void this.bar(index, top, height, 1);
    this.fill(index, 1);
    this.context.strokeStyle = this.context.fillStyle;
    this.context.lineWidth = 2;
    this.context.strokeRect(x + 1, top + 1, w - 3, height - 2);
    return undefined;
  }

  /** @param {number[]} spans @param {number} top @param {number} height */
  brackets(spans, top, height) {
    this.each(spans, (index) => {
      const [x, w] = this.box(this.model.start(index), this.model.end(index));
      this.fill(index, 0.5);
      const fade = Math.min(140, w / 2);
      this.faded(x, top, fade, 1);
      this.faded(x + w, top, fade, -1);
      this.context.fillRect(x, top, 1, height);
      this.context.fillRect(x + w - 1, top, 1, height);
    });
  }

  /** A hairline that fades away. @param {number} x @param {number} y @param {number} length @param {1 | -1} direction */
  faded(x, y, length, direction) {
    const { context } = this;
    const solid = context.fillStyle;
    const gradient = context.createLinearGradient(x, 0, x + direction * length, 0);
    gradient.addColorStop(0, /** @type {string} */ (solid));
    gradient.addColorStop(1, "transparent");
    context.fillStyle = gradient;
    context.fillRect(direction > 0 ? x : x - length, y, length, 1);
    context.fillStyle = solid;
  }

  /** Own time: a line under a parent's bar, or a wall of the onion. @param {number[]} ink @param {number} top @param {number} height @param {boolean} walls */
  ink(ink, top, height, walls) {
    const { model, range } = this;
    let edge = -1;
    for (let n = firstAfter(ink, (one) => model.inkEnd[one], range.from); n < ink.length; n++) {
      const stretch = ink[n];
      const owner = model.inkOwner[stretch];
      if (model.inkStart[stretch] > range.to) break;
      if (!walls && !model.isParent[owner]) continue; // its bar is all ink already
      const [x, w] = this.box(model.inkStart[stretch], model.inkEnd[stretch]);
      if (x + w - edge < 0.25) continue;
      edge = x + w;
      this.fill(owner, 1);
      if (walls) this.context.fillRect(x, top, Math.max(w, LEAST), height);
      else this.context.fillRect(x, top + height - INK, Math.max(w, LEAST), INK);
    }
  }

  /** @param {number} start @param {number} end @returns {[number, number]} left edge and width, cut to the view */
  box(start, end) {
    const left = Math.max(this.range.x(start, this.pixels), -4);
    const right = Math.min(this.range.x(end, this.pixels), this.pixels + 4);
    return [left, Math.max(right - left, LEAST)];
  }

  /** @param {number} index @param {number} alpha */
  fill(index, alpha) {
    this.context.globalAlpha = this.lit && !this.lit[index] ? alpha * DIM : alpha;
    this.context.fillStyle = this.colours.colours[this.model.bars.category[index]];
  }

  /** @param {number[]} spans @param {(index: number) => void} draw */
  each(spans, draw) {
    const { model, range } = this;
    for (let n = firstAfter(spans, (index) => model.end(index), range.from); n < spans.length; n++) {
      if (model.start(spans[n]) > range.to) break;
      draw(spans[n]);
    }
  }
}

/**
 * All own time in the order of time, over the whole width.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {number} pixels
 * @param {number} height
 * @param {Palette} colours
 * @param {number} total nanoseconds that the width stands for
 */
export function paintStrip(context, model, pixels, height, colours, total) {
  const server = colours.colours[colours.colours.length - 1];
  let edge = -1;
  for (let n = 0; n < model.inkEnd.length; n++) {
    const [left, right] = [(model.inkStart[n] / total) * pixels, (model.inkEnd[n] / total) * pixels];
    if (right - edge < 0.2) continue;
    edge = right;
    const owner = model.inkOwner[n];
    context.fillStyle = owner < 0 ? server : colours.colours[model.bars.category[owner]];
    context.fillRect(left, 0, Math.max(right - left, 0.5), height);
  }
}
