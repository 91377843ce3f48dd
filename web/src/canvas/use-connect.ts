// What may be connected to what: asked once for each kind, and known while a line is drawn.

import { useCallback, useRef, useState } from "react";
import type { CanvasProps } from "./canvas";
import type { Connection, Graph } from "./types";

export interface Connecting {
  from: string;
  legal: ReadonlySet<string>;
}

export function useConnect(graph: Graph, ask: CanvasProps["legal"]) {
  const [connecting, setConnecting] = useState<Connecting>();
  const known = useRef(new Map<string, Promise<Record<string, Connection[]>>>());
  const kinds = [...new Set(graph.nodes.map((n) => n.kind))].sort();

  /** Ways to join an element to each other element, by the id of that. */
  const joinsFrom = useCallback(
    async (from: string): Promise<Map<string, Connection[]>> => {
      const kind = graph.nodes.find((n) => n.id === from)?.kind;
      if (kind === undefined) return new Map();
      const key = `${kind} ${kinds.join(" ")}`;
      let answer = known.current.get(key);
      if (!answer) {
        answer = ask(kind, kinds);
        known.current.set(key, answer);
        answer.catch(() => known.current.delete(key)); // asked again next time
      }
      const byKind = await answer;
      const there = new Set(graph.edges.map((e) => `${e.from} ${e.sort} ${e.to}`));
      return new Map(
        graph.nodes.flatMap((n): [string, Connection[]][] => {
          const joins = (byKind[n.kind] ?? []).filter(
            (j) => j.sort === "flow" || (j.sort !== "inside" && !there.has(`${from} ${j.sort} ${n.id}`)),
          );
          return n.id !== from && joins.length > 0 ? [[n.id, joins]] : [];
        }),
      );
    },
    [graph, kinds, ask],
  );

  const begin = useCallback(
    async (from: string) => {
      const joins = await joinsFrom(from);
      setConnecting({ from, legal: new Set(joins.keys()) });
      return joins;
    },
    [joinsFrom],
  );
  return { connecting, begin, joinsFrom, end: useCallback(() => setConnecting(undefined), []) };
}
