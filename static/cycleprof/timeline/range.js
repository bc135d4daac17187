/** The part of the cycle that is in view, in nanoseconds. Pure: every change gives a new range. */

const CLOSEST = 1_000; // one microsecond over the whole width is as close as it gets
const TICKS_APART = 74;

export class Range {
  /** @param {number} total @param {number} [from] @param {number} [to] */
  constructor(total, from = 0, to = total) {
    this.total = Math.max(total, 1);
    const width = Math.min(Math.max(to - from, Math.min(CLOSEST, this.total)), this.total);
    this.from = Math.min(Math.max(from, 0), this.total - width);
    this.to = this.from + width;
  }

  get width() {
    return this.to - this.from;
  }

  get isWhole() {
    return this.width >= this.total;
  }

  /** @param {number} ns @param {number} pixels the width of the track @returns {number} */
  x(ns, pixels) {
    return ((ns - this.from) / this.width) * pixels;
  }

  /** @param {number} x @param {number} pixels @returns {number} nanoseconds */
  at(x, pixels) {
    return this.from + (x / pixels) * this.width;
  }

  /**
   * @param {number} factor under 1 comes closer
   * @param {number} [around] the moment that keeps its place
   */
  zoom(factor, around = this.from + this.width / 2) {
    const width = Math.min(Math.max(this.width * factor, CLOSEST), this.total);
    const from = around - ((around - this.from) / this.width) * width;
    return new Range(this.total, from, from + width);
  }

  /** @param {number} ns */
  pan(ns) {
    return new Range(this.total, this.from + ns, this.to + ns);
  }

  /** @param {number} from @param {number} to @param {number} [margin] share of the stretch on each side */
  show(from, to, margin = 0) {
    const extra = (to - from) * margin;
    return new Range(this.total, from - extra, to + extra);
  }

  /**
   * The range moved, or widened, as little as it takes for a stretch to be in it.
   *
   * @param {number} from
   * @param {number} to
   */
  reveal(from, to) {
    if (from >= this.from && to <= this.to) return this;
    if (to - from > this.width) return this.show(from, to, 0.05);
    const start = from - Math.min(this.width * 0.2, this.width - (to - from));
    return new Range(this.total, start, start + this.width);
  }

  /** @param {number} pixels @returns {number[]} round moments in view, not too close together */
  ticks(pixels) {
    const step = roundStep((this.width / Math.max(pixels, 1)) * TICKS_APART);
    const found = [];
    for (let n = Math.ceil(this.from / step); n * step <= this.to; n++) found.push(n * step);
    return found;
  }
}

/** @param {number} least @returns {number} the next 1, 2 or 5 times a power of ten */
export function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  const factor = [1, 2, 5, 10].find((one) => one * power >= least) ?? 10;
  return factor * power;
}
