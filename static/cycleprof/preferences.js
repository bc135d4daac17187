/** What the reader chose, in one key of the browser's storage. Storage that is blocked is no error. */

const KEY = "cycleprof";

/** @typedef {{ theme?: "light" | "dark" | "auto", corner?: string, height?: number, tab?: string, editor?: string, key?: string }} Choices */

/** @returns {Choices} */
export function choices() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

/** @param {Choices} changed */
export function choose(changed) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...choices(), ...changed }));
  } catch {
    // Blocked or full: the choice holds as long as the page does.
  }
}
