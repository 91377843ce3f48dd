// The level that each item shows. What is closed shows the worst of what is in it.

import { useMemo } from "react";
import { type Overlay, type Shown, shownLevel, worst } from "./levels";
import { ancestors, type Scene } from "./scene";
import type { Graph, Level } from "./types";

export function useShownLevels(
  levels: readonly Level[] | undefined,
  overlay: Overlay,
  scene: Scene,
  graph: Graph,
  up: ReadonlyMap<string, string>,
): ReadonlyMap<string, Shown | undefined> {
  const byId = useMemo(() => new Map(levels?.map((l) => [l.id, l])), [levels]);
  return useMemo(() => {
    const level = (id: string) => {
      const own = shownLevel(byId.get(id), overlay);
      const item = scene.items.get(id);
      if (!item?.closed || item.inside === 0) return own;
      const inner = graph.nodes
        .filter((n) => ancestors(up, n.id).includes(id))
        .map((n) => shownLevel(byId.get(n.id), overlay));
      return worst([own, ...inner].filter((l) => l !== undefined));
    };
    return new Map([...scene.items.keys()].map((id) => [id, level(id)]));
  }, [byId, overlay, scene, graph, up]);
}
