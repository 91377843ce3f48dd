// What the drawing library draws, and what it tells: selecting and dragging.

import type { EdgeChange, NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useState } from "react";
import type { ItemNode } from "./element-node";
import { flowEdges, flowNodes } from "./flow";
import { labels } from "./labels";
import type { LineEdge } from "./line-edge";
import { centre, zoneAt } from "./rects";
import type { Scene } from "./scene";
import type { Point } from "./types";
import type { Actions } from "./use-actions";
import type { Places } from "./use-places";
import type { Selection } from "./use-selection";
import { many } from "./use-sight";

interface Drawn {
  scene: Scene;
  places: Places;
  selection: Selection;
  actions: Actions;
  small: boolean;
  readOnly: boolean;
  /** root is the zone that one has entered. */
  root: string | undefined;
}

export function useDrawn({ scene, places, selection, actions, small, readOnly, root }: Drawn) {
  const { rects, ways } = places;
  const { selected, setSelected, focus, setFocus } = selection;
  const [dragged, setDragged] = useState<ReadonlyMap<string, Point>>(new Map());
  const baseNodes = useMemo(() => flowNodes(scene, rects, readOnly), [scene, rects, readOnly]);
  const nodes = useMemo(
    () =>
      baseNodes.map((n) =>
        selected.has(n.id) || dragged.has(n.id)
          ? {
              ...n,
              selected: selected.has(n.id),
              position: dragged.get(n.id) ?? n.position,
              dragging: dragged.has(n.id),
            }
          : n,
      ),
    [baseNodes, selected, dragged],
  );
  const spots = useMemo(() => labels(scene, rects, ways, small ? 18 : 12), [scene, rects, ways, small]);
  const baseEdges = useMemo(
    () => flowEdges(scene, rects, ways, spots, scene.items.size > many),
    [scene, rects, ways, spots],
  );
  const edges = useMemo(() => {
    const near = (id: string) => selected.has(id) || id === focus;
    return baseEdges.flatMap((e) => {
      if (selected.has(e.id)) return [{ ...e, selected: true }];
      if (e.data && (near(e.source) || near(e.target))) return [{ ...e, data: { ...e.data, touched: true } }];
      return e.data?.aside ? [] : [e];
    });
  }, [baseEdges, selected, focus]);

  const onChanges = useCallback(
    (changes: (NodeChange<ItemNode> | EdgeChange<LineEdge>)[]) => {
      const marks = changes.filter((c) => c.type === "select");
      if (marks.length > 0)
        setSelected((s) => {
          const next = new Set(s);
          for (const c of marks) c.selected ? next.add(c.id) : next.delete(c.id);
          return next;
        });
      const last = marks.findLast((c) => c.selected && scene.items.has(c.id));
      if (last) setFocus(last.id);
      const moves = changes.filter((c) => c.type === "position");
      if (moves.some((c) => c.dragging))
        setDragged((d) => {
          const next = new Map(d);
          for (const c of moves) if (c.position) next.set(c.id, c.position);
          return next;
        });
    },
    [setSelected, setFocus, scene],
  );
  const onDragStop = (_: unknown, __: unknown, list: ItemNode[]) => {
    setDragged(new Map());
    const base = new Map(baseNodes.map((n) => [n.id, n.position]));
    const moving = list.filter((n) => base.has(n.id));
    const by = moving[0] && {
      x: moving[0].position.x - (base.get(moving[0].id) as Point).x,
      y: moving[0].position.y - (base.get(moving[0].id) as Point).y,
    };
    if (!by || Math.hypot(by.x, by.y) < 2) return;
    const ids = moving.map((n) => n.id);
    const lead = rects.get(ids[0] as string);
    const drop = lead && { x: centre(lead).x + by.x, y: Math.min(centre(lead).y, lead.y + 28) + by.y };
    const zone = drop && (zoneAt(scene, rects, drop, new Set(ids)) ?? root);
    void actions.moveTo(ids, zone, actions.offsets(ids, by));
  };
  return { nodes, edges, onChanges, onDragStop };
}
