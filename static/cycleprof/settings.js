/** The reader's own choices, on the card of keys: the editor, and the key that opens the panel. */

import { h } from "./dom.js";
import { EDITORS } from "./editor.js";
import { t } from "./i18n.js";
import { choices, choose } from "./preferences.js";

const OWN = "own";
const ORDER = ["Ctrl", "Alt", "Shift", "Meta"];

/**
 * @param {import("./viewer.js").Viewer} viewer
 * @returns {import("./dom.js").Child[]}
 */
export function settings(viewer) {
  return [h("h2.sets", null, t("Settings of this browser")), h("div.sets", null, editor(viewer), viewer.surface.key && key(viewer.surface.key))];
}

/** @param {import("./viewer.js").Viewer} viewer */
function editor(viewer) {
  const chosen = choices().editor ?? "";
  const named = Object.values(EDITORS).includes(chosen) || !chosen;
  const pattern = /** @type {HTMLInputElement} */ (h("input.field", {
    type: "text", value: named ? "" : chosen, hidden: named, placeholder: "myeditor://open?file={file}&line={line}", "aria-label": t("URL pattern of the editor"), spellcheck: "false",
    onchange: () => keep(pattern.value.trim()),
  }));
  const project = viewer.document?.head.editor?.pattern;
  const keep = (/** @type {string} */ value) => {
    choose({ editor: value || undefined });
    viewer.go(viewer.tab); // places become links
  };
  const option = (/** @type {string} */ value, /** @type {string} */ label, /** @type {boolean} */ selected) => h("option", { value, selected }, label);
  const list = /** @type {HTMLSelectElement} */ (h("select.field", {
    onchange: () => {
      pattern.hidden = list.value !== OWN;
      if (list.value === OWN) pattern.focus();
      else keep(list.value);
    },
  },
  option("", project ? t("The project's") : t("None"), !chosen),
  Object.entries(EDITORS).map(([name, value]) => option(value, name, value === chosen)),
  option(OWN, t("Another, by its URL"), !named)));
  return [h("label", null, h("span", null, t("Open files in")), list), pattern];
}

/** @param {{ key: string }} holder of the key that the page listens for */
function key(holder) {
  const field = /** @type {HTMLInputElement} */ (h("input.field", {
    type: "text", value: holder.key, placeholder: t("no key"), "aria-label": t("Key that opens the panel: press it here, or Backspace for none"), spellcheck: "false", autocomplete: "off", readonly: true,
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const pressed = shortcut(event);
      if (pressed === null) return;
      event.preventDefault();
      event.stopPropagation();
      holder.key = pressed;
      field.value = pressed;
      choose({ key: pressed });
    },
  }));
  return h("label", null, h("span", null, t("Key that opens the panel")), field);
}

/**
 * The key as settings spell it; empty for Backspace; null for one that would type something.
 *
 * @param {Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey">} event
 * @returns {string | null}
 */
export function shortcut({ key: name, code, ctrlKey, altKey, shiftKey, metaKey }) {
  if (name === "Backspace" || name === "Delete") return "";
  const held = ORDER.filter((_, number) => [ctrlKey, altKey, shiftKey, metaKey][number]);
  const pressed = code.replace(/^(Key|Digit)/, "");
  if (!/^([A-Z0-9]|F[1-9]\d?)$/.test(pressed) || (pressed.length < 2 && !(ctrlKey || altKey || metaKey))) return null;
  return [...held, pressed].join("+");
}
