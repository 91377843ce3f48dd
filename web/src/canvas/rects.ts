// Boxes: the size of each item, where items without a position go, and how large a container is.

import { ancestors, type Item, type Scene } from "./scene";
import type { Layout, Point, Rect } from "./types";

export const leafSize = { width: 184, height: 56 };
export const gap = 28;
/** Room between a container's border and what it holds, in pixels. The top holds its title. */
export const padding = { top: 44, side: 20, bottom: 20 };

export const isLeaf = (item: Item) => item.closed || item.children.length === 0;

/** Boxes of all items, absolute. Each leaf must have a position in `at`. */
export function rectsOf(scene: Scene, at: Readonly<Record<string, Point>>): Map<string, Rect> {
  const out = new Map<string, Rect>();
  for (const item of [...scene.items.values()].reverse()) {
    if (isLeaf(item)) {
      const p = at[item.id] ?? { x: 0, y: 0 };
      out.set(item.id, { x: p.x, y: p.y, ...leafSize });
      continue;
    }
    const box = bounds(item.children.map((c) => out.get(c) as Rect)) as Rect;
    out.set(item.id, {
      x: box.x - padding.side,
      y: box.y - padding.top,
      width: box.width + 2 * padding.side,
      height: box.height + padding.top + padding.bottom,
    });
  }
  return out;
}

/** Smallest box around boxes; undefined of none. */
export function bounds(rects: Iterable<Rect>): Rect | undefined {
  let x = Infinity;
  let y = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const r of rects) {
    x = Math.min(x, r.x);
    y = Math.min(y, r.y);
    right = Math.max(right, r.x + r.width);
    bottom = Math.max(bottom, r.y + r.height);
  }
  return x === Infinity ? undefined : { x, y, width: right - x, height: bottom - y };
}

export const contains = (r: Rect, p: Point) =>
  p.x >= r.x && p.y >= r.y && p.x <= r.x + r.width && p.y <= r.y + r.height;
export const centre = (r: Rect): Point => ({ x: r.x + r.width / 2, y: r.y + r.height / 2 });
const overlaps = (a: Rect, b: Rect, by: number) =>
  a.x < b.x + b.width + by && b.x < a.x + a.width + by && a.y < b.y + b.height + by && b.y < a.y + a.height + by;

/** Boxes in rows, about 16 wide to 10 high, in their order. */
export function packed(boxes: readonly { id: string; width: number; height: number }[]) {
  const area = boxes.reduce((sum, b) => sum + (b.width + gap) * (b.height + gap), 0);
  const wide = Math.max(Math.sqrt(area * 1.6), ...boxes.map((b) => b.width));
  const places: { id: string; x: number; y: number }[] = [];
  let x = 0;
  let y = 0;
  let row = 0;
  let width = 0;
  for (const b of boxes) {
    if (x > 0 && x + b.width > wide) {
      x = 0;
      y += row + gap;
      row = 0;
    }
    places.push({ id: b.id, x, y });
    row = Math.max(row, b.height);
    width = Math.max(width, x + b.width);
    x += b.width + gap;
  }
  return { places, width, height: y + row };
}

/** Positions of all leaves in rows, each container as square as it can be. The layout of last resort: always works. */
export function grid(scene: Scene): Record<string, Point> {
  const at: Record<string, Point> = {};
  const size = new Map<string, { width: number; height: number }>();
  const inner = new Map<string, { id: string; x: number; y: number }[]>();
  const roots = [...scene.items.values()].filter((i) => !i.parent).map((i) => i.id);
  const pack = (ids: string[]) =>
    packed(ids.map((id) => ({ id, ...(size.get(id) as { width: number; height: number }) })));
  for (const item of [...scene.items.values()].reverse()) {
    if (isLeaf(item)) {
      size.set(item.id, leafSize);
      continue;
    }
    const p = pack(item.children);
    inner.set(item.id, p.places);
    size.set(item.id, { width: p.width + 2 * padding.side, height: p.height + padding.top + padding.bottom });
  }
  const put = (places: { id: string; x: number; y: number }[], dx: number, dy: number) => {
    for (const p of places) {
      const within = inner.get(p.id);
      if (within) put(within, dx + p.x + padding.side, dy + p.y + padding.top);
      else at[p.id] = { x: Math.round(dx + p.x), y: Math.round(dy + p.y) };
    }
  };
  put(pack(roots).places, 0, 0);
  return at;
}

