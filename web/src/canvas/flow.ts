// Items and lines as the drawing library wants them. Sizes and handles are given, so that it measures nothing.

import { Position } from "@xyflow/react";
import type { ItemNode } from "./element-node";
import type { Spot } from "./labels";
import type { LineEdge } from "./line-edge";
import { isLeaf } from "./rects";
import type { Scene } from "./scene";
import type { Point, Rect } from "./types";

/** Layers: zones under holders under lines under elements. */
const layer = { holder: 20, line: 50, element: 100 };

export function flowNodes(scene: Scene, rects: ReadonlyMap<string, Rect>, readOnly: boolean): ItemNode[] {
  return [...scene.items.values()].map((item): ItemNode => {
    const r = rects.get(item.id) as Rect;
    const over = item.parent ? (rects.get(item.parent) as Rect) : { x: 0, y: 0 };
    const leaf = isLeaf(item);
    const size = { width: r.width, height: r.height };
    return {
      id: item.id,
      type: leaf ? "element" : "container",
      position: { x: r.x - over.x, y: r.y - over.y },
      parentId: item.parent,
      ...size,
      measured: size,
      handles: [
        { id: "out", type: "source", position: Position.Right, x: r.width, y: r.height / 2, width: 1, height: 1 },
        { id: "in", type: "target", position: Position.Left, x: 0, y: r.height / 2, width: 1, height: 1 },
      ],
      data: { item },
      draggable: !readOnly && !item.outside,
      selectable: !item.outside,
      deletable: false,
      zIndex: leaf ? layer.element : item.block === "zones" ? item.depth : layer.holder + item.depth,
      dragHandle: leaf ? undefined : ".canvas-head",
      style: leaf ? undefined : { pointerEvents: "none" },
      domAttributes: { "aria-roledescription": undefined },
    };
  });
}

/** With `quiet`, lines that lead out of a container are left aside until one of their ends is selected or has the focus. */
export function flowEdges(
  scene: Scene,
  rects: ReadonlyMap<string, Rect>,
  ways: ReadonlyMap<string, Point[]>,
  labels: ReadonlyMap<string, Spot>,
  quiet: boolean,
): LineEdge[] {
  return scene.lines.map((line) => ({
    id: line.id,
    type: "line",
    source: line.from,
    target: line.to,
    sourceHandle: "out",
    targetHandle: "in",
    data: {
      line,
      touched: false,
      aside: quiet && scene.items.get(line.from)?.parent !== scene.items.get(line.to)?.parent,
      way: ways.get(line.id) ?? [],
      label: labels.get(line.id),
      from: rects.get(line.from) as Rect,
      to: rects.get(line.to) as Rect,
    },
    zIndex: layer.line,
    deletable: false,
    domAttributes: { "aria-hidden": true, "aria-roledescription": undefined }, // the boxes and the list say what is connected
  }));
}
