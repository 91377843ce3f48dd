// What boxes on the canvas need to know of the canvas. It changes seldom compared with moving and dragging.

import { createContext, useContext } from "react";
import type { Shown } from "./levels";

export interface CanvasState {
  readOnly: boolean;
  focus?: string;
  takeFocus: { current: boolean }; // whether the box that has the focus of the canvas also takes that of the page
  renaming?: string;
  legal?: ReadonlySet<string>; // while something is being connected: what it may be connected to
  level: (id: string) => Shown | undefined;
  peersAt: (id: string) => string[];
  controller: (zone: string) => string | undefined; // title of who controls a zone
  lines: (id: string) => number; // connections of an item
  focused: (id: string) => void;
  open: (id: string) => void;
  toggle: (id: string) => void; // opens or closes a container
  enter: (zone: string) => void;
  rename: (id: string, title: string | undefined) => void; // undefined: given up
}

export const CanvasContext = createContext<CanvasState | undefined>(undefined);

export function useCanvas(): CanvasState {
  const state = useContext(CanvasContext);
  if (!state) throw new Error("a box of the canvas is drawn outside the canvas");
  return state;
}
