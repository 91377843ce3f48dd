// What the canvas says: read out by screen readers, and shown for a while.

import { useCallback, useState } from "react";

export interface Said {
  text: string;
  n: number; // counts up, so that the same words are said again
}

export function useSay(): [Said, (text: string) => void] {
  const [said, setSaid] = useState<Said>({ text: "", n: 0 });
  const say = useCallback((text: string) => setSaid((s) => ({ text, n: s.n + 1 })), []);
  return [said, say];
}

export const reason = (e: unknown) => (e instanceof Error ? e.message : String(e));
