// What the parts of the page share.
import { createContext, useContext, useSyncExternalStore } from "react";
import type { Present } from "../../app/presence";
import type { Operation } from "../../canvas/operations";
import type { Edge, Graph, Node, Place as PlaceOf, Zone } from "../../canvas/types";
import type { Desk, Snapshot } from "./desk";

export interface Work {
  desk: Desk;
  organisation: string;
  project: string;
  readOnly: boolean;
  /** run carries out operations so that they can be undone on the canvas; label says what was done. False if they were refused. */
  run: (label: string, ops: readonly Operation[]) => Promise<boolean>;
  /** back takes back the last thing done without a canvas; nothing if there is none. */
  back: (() => void) | undefined;
  /** chosen is the element that the details are about. */
  chosen: string | undefined;
  choose: (id: string | undefined) => void;
  /** here is who else has the system open. */
  here: readonly Present[];
  /** show brings a place of a file into sight. */
  show: (file: string, line: number, column?: number) => void;
}

export const WorkContext = createContext<Work | null>(null);

export function useWork(): Work {
  const work = useContext(WorkContext);
  if (!work) throw new Error("a part of the system page is shown outside of it");
  return work;
}

export function useSnapshot(desk: Desk): Snapshot {
  return useSyncExternalStore(desk.subscribe, () => desk.now);
}

/** Found is what has an id: one of zone, place, node and edge is there. */
export interface Found {
  id: string;
  title: string;
  kind: string;
  file: string;
  line: number;
  imported?: boolean;
  zone?: Zone;
  place?: PlaceOf;
  node?: Node;
  edge?: Edge;
}

/** find gives what has an id in a graph. */
export function find(graph: Graph | undefined, id: string | undefined): Found | undefined {
  if (!graph || !id) return undefined;
  const zone = graph.zones.find((z) => z.id === id);
  const node = graph.nodes.find((n) => n.id === id);
  const place = graph.places.find((p) => p.id === id);
  const edge = graph.edges.find((e) => e.id === id);
  const what = zone ?? node ?? place ?? edge;
  if (!what) return undefined;
  const { title, file, line, imported } = what;
  return { id, title, file, line, imported, kind: "kind" in what ? what.kind : "", zone, node, place, edge };
}

/** titleOf is the title of an element, or its id. */
export const titleOf = (graph: Graph | undefined, id: string): string => find(graph, id)?.title ?? id;

/** elementAt is the element whose text a line of a file belongs to: the last one that begins at or before it. */
export function elementAt(graph: Graph | undefined, file: string, line: number): string | undefined {
  if (!graph) return undefined;
  let best: { id: string; line: number } | undefined;
  for (const list of [graph.zones, graph.places, graph.nodes, graph.edges.filter((e) => e.sort === "flow")])
    for (const x of list) if (x.file === file && x.line <= line && x.line > (best?.line ?? 0)) best = x;
  return best?.id;
}
