/** Lets the viewer run in a file of its own: what it would ask a server for is in the file. */

const kept = JSON.parse(document.getElementById("cycleprof-data").textContent);
const assets = JSON.parse(document.getElementById("cycleprof-assets").textContent);

/** @param {unknown} body @param {number} [status] */
const answer = (body, status = 200) => new Response(typeof body === "string" ? body : JSON.stringify(body), { status });

/** @param {string} message */
const refusal = (message) => answer({ error: { code: "offline", message, hint: "Open the profile where it was recorded." } }, 409);

globalThis.fetch = async (address) => {
  const asked = String(address);
  const sheet = /styles\/[\w-]+\.css$/.exec(asked);
  if (sheet) return answer(assets[sheet[0]]);
  const [path, query] = asked.slice(asked.indexOf("api/")).split("?");
  const [, kind, id, part] = path.split("/");
  if (kind === "profiles" && !id) return answer({ profiles: listed(new URLSearchParams(query)), next: null });
  const document = kept.documents[id];
  if (kind === "profiles" && part === "panels" && document) {
    return answer(new URLSearchParams(query).get("part") === "head" ? { head: document.head } : document);
  }
  return refusal("This file has no server behind it.");
};

/** @param {URLSearchParams} asked */
function listed(asked) {
  const [before, after] = [asked.get("before"), asked.get("after")];
  const found = kept.summaries.filter(({ id }) => (!before || id < before) && (!after || id > after));
  return after ? found.slice(-Number(asked.get("limit") ?? 50)) : found.slice(0, Number(asked.get("limit") ?? 50));
}

globalThis.EventSource = class extends EventTarget {
  close() {}
};

// A file's address cannot change to another path; parts of it are addressed by #fragments.
history.pushState = () => undefined;

// Links to the server's pages and documents lead nowhere from here.
const own = new URL("./", location.href).href;
addEventListener("click", (event) => {
  const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement);
  if (link?.href.startsWith(own) && !link.href.includes("#")) event.preventDefault();
}, true);

import("cycleprof/page.js");