/**
 * Positions with one for each leaf that had none: a free spot among its siblings, else below them. What has a position
 * keeps it, so that a change by somebody else moves nothing under the hand of a user.
 */
export function complete(scene: Scene, at: Readonly<Record<string, Point>>): Record<string, Point> {
  const missing = [...scene.items.values()].filter((i) => isLeaf(i) && !i.outside && !at[i.id]);
  if (missing.length === 0) return at as Record<string, Point>;
  const out = { ...at };
  const roots = [...scene.items.values()].filter((i) => !i.parent && !i.outside);
  const placed = (i: Item): Rect | undefined =>
    isLeaf(i)
      ? out[i.id] && { ...(out[i.id] as Point), ...leafSize }
      : bounds(i.children.map((c) => placed(scene.items.get(c) as Item)).filter((r) => r !== undefined));
  for (const item of missing) {
    const siblings = item.parent
      ? (scene.items.get(item.parent) as Item).children.map((c) => scene.items.get(c) as Item)
      : roots;
    const taken = siblings.map(placed).filter((r) => r !== undefined);
    out[item.id] = spot(taken, bounds(taken) ?? newcomer(item, scene, out, placed));
  }
  return out;
}

/** Positions with neighbours of an entered zone in a column beside it, whatever place they have when all zones are seen. */
export function beside(scene: Scene, at: Readonly<Record<string, Point>>): Record<string, Point> {
  const outside = [...scene.items.values()].filter((i) => i.outside);
  if (outside.length === 0) return at as Record<string, Point>;
  const inside = { ...scene, items: new Map([...scene.items].filter(([, i]) => !i.outside)) };
  const all = bounds(rectsOf(inside, at).values()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const out = { ...at };
  outside.forEach((i, n) => {
    out[i.id] = { x: Math.round(all.x + all.width + 3 * gap), y: Math.round(all.y + n * (leafSize.height + gap)) };
  });
  return out;
}

/** Where the first leaf of a container starts: right of everything that has a place. */
function newcomer(
  item: Item,
  scene: Scene,
  at: Readonly<Record<string, Point>>,
  placed: (i: Item) => Rect | undefined,
): Rect {
  const holder = item.parent ? at[item.parent] : undefined; // where the container was while it was closed or empty
  if (holder) return { x: holder.x + padding.side, y: holder.y + padding.top, width: 0, height: 0 };
  let over = item.parent ? scene.items.get(item.parent) : undefined;
  while (over && !placed(over)) over = over.parent ? scene.items.get(over.parent) : undefined;
  const all = over
    ? placed(over)
    : bounds(
        [...scene.items.values()]
          .filter((i) => !i.outside)
          .map(placed)
          .filter((r) => r !== undefined),
      );
  if (!all) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: all.x + all.width + gap + padding.side, y: all.y + padding.top, width: 0, height: 0 };
}

function spot(taken: Rect[], area: Rect): Point {
  const step = { x: leafSize.width + gap, y: leafSize.height + gap };
  const last = taken.length === 0 ? area.y : area.y + area.height + gap;
  for (let y = area.y; y <= last; y += step.y)
    for (let x = area.x; x + leafSize.width <= Math.max(area.x + area.width, area.x + leafSize.width); x += step.x)
      if (!taken.some((t) => overlaps({ x, y, ...leafSize }, t, gap / 2)))
        return { x: Math.round(x), y: Math.round(y) };
  return { x: Math.round(area.x), y: Math.round(last) };
}

