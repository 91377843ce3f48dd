// The model canvas: one drawing of a system that can be changed by pointer and by keyboard.

import "@xyflow/react/dist/style.css";
import "./canvas.css";
import { ReactFlowProvider } from "@xyflow/react";
import type { Ref } from "react";
import type { Operation } from "./operations";
import type { Connection, Fragment, Graph, Kind, Layout, Level, Peer } from "./types";
import { Workspace } from "./workspace";

/** What a page can do with the canvas. */
export interface CanvasHandle {
  /** Carries out operations that came from elsewhere on the page; they are undone as what was drawn is. False if refused. */
  run: (label: string, ops: readonly Operation[]) => Promise<boolean>;
}

export interface CanvasProps {
  ref?: Ref<CanvasHandle>;
  graph: Graph;
  /** since names the last thing that was changed from elsewhere: what was done before it is not undone, for that would undo it too. */
  since?: string;
  levels?: readonly Level[];
  layout?: Layout; // absent: nobody has arranged this model yet
  readOnly?: boolean;
  peers?: readonly Peer[];
  /** Kinds whose words match; at most some dozens, best first. */
  palette: (query: string) => Promise<Kind[]>;
  /** How a kind may be joined to each of other kinds, in that direction; kinds that it may not be joined to are left out. */
  legal: (from: string, to: readonly string[]) => Promise<Record<string, Connection[]>>;
  /** Elements as values, for copying. */
  fragments: (ids: readonly string[]) => Promise<Fragment[]>;
  /** Carries out operations and answers with what undoes them; rejects with an error whose message says why not. */
  onOperations: (ops: readonly Operation[]) => Promise<readonly Operation[]>;
  onPositions: (layout: Layout) => void;
  /** Somebody wants the properties of an element, zone or flow. */
  onOpen: (id: string) => void;
  onSelect?: (ids: readonly string[]) => void;
}

export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Workspace {...props} />
    </ReactFlowProvider>
  );
}
