// Whether anybody is at the page. What an open page asks by itself does not keep a session alive, so that one that was left ends.
const rest = 5 * 60_000; // milliseconds without a touch until nobody is taken to be there

let touched = Date.now();

if (typeof document !== "undefined")
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"])
    document.addEventListener(kind, () => (touched = Date.now()), { capture: true, passive: true });

/** isUnattended tells that nobody has touched the page for a while. */
export function isUnattended(now = Date.now()): boolean {
  return now - touched > rest;
}
