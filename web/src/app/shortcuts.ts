// Keys that do something wherever one is. All are listed in the help; those of one letter can be switched off (WCAG 2.1.4).
import { useEffect, useRef, useSyncExternalStore } from "react";
import { keep, kept } from "../look/kept";

export interface Shortcut {
  /** keys as KeyboardEvent.key says it, with Control+, Alt+ and Shift+ before it: "?", "Control+s". Command counts as Control. */
  keys: string;
  label: string;
}

const active = new Map<object, Shortcut>();
const listeners = new Set<() => void>();
let list: readonly Shortcut[] = [];

function changed() {
  list = [...active.values()];
  for (const l of listeners) l();
}

function subscribe(l: () => void) {
  listeners.add(l);
  return () => listeners.delete(l);
}

/** useShortcuts gives all that can be used now. */
export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(subscribe, () => list);
}

/** singleKeys tells whether keys of one letter are on. */
export function singleKeys(): boolean {
  return kept("single-keys") !== "off";
}

export function setSingleKeys(on: boolean): void {
  keep("single-keys", on ? null : "off");
  changed();
}

/** keysOf names what was pressed. Shift counts only where it does not make another character. */
export function keysOf(e: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  const shift = e.shiftKey && e.key.length > 1;
  return `${e.ctrlKey || e.metaKey ? "Control+" : ""}${e.altKey ? "Alt+" : ""}${shift ? "Shift+" : ""}${e.key}`;
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** useShortcut runs f on keys while the calling component is shown. One letter does nothing while somebody types or in a dialog. */
export function useShortcut(keys: string, label: string, f: () => void): void {
  const latest = useRef(f);
  latest.current = f;
  useEffect(() => {
    const me = {};
    active.set(me, { keys, label });
    changed();
    const listen = (e: KeyboardEvent) => {
      if (e.defaultPrevented || keysOf(e) !== keys) return;
      if (keys.length === 1 && (!singleKeys() || typing(e.target) || document.querySelector("dialog[open]"))) return;
      e.preventDefault();
      latest.current();
    };
    addEventListener("keydown", listen);
    return () => {
      removeEventListener("keydown", listen);
      active.delete(me);
      changed();
    };
  }, [keys, label]);
}
