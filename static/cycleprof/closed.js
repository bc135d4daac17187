/**
 * The closed panel, once the page is idle: fills the pill, shows the peek, lets the pill be moved,
 * and fetches the dock when it is asked for.
 */

import { Api } from "./api.js";
import { moveByHand } from "./corner.js";
import { fillPill } from "./pill.js";
import { choices } from "./preferences.js";
import { adopt } from "./styles.js";

/**
 * @typedef {object} Closed
 * @property {string} base address of the assets
 * @property {HTMLElement} host
 * @property {ShadowRoot} root
 * @property {HTMLElement} shell
 * @property {HTMLElement} pill
 * @property {{ id: string, ms: number, queries: number, address: string, largestPaint: number, background: string[], key: string }} page
 * @property {() => void} describe shows what the tag said
 */

/**
 * @param {Closed} closed
 * @returns {Promise<{ toggle(): Promise<void> }>}
 */
export async function attach(closed) {
  const { base, host, root, shell, pill, page } = closed;
  const api = new Api(base.slice(0, base.lastIndexOf("assets/")));
  shell.dataset.theme = choices().theme ?? "auto";
  await adopt(root, base, ["tokens", "closed"]).catch(() => undefined);
  moveByHand(shell, pill);
  const watch = new PeekWatch(closed, api);
  const look = () => api.head(page.id).then((head) => {
    fillPill(pill, head);
    return true;
  }, () => false);
  host.addEventListener("cycleprof:page", (event) => {
    Object.assign(page, { background: [] }, /** @type {CustomEvent} */ (event).detail);
    closed.describe();
    look();
    dock?.then((open) => open.show(page.id), () => undefined);
  });
  watchRequests(closed, api);
  watchDialogs(host);
  look().then(async (found) => found && (await import("./live/beacon.js")).tell(closed, api)).catch(() => undefined);

  /** @type {Promise<import("./dock.js").Dock> | undefined} */
  let dock;
  const load = () => {
    dock ??= import("./dock.js").then((module) => module.make(closed, api));
    dock.catch(() => {
      dock = undefined; // so that the next time tries again
    });
    return dock;
  };
  pill.addEventListener("pointerenter", () => void load().catch(() => undefined), { once: true });
  return {
    async toggle() {
      watch.hide();
      await (await load()).toggle();
    },
  };
}

/** Shows the peek while the pill is hovered, or focused by key. */
class PeekWatch {
  /** @param {Closed} closed @param {Api} api */
  constructor(closed, api) {
    this.closed = closed;
    this.api = api;
    this.wanted = false;
    /** @type {HTMLElement | null} */
    this.card = null;
    const { pill } = closed;
    pill.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && this.show());
    pill.addEventListener("pointerleave", () => this.hide());
    pill.addEventListener("focus", () => pill.matches(":focus-visible") && this.show());
    pill.addEventListener("blur", () => this.hide());
    pill.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
  }

  async show() {
    this.wanted = true;
    const [head, { peek }] = await Promise.all([this.api.head(this.closed.page.id).catch(() => null), import("./peek.js")]);
    if (!head || !this.wanted || this.card) return;
    this.card = peek(head, this.closed.page.key);
    this.closed.pill.setAttribute("aria-describedby", "peek");
    this.closed.shell.append(this.card);
  }

  hide() {
    this.wanted = false;
    this.closed.pill.removeAttribute("aria-describedby");
    this.card?.remove();
    this.card = null;
  }
}

/**
 * Background requests, as the browser itself reports them: nothing of the page is patched.
 *
 * @param {Closed} closed
 * @param {Api} api
 */
function watchRequests(closed, api) {
  const own = new URL(closed.base, location.href).href.split("assets/")[0];
  const observer = new PerformanceObserver(async (list) => {
    const entries = /** @type {PerformanceResourceTiming[]} */ (list.getEntries());
    const told = entries.filter((entry) => !entry.name.startsWith(own) && profileOf(entry) && !api.repeats.has(profileOf(entry)));
    closed.page.background.push(...told.map(profileOf).filter((id) => !closed.page.background.includes(id)));
    if (told.length) (await import("./live/background.js")).tell(told, closed, api);
  });
  observer.observe({ type: "resource", buffered: true });
  new PerformanceObserver((list) => {
    closed.page.largestPaint = list.getEntries().at(-1)?.startTime ?? 0;
  }).observe({ type: "largest-contentful-paint", buffered: true });
}

/** A modal dialog of the page brings what keeps the panel within reach. @param {HTMLElement} host */
function watchDialogs(host) {
  const follow = async () => document.querySelector("dialog:modal") && (await import("./live/dialogs.js")).follow(host);
  document.addEventListener("toggle", follow, true);
  follow();
}

/** The id of an answer's profile, where it has one. @param {PerformanceResourceTiming} entry */
const profileOf = (entry) => entry.serverTiming?.find(({ name }) => name === "cycleprof")?.description ?? "";
