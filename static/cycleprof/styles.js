/** Style sheets by name, fetched once and adopted by shadow roots: no style element, no nonce. */

/** @type {Map<string, Promise<CSSStyleSheet>>} */
const sheets = new Map();

/**
 * @param {ShadowRoot} root
 * @param {string} base address of the assets
 * @param {string[]} names
 */
export async function adopt(root, base, names) {
  const wanted = await Promise.all(names.map((name) => sheet(base, name)));
  const missing = wanted.filter((one) => !root.adoptedStyleSheets.includes(one));
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...missing];
}

/** @param {string} base @param {string} name */
function sheet(base, name) {
  let asked = sheets.get(name);
  if (!asked) {
    asked = read(`${base}styles/${name}.css`);
    asked.catch(() => sheets.delete(name));
    sheets.set(name, asked);
  }
  return asked;
}

/** @param {string} address */
async function read(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return new CSSStyleSheet().replace(await response.text());
}
