// What the layout library is asked, and what its answer means. Pure; the library itself runs in a worker (arrange.ts).

import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api";
import { grid, isLeaf, leafSize, padding } from "./rects";
import type { Item, Scene } from "./scene";
import type { Layout, Point } from "./types";

/** Items that are laid out all together; larger models go container by container. */
export const togetherUpTo = 150;
const labelHeight = 18;

export const labelWidth = (text: string) => Math.min(180, 12 + 6.2 * text.length);

export const options = {
  "elk.algorithm": "layered",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.spacing.nodeNode": "18",
  "elk.spacing.edgeNode": "12",
  "elk.spacing.edgeEdge": "9",
  "elk.layered.compaction.postCompaction.strategy": "EDGE_LENGTH",
  "elk.spacing.componentComponent": "40",
  "elk.aspectRatio": "1.6",
  "elk.layered.spacing.nodeNodeBetweenLayers": "32",
  "elk.layered.spacing.edgeNodeBetweenLayers": "14",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "9",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.thoroughness": "5",
  "elk.json.shapeCoords": "ROOT",
  "elk.json.edgeCoords": "ROOT",
};

export type Direction = "DOWN" | "RIGHT";

/** How large a layout can be shown on a screen: zoom of one that is 1600 by 1000 pixels. */
export const fits = (laid: ElkNode) => Math.min(1600 / (laid.width ?? 1600), 1000 / (laid.height ?? 1000));

export function question(scene: Scene, direction: Direction): ElkNode {
  const node = (item: Item): ElkNode =>
    isLeaf(item)
      ? { id: item.id, ...leafSize }
      : {
          id: item.id,
          children: item.children.map((c) => node(scene.items.get(c) as Item)),
          layoutOptions: {
            "elk.padding": `[top=${padding.top},left=${padding.side},bottom=${padding.bottom},right=${padding.side}]`,
          },
        };
  const edges: ElkExtendedEdge[] = scene.lines.map((l) => ({
    id: l.id,
    sources: [l.from],
    targets: [l.to],
    labels: l.sort === "flow" && l.title ? [{ text: l.title, width: labelWidth(l.title), height: labelHeight }] : [],
  }));
  return {
    id: "all",
    layoutOptions: { ...options, "elk.direction": direction },
    children: [...scene.items.values()].filter((i) => !i.parent).map(node),
    edges,
  };
}

/** Positions and ways from an answer; leaves that the answer leaves out take their place of the grid. */
export function answer(scene: Scene, laid: ElkNode): Pick<Layout, "at" | "routes"> {
  const at: Record<string, Point> = {};
  const routes: Record<string, number[]> = {};
  const walk = (n: ElkNode) => {
    const item = scene.items.get(n.id);
    if (item && isLeaf(item) && n.x !== undefined && n.y !== undefined)
      at[n.id] = { x: Math.round(n.x), y: Math.round(n.y) };
    for (const c of n.children ?? []) walk(c);
    for (const e of n.edges ?? []) {
      const s = e.sections?.[0];
      if (s)
        routes[e.id] = [s.startPoint, ...(s.bendPoints ?? []), s.endPoint].flatMap((p) => [
          Math.round(p.x),
          Math.round(p.y),
        ]);
    }
  };
  walk(laid);
  const missing = [...scene.items.values()].some((i) => isLeaf(i) && !at[i.id]);
  return { at: missing ? { ...grid(scene), ...at } : at, routes };
}
