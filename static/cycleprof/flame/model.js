/** A flame graph's calls with their places, and what of them is in view. Pure. */

/** @typedef {import("../types").Frames["columns"]} Columns */

/**
 * @typedef {object} Box
 * @property {number} index of the call; of several narrow ones, of the first
 * @property {number} count how many calls stand here
 * @property {number} depth
 * @property {number} x pixels
 * @property {number} w pixels
 */

const NARROW = 4; // pixels: narrower calls run together
const LEAST = 0.5; // pixels: what is narrower still is left out
const MOST = 900; // boxes; the widest are kept

export class Calls {
  /** @param {Columns} columns */
  constructor(columns) {
    this.columns = columns;
    this.count = columns.depth.length;
    this.parent = new Int32Array(this.count).fill(-1);
    this.start = new Float64Array(this.count);
    /** How many calls stand below each one, itself included. */
    this.size = new Int32Array(this.count).fill(1);
    this.whole = 0;
    this.place();
  }

  place() {
    const { depth, total } = this.columns;
    /** @type {number[]} */
    const path = [];
    /** @type {number[]} */
    const free = [0]; // where the next call of each depth begins
    for (let index = 0; index < this.count; index++) {
      path.length = depth[index];
      this.parent[index] = path.at(-1) ?? -1;
      this.start[index] = free[depth[index]];
      free[depth[index]] += total[index];
      free[depth[index] + 1] = this.start[index];
      path.push(index);
      if (depth[index] === 0) this.whole += total[index];
    }
    for (let index = this.count - 1; index >= 0; index--) {
      if (this.parent[index] >= 0) this.size[this.parent[index]] += this.size[index];
    }
  }

  /** @param {number} index @returns {number[]} its callers, the nearest first */
  callers(index) {
    const found = [];
    for (let at = this.parent[index]; at >= 0; at = this.parent[at]) found.push(at);
    return found;
  }

  /**
   * What is drawn while a call takes the whole width, or all of them do.
   *
   * @param {number} zoomed its index, or -1
   * @param {number} pixels
   * @returns {Box[]} in the order of the calls
   */
  boxes(zoomed, pixels) {
    const { depth, total } = this.columns;
    const [first, last] = zoomed < 0 ? [0, this.count] : [zoomed, zoomed + this.size[zoomed]];
    const from = zoomed < 0 ? 0 : this.start[zoomed];
    const scale = pixels / Math.max(zoomed < 0 ? this.whole : total[zoomed], 1);
    const above = zoomed < 0 ? [] : this.callers(zoomed).reverse().map((index) => ({ index, count: 1, depth: depth[index], x: 0, w: pixels }));
    /** @type {Box[]} */
    const found = [];
    /** @type {(Box | undefined)[]} */
    const runs = []; // the last narrow box of each depth
    for (let index = first; index < last; index++) {
      const box = { index, count: 1, depth: depth[index], x: (this.start[index] - from) * scale, w: total[index] * scale };
      const run = runs[box.depth];
      if (box.w >= NARROW) runs[box.depth] = undefined;
      else if (run && box.x - (run.x + run.w) < 1) {
        run.w = box.x + box.w - run.x;
        run.count += 1;
        continue;
      } else runs[box.depth] = box;
      found.push(box);
    }
    return [...above, ...widest(found)];
  }

  /**
   * The call that a key leads to; the same one at an end.
   *
   * @param {number} index
   * @param {string} key
   */
  neighbour(index, key) {
    const { depth } = this.columns;
    if (key === "ArrowUp") return this.parent[index] >= 0 ? this.parent[index] : index;
    if (key === "ArrowDown") return this.size[index] > 1 ? index + 1 : index;
    const step = key === "ArrowRight" ? 1 : -1;
    for (let at = index + step; at >= 0 && at < this.count; at += step) if (depth[at] === depth[index]) return at;
    return index;
  }

  /**
   * How many nanoseconds were spent in calls that match, each once.
   *
   * @param {Uint8Array} lit which calls match
   */
  matched(lit) {
    let [ns, until] = [0, 0];
    for (let index = 0; index < this.count; index++) {
      if (index < until || !lit[index]) continue;
      ns += this.columns.total[index];
      until = index + this.size[index]; // what it calls is counted with it
    }
    return ns;
  }
}

/** @param {Box[]} boxes */
function widest(boxes) {
  const seen = boxes.filter(({ w }) => w >= LEAST);
  if (seen.length <= MOST) return seen;
  const least = seen.map(({ w }) => w).sort((a, b) => b - a)[MOST];
  return seen.filter(({ w }) => w > least);
}
