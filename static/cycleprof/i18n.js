/** Every text that JavaScript itself shows goes through here; Python's arrive translated. */

/** @type {Record<string, string>} */
let catalogue = {};
let language = "en";

/** @param {string} code a BCP 47 language tag @param {Record<string, string>} texts */
export function speak(code, texts) {
  language = code;
  catalogue = texts;
}

/**
 * Speak a language from now on; where its texts cannot be had, go on in English.
 *
 * @param {string} [code]
 */
export async function learn(code) {
  if (code === language || code === undefined) return;
  const answer = code === "en" ? null : await fetch(new URL(`languages/${code}.json`, import.meta.url)).catch(() => null);
  if (code === "en" || answer?.ok) speak(code, answer ? await answer.json() : {});
}

/** The language that numbers and times are written in. */
export const locale = () => language;

/**
 * The text in the reader's language, with its places filled.
 *
 * @param {string} text English, with places such as `{n}`
 * @param {Record<string, string | number>} [values]
 */
export function t(text, values) {
  return fill(catalogue[text] ?? text, values);
}

/**
 * The form of a text that goes with a number, under the catalogue's key `singular|plural`.
 *
 * @param {string} singular
 * @param {string} plural
 * @param {number} n also fills the place `{n}`
 * @param {Record<string, string | number>} [values]
 */
export function many(singular, plural, n, values) {
  const forms = catalogue[`${singular}|${plural}`]?.split("|") ?? [singular, plural];
  const rule = new Intl.PluralRules(language).select(n);
  const form = rule === "one" && forms.length > 1 ? forms[0] : forms[forms.length - 1];
  return fill(form, { n, ...values });
}

/** @param {string} text @param {Record<string, string | number>} [values] */
function fill(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
}
