/** How long a request is whose bar takes the whole width. Pure. */

const BEYOND = 3; // times as long as most: the first request after a start, a long stream

/**
 * The slowest, unless it is so much slower than most that all others would be dots beside it.
 *
 * @param {number[]} durations nanoseconds
 * @returns {number} nanoseconds; bars of what took longer are cut there
 */
export function fullWidth(durations) {
  const rising = [...durations].sort((a, b) => a - b);
  const most = rising[Math.floor((rising.length - 1) * 0.9)] ?? 1;
  return Math.max(Math.min(rising.at(-1) ?? 1, most * BEYOND), 1);
}
