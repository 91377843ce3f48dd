// Where labels of lines stand: on the longest stretch that has room, so that no label lies on another or on a box.
import { isLeaf } from "./rects";
import type { Line, Scene } from "./scene";
import type { Point, Rect } from "./types";

export interface Spot extends Point {
  /** level says that the stretch is, so that the label is centred over it; else it stands to the right. */
  level: boolean;
}

/** longest is how many letters of a label are shown. */
export const longest = 34;
const several = 9; // letters of "12 lines", which stands where lines are drawn as one

interface Size {
  width: number;
  height: number;
}

/** letters gives the size of a label in pixels of the drawing, at a size of its letters. */
const sizeOf = (line: Line, letter: number): Size => ({
  width: (line.edges.length > 1 ? several : Math.min(line.title.length, longest)) * letter * 0.58,
  height: letter * 1.2,
});

/** boxOf is what a label at a spot covers. */
const boxOf = (s: Spot, { width, height }: Size): Rect =>
  s.level
    ? { x: s.x - width / 2, y: s.y - 5 - height * 0.8, width, height }
    : { x: s.x + 6, y: s.y - height * 0.8, width, height };

/** spots are places on a way, the best first: the middles of its stretches from the longest on, then their quarters. */
export function spots(way: readonly Point[]): Spot[] {
  const stretches = way.slice(1).map((b, i) => ({ a: way[i] as Point, b }));
  const length = ({ a, b }: { a: Point; b: Point }) => Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
  stretches.sort((p, q) => length(q) - length(p));
  return [0.5, 0.25, 0.75].flatMap((part) =>
    stretches.map(({ a, b }) => ({
      x: a.x + (b.x - a.x) * part,
      y: a.y + (b.y - a.y) * part,
      level: Math.abs(b.x - a.x) >= Math.abs(b.y - a.y),
    })),
  );
}

/** labels gives each flow the spot of its label. Where there is room for none, there is none: the line says it when it is chosen. */
export function labels(
  scene: Scene,
  rects: ReadonlyMap<string, Rect>,
  ways: ReadonlyMap<string, readonly Point[]>,
  letter: number,
): Map<string, Spot> {
  const taken = new Grid();
  for (const item of scene.items.values()) if (isLeaf(item)) taken.add(rects.get(item.id) as Rect);
  const out = new Map<string, Spot>();
  for (const line of scene.lines) {
    if (line.sort !== "flow") continue;
    const size = sizeOf(line, letter);
    const spot = spots(ways.get(line.id) ?? []).find((s) => taken.free(boxOf(s, size)));
    if (!spot) continue;
    out.set(line.id, spot);
    taken.add(boxOf(spot, size));
  }
  return out;
}

const cell = 200; // pixels

/** Grid holds boxes by where they are, so that thousands are not compared with thousands. */
class Grid {
  private readonly cells = new Map<string, Rect[]>();

  add(r: Rect) {
    for (const key of keysOf(r)) {
      const list = this.cells.get(key);
      if (list) list.push(r);
      else this.cells.set(key, [r]);
    }
  }

  free(r: Rect): boolean {
    return !keysOf(r).some((key) => this.cells.get(key)?.some((o) => overlap(o, r)));
  }
}

function keysOf(r: Rect): string[] {
  const keys: string[] = [];
  for (let x = Math.floor(r.x / cell); x <= Math.floor((r.x + r.width) / cell); x++)
    for (let y = Math.floor(r.y / cell); y <= Math.floor((r.y + r.height) / cell); y++) keys.push(`${x} ${y}`);
  return keys;
}

const overlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
