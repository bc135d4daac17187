/**
 * A modal dialog of the page makes all that is outside it inert, the panel included. While one is
 * open the panel is its guest: within it, and above it in the top layer.
 */

const OURS = ["click", "dblclick", "mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend"];

/** @param {Event} event */
const keep = (event) => event.stopPropagation(); // a page may close its dialog for a click beside it

let following = false;

/**
 * Follow the page's dialogs from now on; a second call changes nothing.
 *
 * @param {HTMLElement} host
 */
export function follow(host) {
  if (following) return;
  following = true;
  /** @type {HTMLDialogElement[]} in the order in which they were opened */
  let modal = [...document.querySelectorAll("dialog")].filter(isModal);
  /** @type {HTMLElement} */
  let home = document.documentElement;
  const watch = new MutationObserver(() => {
    if (!home.isConnected || !host.isConnected) settle();
  });

  function settle() {
    modal = modal.filter((dialog) => dialog.isConnected && isModal(dialog));
    const wanted = modal.at(-1) ?? document.documentElement;
    if (wanted === home && host.parentNode === home) return;
    home = wanted;
    move(host, home);
    watch.disconnect();
    if (home !== document.documentElement) watch.observe(document.documentElement, { childList: true, subtree: true });
  }

  document.addEventListener("toggle", ({ target }) => {
    if (!(target instanceof HTMLDialogElement)) return;
    modal = modal.filter((dialog) => dialog !== target);
    if (isModal(target)) modal.push(target);
    settle();
  }, true);
  settle();
}

/** @param {HTMLElement} host @param {HTMLElement} home */
function move(host, home) {
  const inside = home instanceof HTMLDialogElement;
  const focused = /** @type {HTMLElement | null} */ (host.shadowRoot?.activeElement ?? null);
  home.append(host);
  for (const type of OURS) {
    if (inside) host.addEventListener(type, keep);
    else host.removeEventListener(type, keep);
  }
  host.popover = inside ? "manual" : null; // beside whatever the dialog's own box does to its content
  if (inside) host.showPopover();
  focused?.focus();
}

/** @param {HTMLDialogElement} dialog */
const isModal = (dialog) => dialog.matches(":modal");
