/*
 * The closed panel: one script, one small button. Everything else is fetched when it is wanted.
 * A classic script, because only those can tell by which tag they were loaded.
 */
(() => {
  "use strict";

  const tag = document.currentScript;
  if (!(tag instanceof HTMLScriptElement) || isFramedBySite()) return;

  const NAME = "cycleprof-panel";
  const base = tag.src.slice(0, tag.src.lastIndexOf("/") + 1);
  const page = {
    id: tag.dataset.cycleprofId ?? "",
    ms: Number(tag.dataset.cycleprofMs),
    queries: Number(tag.dataset.cycleprofQueries),
    address: location.href,
    largestPaint: 0,
    background: [],
    key: ownKey() ?? tag.dataset.cycleprofKey ?? "Alt+Shift+P",
  };

  const present = document.querySelector(NAME);
  if (present) {
    // Turbo and htmx replace the body and run this script again: the panel stays, the page is new.
    present.dispatchEvent(new CustomEvent("cycleprof:page", { detail: page }));
    return;
  }

  takeNavigation();

  const STYLE = `
:host{all:initial!important;display:block!important;position:fixed!important;inset:auto!important;width:0!important;height:0!important;margin:0!important;border:0!important;padding:0!important;overflow:visible!important;background:none!important;z-index:2147483647!important}
*,*::before,*::after{box-sizing:border-box}
[hidden]{display:none!important}
.cp{color-scheme:light dark;--bg:light-dark(#fff,#111318);--s2:light-dark(#eceef2,#22262e);--line2:light-dark(#cbd1da,#3c424f);--t1:light-dark(#151922,#e9ebef);--t2:light-dark(#475064,#a9b0be);--t3:light-dark(#667085,#8a92a3);--acc:light-dark(#2a5ce0,#8fabff);--warn:light-dark(#b5400a,#ff9a66);--warnbg:light-dark(#fdf1ea,#2f1f19);
font:400 12px/16px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:var(--t1);font-variant-numeric:tabular-nums;text-align:start;-webkit-font-smoothing:antialiased}
.cp[data-theme=light]{color-scheme:light}.cp[data-theme=dark]{color-scheme:dark}
.pill{position:fixed;inset:auto 16px 16px auto;height:34px;margin:0;padding:0;padding-inline:8px 12px;border-radius:17px;display:flex;align-items:center;gap:8px;background:var(--bg);color:var(--t1);border:1px solid var(--line2);box-shadow:0 6px 20px -6px #10182840,0 1px 3px #1018281f;font:inherit;font-weight:600;font-size:13px;white-space:nowrap;cursor:pointer;touch-action:none;user-select:none}
.pill.flagged{padding-inline-end:5px}
.pill:hover{border-color:var(--t3)}.pill:focus{outline:none}.pill:focus-visible{outline:2px solid var(--acc);outline-offset:2px}
.pill>i{width:1px;height:14px;background:var(--line2)}.pill>.q{font-weight:400;font-size:12px;color:var(--t2)}
.pill>.f{height:24px;line-height:24px;border-radius:12px;padding:0 9px;font-size:11px;background:var(--warnbg);color:var(--warn)}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.pill>.o{width:18px;height:18px;border-radius:50%;border:4px solid var(--s2);flex:none}
.cp[data-corner$=left]>.pill{left:16px;right:auto}.cp[data-corner^=top]>.pill{top:16px;bottom:auto}
@media (max-width:640px){.pill>.q,.pill>i{display:none}}
@media (pointer:coarse){.pill{height:40px;border-radius:20px}}
@media print{.cp{display:none}}
`;
  const host = document.createElement(NAME);
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  /** @param {string} name @param {string} [className] @param {string} [text] */
  const make = (name, className = "", text = "") => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.textContent = text;
    return element;
  };

  const shell = make("div", "cp");
  shell.lang = "en";
  const pill = make("button", "pill");
  pill.setAttribute("type", "button");
  pill.setAttribute("aria-expanded", "false");
  const time = make("span", "ms");
  const queries = make("span", "q");
  pill.append(make("span", "o"), time, make("i"), queries, make("span", "sr", "Open the request profile"));
  shell.append(pill);
  root.append(shell);

  function describe() {
    const { ms, queries: count } = page;
    time.textContent = ms < 1000 ? `${ms.toFixed(ms < 1 ? 2 : ms < 100 ? 1 : 0)}\u202fms` : `${(ms / 1000).toFixed(2)}\u202fs`;
    queries.textContent = `${count} ${count === 1 ? "query" : "queries"}`;
    /* What the page says of itself, not what its style sheets do. */
    shell.dir = document.dir === "rtl" ? "rtl" : "ltr";
    pill.setAttribute("aria-keyshortcuts", page.key.replace("Ctrl", "Control"));
  }

  /** After a 304 the browser shows the stored page, whose tag is of the earlier answer; the headers are of this one. */
  function takeNavigation() {
    const [timing] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    const told = timing?.name.split("#")[0] === location.href.split("#")[0] ? timing.serverTiming ?? [] : [];
    const own = told.find(({ name }) => name === "cycleprof");
    if (!own?.description || own.description === page.id) return;
    const sent = told.find(({ name }) => name === "db")?.description ?? "";
    Object.assign(page, { id: own.description, ms: own.duration, queries: Number.parseInt(sent, 10) || 0 });
  }

  /** The key that the reader has chosen in the panel; storage may be blocked. @returns {string | undefined} */
  function ownKey() {
    try {
      return JSON.parse(localStorage.getItem("cycleprof") ?? "{}").key;
    } catch {
      return undefined;
    }
  }

  function isFramedBySite() {
    try {
      return window !== window.top && Boolean(window.top?.document);
    } catch {
      return false; // framed by another site, which shows no panel of its own
    }
  }

  /** @type {Promise<{ attach(context: object): Promise<{ toggle(): Promise<void> }> }> | undefined} */
  let loading;
  /** @type {Promise<{ toggle(): Promise<void> }> | undefined} */
  let attached;

  function attach() {
    loading ??= import(`${base}closed.js`);
    attached ??= loading.then((module) => module.attach({ base, host, root, shell, pill, page, describe }));
    return attached;
  }

  async function toggle() {
    try {
      await (await attach()).toggle();
    } catch {
      location.assign(`${base.split("assets/")[0]}p/${page.id}`);
    }
  }

  pill.addEventListener("click", toggle);
  addEventListener("keydown", (event) => {
    const held = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift", event.metaKey && "Meta"];
    const pressed = [...held.filter(Boolean), event.code?.replace(/^(Key|Digit)/, "")].join("+");
    if (pressed !== page.key) return;
    event.preventDefault();
    toggle();
  });
  const idle = window.requestIdleCallback ?? ((run) => setTimeout(run, 200));
  const settle = () => idle(() => void attach().catch(() => undefined));
  if (document.readyState === "complete") settle();
  else addEventListener("load", settle, { once: true });

  describe();
  document.documentElement.append(host);
})();