/** The innermost open zone under a point, leaving out some items and what they hold. */
export function zoneAt(
  scene: Scene,
  rects: ReadonlyMap<string, Rect>,
  p: Point,
  without: ReadonlySet<string>,
): string | undefined {
  let best: Item | undefined;
  for (const item of scene.items.values()) {
    if (item.block !== "zones" || item.outside || without.has(item.id) || !contains(rects.get(item.id) as Rect, p))
      continue;
    let over: Item | undefined = item;
    while (over && !without.has(over.id)) over = over.parent ? scene.items.get(over.parent) : undefined;
    if (over) continue; // inside something left out
    if (!best || item.depth > best.depth) best = item;
  }
  return best?.id;
}

/** Positions after items, and all that is in them, drawn or not, moved by an offset. */
export function shift(
  at: Readonly<Record<string, Point>>,
  up: ReadonlyMap<string, string>,
  offsets: ReadonlyMap<string, Point>,
): Record<string, Point> {
  const out: Record<string, Point> = {};
  for (const [id, p] of Object.entries(at)) {
    const by = [id, ...ancestors(up, id)].map((a) => offsets.get(a)).find((o) => o !== undefined);
    out[id] = by ? { x: Math.round(p.x + by.x), y: Math.round(p.y + by.y) } : p;
  }
  return out;
}

/**
 * Positions after what lies under a container that has grown was pushed right or down, whichever is nearer, and the same
 * for the containers around it. Nothing is pushed left or up, so this ends.
 */
export function makeRoom(
  scene: Scene,
  at: Readonly<Record<string, Point>>,
  up: ReadonlyMap<string, string>,
  grown: string,
): Record<string, Point> {
  let out = at as Record<string, Point>;
  for (let id: string | undefined = grown; id; id = scene.items.get(id)?.parent) {
    const parent: string | undefined = scene.items.get(id)?.parent;
    const siblings: Item[] = [...scene.items.values()].filter((i) => i.parent === parent && !i.outside);
    const queue: string[] = [id];
    const offsets = new Map<string, Point>();
    const rects = rectsOf(scene, out);
    for (let next: string | undefined = queue.shift(); next; next = queue.shift()) {
      const big = rects.get(next) as Rect;
      for (const s of siblings) {
        const r = rects.get(s.id) as Rect;
        if (s.id === next || s.id === id || !overlaps(big, r, gap / 2)) continue;
        const right = big.x + big.width + gap - r.x;
        const down = big.y + big.height + gap - r.y;
        const by = right <= down ? { x: right, y: 0 } : { x: 0, y: down };
        const before = offsets.get(s.id) ?? { x: 0, y: 0 };
        offsets.set(s.id, { x: before.x + by.x, y: before.y + by.y });
        rects.set(s.id, { ...r, x: r.x + by.x, y: r.y + by.y });
        queue.push(s.id);
      }
    }
    out = shift(out, up, offsets);
  }
  return out;
}

/** Positions in which a container that was just opened has room: what it holds begins where it stood, neighbours make way. */
export function opening(
  opened: Scene,
  at: Readonly<Record<string, Point>>,
  up: ReadonlyMap<string, string>,
  id: string,
): Record<string, Point> {
  const full = complete(opened, at);
  const stood = at[id];
  const now = rectsOf(opened, full).get(id);
  if (!stood || !now) return makeRoom(opened, full, up, id);
  const by = { x: stood.x - now.x, y: stood.y - now.y };
  return makeRoom(opened, shift(full, up, new Map([[id, by]])), up, id);
}

/** A layout without what is no longer in the model, so that the file does not grow for ever. */
export function prune(layout: Layout, keep: (id: string) => boolean): Layout {
  const only = <T>(of: Record<string, T>) => Object.fromEntries(Object.entries(of).filter(([id]) => keep(id)));
  return { at: only(layout.at), routes: only(layout.routes), closed: layout.closed.filter(keep) };
}
