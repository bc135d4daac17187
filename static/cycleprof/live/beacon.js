/** Tells the server, once, what the browser measured of the page's loading. */

const QUIET = 1000; // milliseconds without a new request or a larger paint
const LATEST = 10_000; // milliseconds after which a page that never rests is reported as it is
const MOST = 120; // as the server takes
const LONGEST = 250; // characters of an address; all of them together fit what may outlive a page
const KIND = /^[a-z][a-z0-9_-]{0,29}$/;

/** @typedef {PerformanceResourceTiming & { responseStatus?: number }} Entry */

const ns = (/** @type {number} */ ms) => Math.max(Math.round(ms * 1e6), 0);
const reached = (/** @type {number | undefined} */ ms) => (ms ? ns(ms) : null);

/**
 * The document that the profile's schema describes under `browser`.
 *
 * @param {PerformanceNavigationTiming} navigation
 * @param {{ first?: number, contentful?: number, largest?: number }} paints milliseconds
 * @param {Entry[]} entries
 * @param {string} origin of the page
 */
export function measured(navigation, paints, entries, origin) {
  return {
    navigation: {
      type: navigation.type,
      request_start_ns: ns(navigation.requestStart),
      response_start_ns: ns(navigation.responseStart),
      response_end_ns: ns(navigation.responseEnd),
      dom_interactive_ns: reached(navigation.domInteractive),
      dom_content_loaded_ns: reached(navigation.domContentLoadedEventEnd),
      load_ns: reached(navigation.loadEventEnd),
    },
    first_paint_ns: reached(paints.first),
    first_contentful_paint_ns: reached(paints.contentful),
    largest_contentful_paint_ns: reached(paints.largest),
    resources: entries.slice(0, MOST).map((entry) => resource(entry, origin)),
    resources_dropped: Math.max(entries.length - MOST, 0),
  };
}

/** @param {Entry} entry @param {string} origin */
function resource(entry, origin) {
  const opaque = !entry.responseStart && !entry.transferSize && !entry.decodedBodySize; // another host's
  return {
    url: (entry.name.startsWith(`${origin}/`) ? entry.name.slice(origin.length) : entry.name).slice(0, LONGEST),
    kind: KIND.test(entry.initiatorType) ? entry.initiatorType : "other",
    start_ns: ns(entry.startTime),
    end_ns: ns(Math.max(entry.responseEnd, entry.startTime)),
    size_bytes: opaque ? null : entry.transferSize,
    status: entry.responseStatus || null,
    profile: entry.serverTiming?.find(({ name }) => name === "cycleprof")?.description || null,
  };
}

/**
 * Send it when the page has come to rest, or is left.
 *
 * @param {import("../closed.js").Closed} closed
 * @param {import("../api.js").Api} api
 */
export function tell(closed, api) {
  const { id } = closed.page; // the document's own, whatever the page makes of itself later
  const began = performance.now();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(send, Math.min(QUIET, began + LATEST - performance.now()));
  };
  const left = () => document.visibilityState === "hidden" && send();
  const watch = new PerformanceObserver(wait);
  const send = () => {
    clearTimeout(timer);
    watch.disconnect();
    removeEventListener("pagehide", send);
    document.removeEventListener("visibilitychange", left);
    const data = collect(closed, api.prefix);
    if (data) api.tell(id, data).then(() => api.known.delete(id), () => undefined);
  };
  for (const type of ["resource", "largest-contentful-paint"]) watch.observe({ type });
  addEventListener("pagehide", send);
  document.addEventListener("visibilitychange", left);
  wait();
  left();
}

/** @param {import("../closed.js").Closed} closed @param {string} prefix of cycleprof's own addresses */
function collect(closed, prefix) {
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (!navigation?.responseEnd) return null;
  const paint = (/** @type {string} */ name) => performance.getEntriesByName(name)[0]?.startTime;
  const own = new URL(prefix, location.href).href;
  const entries = /** @type {Entry[]} */ (performance.getEntriesByType("resource")).filter(({ name }) => !name.startsWith(own));
  const paints = { first: paint("first-paint"), contentful: paint("first-contentful-paint"), largest: closed.page.largestPaint };
  return measured(navigation, paints, entries, location.origin);
}
