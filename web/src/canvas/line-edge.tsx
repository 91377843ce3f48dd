// A line between two boxes, with its label. Its way is planned for all lines together; while one end is on the move it
// takes a simple way of its own.

import { type Edge, type EdgeProps, useInternalNode } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { longest, type Spot, spots } from "./labels";
import { live, pathOf } from "./routes";
import type { Line } from "./scene";
import type { Point, Rect } from "./types";

export type LineEdge = Edge<{
  line: Line;
  touched: boolean;
  aside: boolean;
  way: Point[];
  /** label is where the label stands; without it, it is shown while the line or an end of it is chosen. */
  label?: Spot;
  from: Rect;
  to: Rect;
}>;

export const LineEdgeView = memo(function LineEdgeView({ source, target, data, selected }: EdgeProps<LineEdge>) {
  const { t } = useTranslation();
  const a = useRect(source);
  const b = useRect(target);
  if (!data) return null;
  const { line, from, to, touched } = data;
  const still = (r: Rect | undefined, at: Rect) => !r || (Math.abs(r.x - at.x) < 1 && Math.abs(r.y - at.y) < 1);
  const rests = still(a, from) && still(b, to);
  const way = rests ? data.way : live(a ?? from, b ?? to);
  const d = pathOf(way);
  const flow = line.sort === "flow";
  const at = (rests && data.label) || (selected || (flow && touched) || !rests ? spots(way)[0] : undefined);
  const text =
    line.edges.length > 1
      ? t("canvas.lines", { count: line.edges.length })
      : flow
        ? line.title
        : t(`canvas.sort.${line.sort}`);
  const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return (
    <g
      className={`canvas-line is-${line.sort}${line.dim ? " is-dim" : ""}${touched ? " is-touched" : ""}${selected ? " is-selected" : ""}`}
    >
      <path className="react-flow__edge-interaction" d={d} fill="none" strokeOpacity={0} strokeWidth={16} />
      <path className="canvas-way" d={d} fill="none" />
      {flow && <path className="canvas-tip" d={tip(way)} />}
      {at && (
        <text
          x={at.x}
          y={at.level ? at.y - 5 : at.y}
          textAnchor={at.level ? "middle" : "start"}
          dx={at.level ? 0 : 6}
          className="canvas-label"
        >
          {short}
        </text>
      )}
    </g>
  );
});

function useRect(id: string): Rect | undefined {
  const n = useInternalNode(id);
  return n && { ...n.internals.positionAbsolute, width: n.width ?? 0, height: n.height ?? 0 };
}

/** The point of an arrow at the end of a way. */
function tip(way: readonly Point[]): string {
  const end = way[way.length - 1];
  const before = way[way.length - 2];
  if (!end || !before) return "";
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const ux = (end.x - before.x) / length;
  const uy = (end.y - before.y) / length;
  const back = { x: end.x - 9 * ux, y: end.y - 9 * uy };
  return `M${end.x} ${end.y}L${back.x - 4.5 * uy} ${back.y + 4.5 * ux}L${back.x + 4.5 * uy} ${back.y - 4.5 * ux}Z`;
}
