/** Copies text, also where the page is not secure or the browser asks for the older way. */

import { h } from "./dom.js";

/**
 * @param {string} text
 * @param {Element} within where a helper may be put for a moment
 * @returns {Promise<boolean>} whether it was copied
 */
export async function copy(text, within) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, within);
  }
}

/** @param {string} text @param {Element} within */
function copyBySelection(text, within) {
  const root = /** @type {ShadowRoot | Document} */ (within.getRootNode());
  const focused = /** @type {HTMLElement | null} */ (root.activeElement);
  const area = /** @type {HTMLTextAreaElement} */ (h("textarea.sr", { "aria-hidden": "true" }));
  area.value = text;
  within.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return copied;
}
