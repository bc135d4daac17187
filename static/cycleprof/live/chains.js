/** Which request followed from which redirect. Pure. */

/** @typedef {import("../types").Summary} Summary */

const SOON = 5_000; // milliseconds: a browser follows a redirect at once

/**
 * The redirect that led to each request, where one did.
 *
 * @param {Summary[]} profiles newest first
 * @returns {Map<string, Summary>} by the id of the request that followed
 */
export function chains(profiles) {
  /** @type {Map<string, Summary>} */
  const led = new Map();
  for (const [number, from] of profiles.entries()) {
    if (!from.location) continue;
    const ended = Date.parse(from.started_at) + from.duration_ns / 1e6;
    const followed = profiles.slice(0, number).findLast((later) => later.path === from.location && !led.has(later.id)
      && Date.parse(later.started_at) - ended < SOON && (later.via === "client") === (from.via === "client"));
    if (followed) led.set(followed.id, from);
  }
  return led;
}
