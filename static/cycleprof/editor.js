/** Addresses that open a line in the reader's editor, where the project or the reader has named one. */

import { choices } from "./preferences.js";

/** Editors to choose from, with their patterns; `{file}` is an absolute path. */
export const EDITORS = /** @type {Record<string, string>} */ ({
  "VS Code": "vscode://file{file}:{line}",
  PyCharm: "pycharm://open?file={file}&line={line}",
  Zed: "zed://file{file}:{line}",
  Cursor: "cursor://file{file}:{line}",
  "IntelliJ IDEA": "idea://open?file={file}&line={line}",
  "Sublime Text": "subl://open?url=file://{file}&line={line}",
});

/**
 * The address of a line; null where no editor is named, or where the file lies is not known.
 *
 * @param {{ file: string, line: number }} origin
 * @param {import("./types").Head["editor"]} [project] what the project's settings say
 * @returns {string | null}
 */
export function editorLink({ file, line }, project) {
  const pattern = choices().editor || project?.pattern;
  if (!pattern || !/^[a-z][a-z0-9+.-]*:/i.test(pattern) || /^(javascript|data|vbscript):/i.test(pattern)) return null;
  const folder = project?.folders[file.split("/")[0]];
  if (folder === undefined && !pattern.includes("{path}")) return null;
  const whole = encodeURI(`${/^\w:/.test(folder ?? "") ? "/" : ""}${folder}/${file}`).replace(/[?#&]/g, encodeURIComponent);
  return pattern.replace(/(?<=[^/])\/\{file\}|\{file\}/, () => whole).replace("{path}", encodeURI(file)).replace("{line}", String(line));
}
