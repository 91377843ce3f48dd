// What somebody typed and has not saved yet. It outlives looking at something else, going back, loading the page again and the end of a session:
// it is kept in this window, for this person, until it is saved or the window is closed.
import { useState } from "react";
import { useSession } from "./session";

/** useTyped gives what was typed under a name, and keeps what is typed; undefined forgets it. */
export function useTyped<T>(name: string): [T | undefined, (value: T | undefined) => void] {
  const key = `cordon.typed.${useSession().account.id}.${name}`;
  const [held, setHeld] = useState(() => ({ key, value: read<T>(key) }));
  const value = held.key === key ? held.value : read<T>(key);
  return [
    value,
    (next) => {
      setHeld({ key, value: next });
      write(key, next);
    },
  ];
}

/** read gives nothing where the browser keeps nothing, or something else is kept under the name. */
function read<T>(key: string): T | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, value: unknown) {
  try {
    if (value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing: the text lives as long as the page.
  }
}
