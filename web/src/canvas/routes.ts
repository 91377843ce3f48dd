// Ways of lines between boxes: right angles, ends spread along a side in the order of where they go, so that lines that
// leave one box do not lie on each other. A way found by the automatic layout is kept while both its ends still touch.

import { centre } from "./rects";
import type { Line } from "./scene";
import type { Point, Rect } from "./types";

type Side = "left" | "right" | "top" | "bottom";

interface End {
  line: string;
  box: string;
  side: Side;
  towards: number; // where the other end is, along the side
  at?: Point;
  slot: number; // -0.5 … 0.5 along the side
}

const laneWidth = 10; // pixels between parallel lines
const margin = 10; // pixels of a side's corner that stay free

/** Sides where a line leaves one box and enters another. */
export function sides(a: Rect, b: Rect): [Side, Side] {
  const right = b.x - (a.x + a.width);
  const left = a.x - (b.x + b.width);
  const below = b.y - (a.y + a.height);
  const above = a.y - (b.y + b.height);
  // A line that leaves sideways crosses fewer boxes of the column it leaves, so it may be somewhat longer.
  const most = Math.max(right > 40 ? 2 * right : right, left > 40 ? 2 * left : left, below, above);
  if (most === right || most === 2 * right) return ["right", "left"];
  if (most === left || most === 2 * left) return ["left", "right"];
  return most === below ? ["bottom", "top"] : ["top", "bottom"];
}

const flat = (s: Side) => s === "left" || s === "right";

/** Points of each line, from its source's border to its target's. `found` are ways of the automatic layout. */
export function plan(
  lines: readonly Line[],
  rects: ReadonlyMap<string, Rect>,
  found: Readonly<Record<string, number[]>>,
) {
  const ways = new Map<string, Point[]>();
  const ends = new Map<string, End[]>();
  const pairs: { line: Line; from: End; to: End }[] = [];
  for (const line of lines) {
    const a = rects.get(line.from);
    const b = rects.get(line.to);
    if (!a || !b) continue;
    const kept = points(found[line.id] ?? []);
    if (kept.length > 1 && touches(a, kept[0] as Point) && touches(b, kept[kept.length - 1] as Point)) {
      ways.set(line.id, kept);
      continue;
    }
    const [s, t] = sides(a, b);
    const from: End = { line: line.id, box: line.from, side: s, towards: flat(s) ? centre(b).y : centre(b).x, slot: 0 };
    const to: End = { line: line.id, box: line.to, side: t, towards: flat(t) ? centre(a).y : centre(a).x, slot: 0 };
    pairs.push({ line, from, to });
    for (const e of [from, to]) {
      const key = `${e.box} ${e.side}`;
      ends.set(key, [...(ends.get(key) ?? []), e]);
    }
  }
  for (const list of ends.values()) spread(list, rects.get((list[0] as End).box) as Rect);
  for (const { line, from, to } of pairs) ways.set(line.id, bend(from, to));
  return ways;
}

function spread(list: End[], r: Rect) {
  list.sort((a, b) => a.towards - b.towards || (a.line < b.line ? -1 : 1));
  list.forEach((e, i) => {
    e.slot = (i + 1) / (list.length + 1) - 0.5;
    const along = (length: number) => length / 2 + e.slot * (length - 2 * margin);
    if (flat(e.side)) e.at = { x: e.side === "left" ? r.x : r.x + r.width, y: r.y + along(r.height) };
    else e.at = { x: r.x + along(r.width), y: e.side === "top" ? r.y : r.y + r.height };
  });
}

function bend(from: End, to: End): Point[] {
  const a = from.at as Point;
  const b = to.at as Point;
  // Lanes: lines that go up take the outer lane first, those that go down the inner one, so that they cross less.
  if (flat(from.side)) {
    if (Math.abs(a.y - b.y) < 2) return [a, b];
    const x = (a.x + b.x) / 2 - from.slot * Math.sign(b.y - a.y) * laneWidth * 4;
    return [a, { x, y: a.y }, { x, y: b.y }, b];
  }
  if (Math.abs(a.x - b.x) < 2) return [a, b];
  const y = (a.y + b.y) / 2 - from.slot * Math.sign(b.x - a.x) * laneWidth * 4;
  return [a, { x: a.x, y }, { x: b.x, y }, b];
}

/** Way between two boxes of which at least one is on the move. */
export function live(a: Rect, b: Rect): Point[] {
  const [s, t] = sides(a, b);
  const at = (r: Rect, side: Side): Point => {
    const c = centre(r);
    if (side === "left") return { x: r.x, y: c.y };
    if (side === "right") return { x: r.x + r.width, y: c.y };
    return { x: c.x, y: side === "top" ? r.y : r.y + r.height };
  };
  const none = { line: "", box: "", towards: 0, slot: 0 };
  return bend({ ...none, side: s, at: at(a, s) }, { ...none, side: t, at: at(b, t) });
}

/** Whether a point lies on the border of a box, to 2 pixels. */
export function touches(r: Rect, p: Point): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) <= 2;
  const inX = p.x >= r.x - 2 && p.x <= r.x + r.width + 2;
  const inY = p.y >= r.y - 2 && p.y <= r.y + r.height + 2;
  return (
    (inY && (near(p.x, r.x) || near(p.x, r.x + r.width))) || (inX && (near(p.y, r.y) || near(p.y, r.y + r.height)))
  );
}

const points = (flatList: readonly number[]): Point[] =>
  Array.from({ length: Math.floor(flatList.length / 2) }, (_, i) => ({
    x: flatList[2 * i] as number,
    y: flatList[2 * i + 1] as number,
  }));

/** SVG path through points, with round corners. */
export function pathOf(way: readonly Point[], radius = 6): string {
  const [first, ...rest] = way;
  if (!first) return "";
  let d = `M${first.x} ${first.y}`;
  let before = first;
  rest.forEach((p, i) => {
    const next = rest[i + 1];
    if (!next) d += `L${p.x} ${p.y}`;
    else {
      const a = towards(p, before, radius);
      const b = towards(p, next, radius);
      d += `L${a.x} ${a.y}Q${p.x} ${p.y} ${b.x} ${b.y}`;
    }
    before = p;
  });
  return d;
}

function towards(p: Point, q: Point, by: number): Point {
  const length = Math.hypot(q.x - p.x, q.y - p.y);
  const share = length === 0 ? 0 : Math.min(by, length / 2) / length;
  return { x: p.x + (q.x - p.x) * share, y: p.y + (q.y - p.y) * share };
}
