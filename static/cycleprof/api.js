/** Asks the server. Every failure becomes an `ApiError` whose message can be shown as it is. */

import { learn, t } from "./i18n.js";

export class ApiError extends Error {
  /** @param {string} message @param {string} [hint] @param {number} [status] */
  constructor(message, hint = "", status = 0) {
    super(message);
    this.hint = hint;
    this.status = status;
  }
}

export class Api {
  /** @param {string} prefix the address under which cycleprof answers, with a slash at its end */
  constructor(prefix) {
    this.prefix = prefix;
    /** @type {Map<string, Promise<import("./types").Document>>} */
    this.known = new Map();
    /** @type {Set<string>} ids of requests that the reader had repeated: none of the page's own */
    this.repeats = new Set();
  }

  /** @param {string} id @returns {string} the address of a profile's own page */
  page(id) {
    return `${this.prefix}p/${encodeURIComponent(id)}`;
  }

  /** @param {string} id @returns {string} the address of a report's JSON */
  json(id) {
    return `${this.prefix}api/profiles/${encodeURIComponent(id)}`;
  }

  /**
   * What the panel draws of a profile. It is asked for once: nothing changes but that the browser tells its part.
   *
   * @param {string} id
   * @returns {Promise<import("./types").Document>}
   */
  panels(id) {
    let asked = this.known.get(id);
    if (!asked) {
      asked = this.get(`api/profiles/${encodeURIComponent(id)}/panels`).then(async (made) => {
        await learn(made.head.language);
        return made;
      });
      asked.catch(() => this.known.delete(id));
      this.known.set(id, asked);
    }
    return asked;
  }

  /** @param {string} id @returns {Promise<import("./types").Head>} */
  async head(id) {
    const known = this.known.get(id);
    if (known) return (await known).head;
    const { head } = await this.get(`api/profiles/${encodeURIComponent(id)}/panels?part=head`);
    await learn(head.language);
    return head;
  }

  /**
   * @param {Record<string, string | number>} query
   * @returns {Promise<{ profiles: import("./types").Summary[], next: string | null }>}
   */
  profiles(query) {
    const entries = Object.entries(query).filter(([, value]) => value !== "");
    const search = new URLSearchParams(entries.map(([key, value]) => [key, String(value)]));
    return this.get(`api/profiles?${search}`);
  }

  /** What the browser measured; also while the page is being left. @param {string} id @param {object} data */
  tell(id, data) {
    const path = `api/profiles/${encodeURIComponent(id)}/browser`;
    return this.get(path, { method: "POST", keepalive: true, headers: { "X-Cycleprof-Request": "1" }, body: JSON.stringify(data) });
  }

  /**
   * @param {string} path below the prefix
   * @param {RequestInit} [options]
   * @returns {Promise<any>}
   */
  async get(path, options) {
    let response;
    try {
      response = await fetch(this.prefix + path, { credentials: "same-origin", ...options });
    } catch {
      throw new ApiError(t("The server does not answer."), t("Is it running, and does the page's Content-Security-Policy allow connect-src 'self'?"));
    }
    const data = await response.json().catch(() => null);
    if (response.ok && data !== null) return data;
    const { message, hint } = data?.error ?? {};
    throw new ApiError(message ?? t("The server answered {status}.", { status: response.status }), hint, response.status);
  }
}
