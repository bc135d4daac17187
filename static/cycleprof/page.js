/** The standalone pages: all profiles, live, or one of them under an address of its own. */

import { Api } from "./api.js";
import { h } from "./dom.js";
import { learn, locale, t } from "./i18n.js";
import { History } from "./live/history.js";
import { choices } from "./preferences.js";
import { adopt } from "./styles.js";
import { Viewer } from "./viewer.js";

const base = import.meta.url.slice(0, import.meta.url.lastIndexOf("/") + 1);

start();

async function start() {
  const mount = /** @type {HTMLElement} */ (document.getElementById("cycleprof"));
  const root = mount.attachShadow({ mode: "open" });
  const shell = h("main.cp.page", { lang: "en", dir: document.dir || "ltr", "data-theme": choices().theme ?? "auto" });
  root.append(shell);
  const api = new Api(mount.dataset.prefix ?? "/__cycleprof__/");
  await learn(mount.dataset.language);
  shell.lang = locale();
  await adopt(root, base, ["tokens", "base", "viewer", "timeline", "blocks", "page"]);
  if (mount.dataset.id) showProfile(shell, api, mount.dataset.id);
  else showList(shell, api);
}

/** @param {HTMLElement} shell @param {Api} api @param {string} first */
async function showProfile(shell, api, first) {
  await api.panels(first).catch(() => undefined); // it tells the language that the viewer is built in
  const viewer = new Viewer({
    loaded: ({ name }) => {
      document.title = `${name} · cycleprof`;
    },
    api, shell, current: () => first, styled: (sheet) => adopt(/** @type {ShadowRoot} */ (shell.getRootNode()), base, [sheet]),
    opened: (fragment) => history.replaceState(history.state, "", `#${fragment}`),
    shown: (id) => {
      if (!location.pathname.endsWith(id)) history.pushState({ id }, "", api.page(id));
    },
  });
  addEventListener("popstate", () => {
    const id = decodeURIComponent(location.pathname.split("/p/")[1] ?? first);
    if (id !== viewer.id) viewer.show(id);
  });
  shell.append(viewer.element);
  await viewer.show(first);
  await follow(viewer, location.hash.slice(1));
}

/** @param {Viewer} viewer @param {string} fragment `span-<n>` or `finding-<fingerprint>` */
async function follow(viewer, fragment) {
  const [kind, name] = [fragment.slice(0, fragment.indexOf("-")), fragment.slice(fragment.indexOf("-") + 1)];
  if (kind === "span") await viewer.openSpan(Number(name));
  const finding = viewer.context.head?.findings.find(({ fingerprint }) => fingerprint === name);
  if (kind === "finding" && finding) await viewer.openFinding(finding.letter);
}

/** @param {HTMLElement} shell @param {Api} api */
function showList(shell, api) {
  const list = new History(api, { open: (id) => location.assign(api.page(id)), address: (id) => api.page(id) });
  shell.append(h("header.top.list", null, h("div.hd", null, h("h1.path", null, "cycleprof"), h("span.t3", null, t("Recorded requests, newest first")))), list.element);
  list.start();
}
