/** Asks for a recorded GET request once more, and shows what it was this time. */

import { h, replace } from "../dom.js";
import { t } from "../i18n.js";

/**
 * @param {import("../types").Block} block
 * @param {import("../viewer.js").Context} context
 * @returns {import("../viewer.js").View}
 */
export function rerunBlock(block, context) {
  const told = h("span.w", { role: "status" });
  const button = h("button.btn", { type: "button", class: block.sample ? "pri" : "", onclick: () => again(context, block.address, { sample: block.sample, told }) }, block.label);
  return { element: h("p.note.row", null, button, told) };
}

/**
 * Repeat a request; then show its profile, or both beside each other.
 *
 * @param {import("../viewer.js").Context} context
 * @param {string} address
 * @param {{ sample?: boolean, told?: HTMLElement }} options where `told` takes what went wrong
 */
export async function again(context, address, { sample = false, told } = {}) {
  const before = context.head.id;
  context.say(t("Asking again"));
  if (told) replace(told, t("Asking again"));
  try {
    const id = await repeat(context, address, sample);
    if (!sample) context.compare = [before, id];
    await context.show(id, sample ? "flame" : "compare");
  } catch (error) {
    const message = error instanceof TypeError ? t("The server does not answer.") : /** @type {Error} */ (error).message;
    context.say(message);
    if (told) replace(told, message);
  }
}

/** @param {import("../viewer.js").Context} context @param {string} address @param {boolean} sample @returns {Promise<string>} the id of the repeat's profile */
async function repeat({ api, head }, address, sample) {
  const url = new URL(address, location.origin);
  if (url.origin !== location.origin) throw new Error(t("That address is not on this site."));
  if (sample) url.searchParams.set("cycleprof", "python");
  const headers = { Accept: "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8" };
  const response = await fetch(url, { credentials: "same-origin", cache: "no-store", redirect: "manual", headers });
  const id = response.headers.get("X-Cycleprof-Id") ?? (await newest(api, url.pathname));
  response.body?.cancel();
  if (!id || id <= head.id) throw new Error(t("The repeat was not recorded."));
  api.repeats.add(id);
  return id;
}

/** The browser shows no header of a redirect, so the list is asked. @param {import("../api.js").Api} api @param {string} path */
async function newest(api, path) {
  const { profiles } = await api.profiles({ q: `path:="${path.replaceAll('"', "")}"`, limit: 1 });
  return profiles[0]?.id;
}
