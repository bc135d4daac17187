/** From a block's kind to what draws it, fetched when it is first needed. An unknown kind is shown as its data. */

import { h } from "../dom.js";

/** @typedef {import("../types").Block} Block */
/** @typedef {import("../viewer.js").Context} Context */
/** @typedef {import("../viewer.js").View} View */
/** @typedef {(block: Block, context: Context) => Promise<View>} Renderer */

/** @type {Renderer} */
const simple = async (block, context) => ({ element: (await import("./simple.js")).SIMPLE[block.kind](block, context) });

/** @type {Record<string, Renderer>} */
const RENDERERS = {
  timeline: async (block, context) => new (await import("../timeline/timeline.js")).TimelineView(/** @type {any} */ (block), context),
  split: async (block, context) => new (await import("./split.js")).SplitView(block, context),
  table: async (block, context) => (await import("./table.js")).table(block, context),
  flame: async (block, context) => (await context.styled("flame"), new (await import("../flame/flame.js")).FlameView(/** @type {any} */ (block), context)),
  rerun: async (block, context) => (await import("./rerun.js")).rerunBlock(block, context),
  butterfly: async (block, context) => (await import("./butterfly.js")).butterfly(block, context),
  actions: async (block, context) => (await import("./actions.js")).actions(block, context),
  live: async (block, context) => (await import(`../live/${block.view === "compare" ? "compare" : "history"}.js`)).view(context),
  text: simple,
  heading: simple,
  facts: simple,
  stats: simple,
  code: simple,
  diff: simple,
  bars: simple,
};

/** Kinds that fill the whole body and scroll by themselves. */
export const FILLING = new Set(["timeline", "split", "live", "flame"]);

/** @param {Block} block @param {Context} context @returns {Promise<View>} */
export async function render(block, context) {
  if (block.kind !== "timeline") await context.styled("blocks");
  if (Object.hasOwn(RENDERERS, block.kind)) return RENDERERS[block.kind](block, context);
  return { element: h("pre.code.raw", { tabindex: 0 }, JSON.stringify(block, null, 2)) };
}

/** @param {Block[]} blocks @param {Context} context @returns {Promise<View[]>} */
export const renderAll = (blocks, context) => Promise.all(blocks.map((block) => render(block, context)));
