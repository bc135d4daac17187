/** The only place that makes elements. Text becomes text: nothing here, or anywhere, parses HTML. */

/** @typedef {Node | string | number | false | null | undefined | Child[]} Child */
/** @typedef {Record<string, any>} Properties */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element. In `properties`, `on…` are listeners, `--…` custom properties, `style` an object of
 * CSS properties; `false`, `null` and `undefined` leave out, `true` sets an empty attribute.
 *
 * @param {string} tag a name, with classes after dots: `"button.tab"`
 * @param {Properties | null} [properties]
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function h(tag, properties, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  assign(element, properties ?? {});
  append(element, children);
  return element;
}

/**
 * @param {string} name
 * @param {Properties} properties
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function svg(name, properties, ...children) {
  const element = document.createElementNS(SVG, name);
  assign(element, properties);
  append(element, children);
  return element;
}

/** @param {HTMLElement | SVGElement} element @param {Properties} properties */
function assign(element, properties) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key.startsWith("--")) element.style.setProperty(key, String(value));
    else if (key === "style") Object.assign(element.style, value);
    else if (key === "class") element.classList.add(...String(value).split(" ").filter(Boolean));
    else element.setAttribute(key, value === true ? "" : String(value));
  }
}

/** @param {Element | DocumentFragment} parent @param {Child[]} children */
export function append(parent, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child);
    else if (child !== null && child !== undefined && child !== false && child !== "") {
      parent.append(child instanceof Node ? child : String(child));
    }
  }
}

/** @param {Element} parent @param {...Child} children */
export function replace(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

/**
 * An element that keeps its identity while its content is made anew.
 *
 * @param {Element | DocumentFragment | ShadowRoot} within
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function find(within, selector) {
  return /** @type {HTMLElement | null} */ (within.querySelector(selector));
}
