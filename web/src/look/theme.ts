// Light, dark, or what the system says: kept in the browser, and set on the root element before anything is drawn.
import { useSyncExternalStore } from "react";
import { keep, kept } from "./kept";

export type Theme = "system" | "light" | "dark";
export const themes: readonly Theme[] = ["system", "light", "dark"];

const listeners = new Set<() => void>();

export function theme(): Theme {
  const t = kept("theme");
  return t === "light" || t === "dark" ? t : "system";
}

/** applyTheme sets what is kept on the document; call it once at the start. */
export function applyTheme(): void {
  const t = theme();
  if (t === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset.theme = t;
}

export function setTheme(t: Theme): void {
  keep("theme", t === "system" ? null : t);
  applyTheme();
  for (const l of listeners) l();
}

export function useTheme(): [Theme, (t: Theme) => void] {
  const now = useSyncExternalStore((l) => {
    listeners.add(l);
    return () => listeners.delete(l);
  }, theme);
  return [now, setTheme];
}
