/** How long ago a moment was, as the reader's language says it. Pure. */

import { locale } from "../i18n.js";

/**
 * How long ago a moment was, in the largest unit that fits.
 *
 * @param {number} seconds
 */
export function ago(seconds) {
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: "auto", style: "narrow" });
  if (seconds < 60) return format.format(-Math.round(seconds), "second");
  if (seconds < 3600) return format.format(-Math.round(seconds / 60), "minute");
  if (seconds < 86400) return format.format(-Math.round(seconds / 3600), "hour");
  return format.format(-Math.round(seconds / 86400), "day");
}
