// What one person looks at; nobody else sees a difference, and it is not part of undo.

import { useCallback, useState } from "react";
import type { Overlay } from "./levels";
import { hiddenAtFirst, type View } from "./scene";

export interface Looking extends Omit<View, "closed"> {
  overlay: Overlay;
  list: boolean; // tables in place of the drawing
}

export const atFirst: Looking = { others: "dim", hidden: new Set(hiddenAtFirst), overlay: "none", list: false };

export function useView(): [Looking, (change: Partial<Looking>) => void] {
  const [looking, setLooking] = useState(atFirst);
  return [looking, useCallback((change) => setLooking((l) => ({ ...l, ...change })), [])];
}
