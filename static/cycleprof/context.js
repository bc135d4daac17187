/** What a viewer lends to the blocks it shows: the report's head, and ways to elsewhere in it. */

import { editorLink } from "./editor.js";
import { Links } from "./values.js";

/** @param {import("./viewer.js").Viewer} viewer */
export function makeContext(viewer) {
  const links = new Links();
  links.editor = (origin) => editorLink(origin, viewer.document?.head.editor);
  links.finding = (letter) => viewer.openFinding(letter);
  return {
    links,
    plain: new Links(), // for places inside buttons, which must hold no links
    api: viewer.api,
    styled: (/** @type {string} */ sheet) => viewer.surface.styled(sheet),
    shell: viewer.shell,
    /** @type {import("./types").Head} */
    head: /** @type {any} */ (null),
    say: (/** @type {string} */ text) => viewer.say(text),
    copy: (/** @type {string} */ text, /** @type {string} */ what, /** @type {EventTarget | null} */ button) => viewer.copy(text, what, button),
    openSpan: (/** @type {number} */ id) => viewer.openSpan(id),
    openFinding: (/** @type {string} */ letter) => viewer.openFinding(letter),
    openItem: (/** @type {string} */ id) => viewer.openItem(id),
    openQuery: (/** @type {string} */ sql, /** @type {number} */ span) => viewer.openQuery(sql, span),
    opened: (/** @type {string} */ fragment) => viewer.surface.opened?.(fragment),
    show: (/** @type {string} */ id, /** @type {string | undefined} */ tab = undefined) => viewer.show(id, tab),
    background: viewer.surface.background,
    largestPaint: viewer.surface.largestPaint,
    current: () => viewer.surface.current?.() ?? viewer.id ?? "",
    compare: /** @type {string[]} */ ([]),
    go: (/** @type {string} */ tab) => viewer.go(tab),
  };
}
