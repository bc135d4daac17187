/** What the panel asks the server besides profiles: to compare two, to keep one, to explain a statement. */

/** @typedef {import("./api.js").Api} Api */

const OWN = { "X-Cycleprof-Request": "1" }; // no other site's page can send it

/** @param {Api} api @param {string} base @param {string} head @returns {Promise<import("./types").Difference>} */
export const compare = (api, base, head) => api.get(`api/compare?${new URLSearchParams({ base, head })}`);

/** @param {Api} api @param {string} id @param {boolean} pinned @returns {Promise<{ pinned: boolean }>} */
export const pin = (api, id, pinned) => api.get(`api/profiles/${encodeURIComponent(id)}/pin`, { method: pinned ? "POST" : "DELETE", headers: OWN });

/** @param {Api} api @param {string} id @param {number} span @returns {Promise<any>} */
export const explain = (api, id, span) => api.get(`api/profiles/${encodeURIComponent(id)}/spans/${span}/explain`, { method: "POST", headers: OWN });

/**
 * New profiles as they come. The browser asks again by itself whenever the answer ends.
 *
 * @param {Api} api
 * @param {string} q
 * @returns {EventSource} with events `profile` that carry a summary
 */
export const live = (api, q) => new EventSource(`${api.prefix}api/live${q ? `?${new URLSearchParams({ q })}` : ""}`);
