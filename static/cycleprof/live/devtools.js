/** The spans of the page's own request as tracks in Chrome's Performance panel. */

/** @typedef {import("../types").Timeline} Timeline */

const GROUP = "Django";
const COLOURS = /** @type {Record<string, string>} */ ({ mw: "primary-light", url: "tertiary-dark", view: "primary", db: "warning", cache: "secondary", tpl: "tertiary", io: "error" });
const MOST = 2000;

/**
 * Write each span as a measure of its own track. That is done only once the panel is opened, so the
 * page's own list of entries stays as it is for whoever does not look.
 *
 * @param {Timeline} block
 * @param {number} answered milliseconds of the page's clock at which the server's answer began to arrive
 */
export function writeTracks(block, answered) {
  const start = Math.max(answered - block.duration_ns / 1e6, 0); // a cycle may end after its first byte
  const { bars } = block;
  for (let index = 0; index < Math.min(bars.id?.length ?? 0, MOST); index++) {
    const lane = block.lanes[bars.lane[index]];
    const from = start + bars.start[index] / 1e6;
    const place = block.places?.[bars.place[index]]?.at;
    performance.measure(block.names[bars.name[index]], {
      start: from,
      end: from + bars.span[index] / 1e6,
      detail: {
        devtools: {
          dataType: "track-entry",
          trackGroup: GROUP,
          track: lane.title,
          color: COLOURS[lane.category] ?? "secondary-light",
          properties: place ? [["Line", `${place.file}:${place.line}`]] : [],
        },
      },
    });
  }
}
