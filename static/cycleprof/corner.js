/** Moves the pill to another corner, by dragging it or by Alt and an arrow key. */

import { choices, choose } from "./preferences.js";

const DRAG_FROM = 6; // pixels: less is a click with an unsteady hand

/**
 * @param {HTMLElement} shell
 * @param {HTMLElement} pill
 */
export function moveByHand(shell, pill) {
  place(shell, choices().corner ?? "bottom-right");
  pill.addEventListener("pointerdown", (event) => drag(shell, pill, event));
  pill.addEventListener("keydown", (event) => {
    const [vertical, horizontal] = (shell.dataset.corner ?? "").split("-");
    const moved = {
      ArrowUp: `top-${horizontal}`, ArrowDown: `bottom-${horizontal}`,
      ArrowLeft: `${vertical}-left`, ArrowRight: `${vertical}-right`,
    }[event.key];
    if (!event.altKey || !moved) return;
    event.preventDefault();
    keep(shell, moved);
  });
}

/** @param {HTMLElement} shell @param {string} corner */
function place(shell, corner) {
  shell.dataset.corner = corner;
}

/** @param {HTMLElement} shell @param {string} corner */
function keep(shell, corner) {
  place(shell, corner);
  choose({ corner });
}

/** The click that ends a drag. @param {Event} click */
const swallow = (click) => click.stopImmediatePropagation();

/** @param {HTMLElement} shell @param {HTMLElement} pill @param {PointerEvent} down */
function drag(shell, pill, down) {
  if (down.button !== 0) return;
  let moving = false;
  pill.removeEventListener("click", swallow, true);
  pill.setPointerCapture(down.pointerId); // at once: a quick hand has left the pill before it moves
  const move = (/** @type {PointerEvent} */ event) => {
    const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
    if (!moving && Math.hypot(x, y) < DRAG_FROM) return;
    moving = true;
    pill.style.transform = `translate(${x}px, ${y}px)`;
  };
  const end = (/** @type {PointerEvent} */ event) => {
    pill.removeEventListener("pointermove", move);
    pill.removeEventListener("pointercancel", end);
    pill.style.transform = "";
    if (!moving || event.type === "pointercancel") return;
    pill.addEventListener("click", swallow, { capture: true, once: true });
    keep(shell, `${event.clientY < innerHeight / 2 ? "top" : "bottom"}-${event.clientX < innerWidth / 2 ? "left" : "right"}`);
  };
  pill.addEventListener("pointermove", move);
  pill.addEventListener("pointerup", end, { once: true });
  pill.addEventListener("pointercancel", end, { once: true });
}
