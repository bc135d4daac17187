/** Findings by letter: 0 is A, 26 is AA. The same rule as `cycleprof/panels/marks.py`. */

/** @param {number} number @returns {string} */
export function letter(number) {
  let name = "";
  for (let rest = number + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}
