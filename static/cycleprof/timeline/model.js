/** The timeline's data as it is drawn: spans by lane and row, and whose own time each moment is. */

/** @typedef {import("../types").Timeline} Timeline */

const MISS = 4;
const OVERLAY = 8;
const STATEMENT = 16;
const STATUS = 3;

/**
 * @typedef {object} Row
 * @property {number[]} spans indices of spans that do not overlap, in order of start
 * @property {number[]} ink indices of stretches of own time, in order
 */

export class Model {
  /** @param {Timeline} block */
  constructor(block) {
    this.block = block;
    this.bars = block.bars;
    this.count = block.bars.id?.length ?? 0;
    this.lanes = block.lanes;
    const ids = block.bars.id ?? [];
    /** @type {Map<number, number>} */
    this.indexOf = new Map(ids.map((id, index) => [id, index]));
    this.isParent = new Uint8Array(this.count);
    for (let index = 0; index < this.count; index++) {
      const parent = this.indexOf.get(this.bars.parent[index]);
      if (parent !== undefined && !this.isOverlay(index)) this.isParent[parent] = 1;
    }
    const ink = readInk(block.ink);
    this.inkStart = ink.starts;
    this.inkEnd = ink.ends;
    this.inkOwner = ink.owners;
    /** @type {Map<string, Row[]>} */
    this.known = new Map();
  }

  /** @param {number} index */
  start(index) {
    return this.bars.start[index];
  }

  /** @param {number} index */
  end(index) {
    return this.bars.start[index] + this.bars.span[index];
  }

  /** @param {number} index */
  isMiss(index) {
    return (this.bars.flags[index] & MISS) !== 0;
  }

  /** What marks an event: a log line's level, or a diamond. @param {number} index */
  mark(index) {
    return "◇DIWEC"[this.bars.flags[index] >> 5] ?? "◇";
  }

  /** Whether a span lies across others, as a transaction does. @param {number} index */
  isOverlay(index) {
    return (this.bars.flags[index] & OVERLAY) !== 0;
  }

  /** @param {number} index */
  failed(index) {
    return (this.bars.flags[index] & STATUS) === 1;
  }

  /** Whether a span lies behind the others of its row: what the ORM does around a statement. @param {number} index */
  isBehind(index) {
    const lane = this.lanes[this.bars.lane[index]];
    return lane.id === "db" && !(this.bars.flags[index] & STATEMENT);
  }

  /** @param {number} index @returns {string} */
  name(index) {
    return this.block.names[this.bars.name[index]];
  }

  /** @param {number} index @returns {import("../types").Origin | undefined} */
  place(index) {
    return this.block.places?.[this.bars.place[index]]?.at;
  }

  /** @param {number} index @returns {string | undefined} */
  sql(index) {
    return this.block.sql?.[this.bars.sql[index]];
  }

  /** @param {number} index @returns {[string, import("../types").Value][]} */
  facts(index) {
    return this.block.facts?.[this.bars.id[index]] ?? [];
  }

  /**
   * The rows of a lane from top to bottom; spans that lie behind others stand in no row.
   *
   * @param {number} lane
   * @param {boolean} open
   * @returns {Row[]}
   */
  rows(lane, open) {
    const key = `${lane} ${open}`;
    let rows = this.known.get(key);
    if (!rows) {
      rows = this.makeRows(lane, open);
      this.known.set(key, rows);
    }
    return rows;
  }

  /** @param {number} lane @param {boolean} open */
  makeRows(lane, open) {
    const place = open ? this.bars.open_row : this.bars.row;
    const count = open ? (this.lanes[lane].open?.length ?? 1) : this.lanes[lane].rows;
    const rows = Array.from({ length: count }, () => ({ spans: /** @type {number[]} */ ([]), ink: /** @type {number[]} */ ([]) }));
    for (let index = 0; index < this.count; index++) {
      if (this.bars.lane[index] === lane && !this.isBehind(index)) rows[place[index]]?.spans.push(index);
    }
    for (let n = 0; n < this.inkOwner.length; n++) {
      const owner = this.inkOwner[n];
      if (owner >= 0 && this.bars.lane[owner] === lane) rows[place[owner]]?.ink.push(n);
    }
    return rows;
  }

  /** @param {number} lane @returns {number[]} the lane's spans that lie behind others */
  behind(lane) {
    const found = [];
    for (let index = 0; index < this.count; index++) {
      if (this.bars.lane[index] === lane && this.isBehind(index)) found.push(index);
    }
    return found;
  }
}

/**
 * @param {number[]} ink pairs of an end and an owner
 * @returns {{ starts: Float64Array, ends: Float64Array, owners: Int32Array }}
 */
function readInk(ink) {
  const count = ink.length / 2;
  const ends = Float64Array.from({ length: count }, (_, n) => ink[2 * n]);
  return {
    starts: ends.map((_, n) => (n ? ends[n - 1] : 0)),
    ends,
    owners: Int32Array.from({ length: count }, (_, n) => ink[2 * n + 1]),
  };
}

/**
 * The first entry of a sorted list whose end lies after a moment.
 *
 * @param {number[]} list indices
 * @param {(index: number) => number} end
 * @param {number} moment
 */
export function firstAfter(list, end, moment) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (end(list[middle]) > moment) high = middle;
    else low = middle + 1;
  }
  return low;
}
