// Where the focus goes when an arrow key is pressed: along lines first, else to the nearest box in that direction.

import { centre } from "./rects";
import { lineage, type Scene } from "./scene";
import type { Rect } from "./types";

export type Direction = "left" | "right" | "up" | "down";

const across: Record<Direction, (dx: number, dy: number) => { ahead: number; aside: number }> = {
  left: (dx, dy) => ({ ahead: -dx, aside: Math.abs(dy) }),
  right: (dx, dy) => ({ ahead: dx, aside: Math.abs(dy) }),
  up: (dx, dy) => ({ ahead: -dy, aside: Math.abs(dx) }),
  down: (dx, dy) => ({ ahead: dy, aside: Math.abs(dx) }),
};

/** How much nearer something counts that a line leads to. */
const along = 0.35;

/**
 * The next item from one in a direction, or undefined at the border. Items at the same level of nesting are siblings of
 * the eye, so containers are not reached from what they hold (that is what `up in the tree` is for).
 */
export function neighbour(
  scene: Scene,
  rects: ReadonlyMap<string, Rect>,
  from: string,
  to: Direction,
): string | undefined {
  const start = rects.get(from);
  if (!start) return undefined;
  const here = centre(start);
  const linked = new Set(scene.lines.flatMap((l) => (l.from === from ? [l.to] : l.to === from ? [l.from] : [])));
  const inside = new Set(lineage(scene, from));
  let best: string | undefined;
  let least = Infinity;
  for (const item of scene.items.values()) {
    if (item.id === from || inside.has(item.id) || lineage(scene, item.id).includes(from)) continue;
    const there = centre(rects.get(item.id) as Rect);
    const { ahead, aside } = across[to](there.x - here.x, there.y - here.y);
    if (ahead <= 1 || aside > 2 * ahead + 40) continue;
    const far =
      (ahead + 2 * aside) * (linked.has(item.id) ? along : 1) * (item.children.length > 0 && !item.closed ? 1.5 : 1);
    if (far < least) {
      least = far;
      best = item.id;
    }
  }
  return best;
}

/** Items in reading order: rows from the top, each from the left, what a container holds right after it. */
export function readingOrder(scene: Scene, rects: ReadonlyMap<string, Rect>): string[] {
  const order = (ids: string[]) =>
    [...ids].sort((a, b) => {
      const p = rects.get(a) as Rect;
      const q = rects.get(b) as Rect;
      return Math.abs(p.y - q.y) > 24 ? p.y - q.y : p.x - q.x;
    });
  const walk = (ids: string[]): string[] =>
    order(ids).flatMap((id) => [id, ...walk(scene.items.get(id)?.children ?? [])]);
  return walk([...scene.items.values()].filter((i) => !i.parent).map((i) => i.id));
}
