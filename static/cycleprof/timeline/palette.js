/** The categories' colours as a canvas can use them: custom properties, resolved for the theme. */

export const CATEGORIES = ["db", "tpl", "mw", "view", "cache", "url", "io", "server"];

/**
 * @typedef {object} Palette
 * @property {string[]} colours in the order of categories
 * @property {string} ground
 * @property {string} warn
 */

/**
 * @param {Element} within an element under the theme
 * @returns {Palette}
 */
export function palette(within) {
  const probe = document.createElement("i");
  within.append(probe);
  const resolve = (/** @type {string} */ name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const found = { colours: CATEGORIES.map(resolve), ground: resolve("bg"), warn: resolve("warn") };
  probe.remove();
  return found;
}
