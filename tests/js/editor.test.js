import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { editorLink } from "../../static/cycleprof/editor.js";
import { shortcut } from "../../static/cycleprof/settings.js";

const origin = { file: "blog/my views.py", line: 7 };
const project = { pattern: "vscode://file{file}:{line}", folders: { blog: "/home/me/shop" } };
const prefer = (editor) => {
  globalThis.localStorage = /** @type {any} */ ({ getItem: () => JSON.stringify({ editor }) });
};

afterEach(() => {
  delete (/** @type {any} */ (globalThis).localStorage);
});

test("the project's editor opens the file where it lies", () => {
  assert.equal(editorLink(origin, project), "vscode://file/home/me/shop/blog/my%20views.py:7");
});

test("the reader's own editor comes first, and a slash before the path is not doubled", () => {
  prefer("zed://file/{file}:{line}");
  assert.equal(editorLink(origin, project), "zed://file/home/me/shop/blog/my%20views.py:7");
  prefer("subl://open?url=file://{file}&line={line}");
  assert.equal(editorLink(origin, project), "subl://open?url=file:///home/me/shop/blog/my%20views.py&line=7");
});

test("a drive has a slash before it", () => {
  assert.equal(editorLink(origin, { ...project, folders: { blog: "C:/shop" } }), "vscode://file/C:/shop/blog/my%20views.py:7");
});

test("no editor, an unknown folder or a script is no link", () => {
  assert.equal(editorLink(origin, { folders: { blog: "/x" } }), null);
  assert.equal(editorLink({ file: "gone/x.py", line: 1 }, project), null);
  prefer("javascript:alert('{file}')");
  assert.equal(editorLink(origin, project), null);
});

test("a key is spelt as the settings do, and one that types is none", () => {
  const press = (more) => shortcut({ key: "p", code: "KeyP", ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...more });

  assert.equal(press({ shiftKey: true, altKey: true }), "Alt+Shift+P");
  assert.equal(press({ shiftKey: true }), null);
  assert.equal(press({ code: "F9" }), "F9");
  assert.equal(press({ key: "Backspace", code: "Backspace" }), "");
});
