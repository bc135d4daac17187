/** One line about the page's background requests above the pill; several in short order become one. */

import { h, replace } from "../dom.js";
import { duration } from "../format.js";
import { many } from "../i18n.js";

const SHOWN_FOR = 4000; // milliseconds
const KINDS = new Set(["fetch", "xmlhttprequest", "beacon", "iframe", "other"]);

const SETTLED = 150; // milliseconds after an answer until the page has taken it over, if it does

/** @type {HTMLElement | undefined} */
let line;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let count = 0;

/**
 * @param {PerformanceResourceTiming[]} entries answers that cycleprof has profiled
 * @param {import("../closed.js").Closed} closed
 * @param {import("../api.js").Api} api
 */
export async function tell(entries, closed, api) {
  const shown = entries.filter(({ initiatorType }) => KINDS.has(initiatorType));
  const entry = shown.at(-1);
  if (!entry) return;
  count += shown.length;
  clearTimeout(timer);
  timer = setTimeout(hide, SHOWN_FOR);
  const told = /** @type {PerformanceServerTiming} */ (entry.serverTiming.find(({ name }) => name === "cycleprof"));
  const head = await api.head(told.description).catch(() => null);
  setTimeout(() => head && becamePage(entry, closed) && closed.host.dispatchEvent(new CustomEvent("cycleprof:page", {
    detail: { id: head.id, ms: head.duration_ns / 1e6, queries: head.queries },
  })), SETTLED);
  if (closed.pill.hidden) return; // the dock is open, and its History current
  line ??= h("div.toast.row", { role: "status" });
  if (!line.isConnected) closed.shell.append(line);
  replace(line,
    head?.method && h("span.t2", null, head.method),
    h("b.el", null, head?.path ?? new URL(entry.name).pathname),
    h("b.nw", null, duration(head?.duration_ns ?? told.duration * 1e6)),
    head && h("span.t2.nw", null, many("{n} query", "{n} queries", head.queries)),
    count > 1 && h("span.t3.nw", null, many("+{n} request", "+{n} requests", count - 1)));
}

/**
 * Whether the page has made an answer its own, as htmx's boost and Turbo do: its address is the
 * answer's, and was not before.
 *
 * @param {PerformanceResourceTiming} entry
 * @param {import("../closed.js").Closed} closed
 */
function becamePage(entry, closed) {
  const [before, now] = [closed.page.address, location.href];
  closed.page.address = now;
  return now !== before && entry.name.split("#")[0] === now.split("#")[0];
}

function hide() {
  count = 0;
  line?.remove();
}
