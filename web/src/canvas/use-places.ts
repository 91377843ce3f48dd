// Where everything is: positions and ways that are kept, and those that follow from them.

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { arrange } from "./arrange";
import { type Moves, moved, movesOf } from "./history";
import { beside, bounds, complete, grid, isLeaf, rectsOf } from "./rects";
import { plan } from "./routes";
import type { Scene } from "./scene";
import type { Layout, Point } from "./types";

export const noLayout: Layout = { at: {}, routes: {}, closed: [] };

/** Positions of leaves for a scene: a grid where none are kept, else the missing ones where there is room. */
export function placed(scene: Scene, at: Readonly<Record<string, Point>>): Record<string, Point> {
  const any = [...scene.items.values()].some((i) => isLeaf(i) && !i.outside && at[i.id]);
  return beside(scene, any ? complete(scene, at) : { ...at, ...grid(scene) });
}

export function usePlaces(scene: Scene, layout: Layout, setLayout: (f: (l: Layout) => Layout) => void) {
  const at = useMemo(() => placed(scene, layout.at), [scene, layout.at]);
  const rects = useMemo(() => rectsOf(scene, at), [scene, at]);
  const ways = useMemo(() => plan(scene.lines, rects, layout.routes), [scene, rects, layout.routes]);

  // What got a place because it had none keeps it from the first change on, so that it stands still when more comes.
  const inside = useMemo(() => {
    const ids = [...scene.items.values()].filter((i) => isLeaf(i) && !i.outside).map((i) => i.id);
    return Object.fromEntries(ids.map((id) => [id, at[id] as Point]));
  }, [scene, at]);
  const latest = useRef(inside);
  latest.current = inside;
  const any = Object.keys(inside).some((id) => layout.at[id]);
  const fresh = any && Object.keys(inside).some((id) => !layout.at[id]);
  useEffect(() => {
    if (fresh) setLayout((l) => ({ ...l, at: { ...inside, ...l.at } }));
  }, [fresh, inside, setLayout]);

  const move = useCallback(
    (moves: Moves, to: "before" | "after") => {
      if (Object.keys(moves).length > 0)
        setLayout((l) => ({ ...l, at: moved({ ...latest.current, ...l.at }, moves, to) }));
    },
    [setLayout],
  );
  /** Fixes positions as they are drawn: what was a proposal is now the layout. */
  const settle = useCallback(() => setLayout((l) => ({ ...l, at: { ...latest.current, ...l.at } })), [setLayout]);
  return { at, inside, rects, ways, move, settle, placed: any };
}

export type Places = ReturnType<typeof usePlaces>;

/** The automatic layout: at most one at a time; `arranging` while it runs. */
export function useArrange(scene: Scene, at: Readonly<Record<string, Point>>) {
  const [arranging, setArranging] = useState(false);
  const running = useRef<AbortController>(null);
  const cancel = useCallback(() => running.current?.abort(), []);
  useEffect(() => cancel, [cancel]);

  const start = useCallback(async () => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    setArranging(true);
    try {
      const found = await arrange(scene, control.signal);
      return settled(scene, at, found);
    } catch (e) {
      if (control.signal.aborted) return undefined;
      throw e;
    } finally {
      if (running.current === control) {
        running.current = null;
        setArranging(false);
      }
    }
  }, [scene, at]);
  return { arranging, start, cancel };
}

/** A found layout where the old one began, so that an entered zone stays where it is among the others. */
function settled<T extends Pick<Layout, "at" | "routes">>(
  scene: Scene,
  at: Readonly<Record<string, Point>>,
  found: T,
): T & { moves: Moves } {
  const inside = [...scene.items.values()].filter((i) => isLeaf(i) && !i.outside).map((i) => i.id);
  const corner = (of: Readonly<Record<string, Point>>) =>
    bounds(inside.flatMap((id) => (of[id] ? [{ ...of[id], width: 0, height: 0 }] : []))) ?? { x: 0, y: 0 };
  const whole = ![...scene.items.values()].some((i) => i.outside);
  const dx = whole ? 0 : corner(at).x - corner(found.at).x;
  const dy = whole ? 0 : corner(at).y - corner(found.at).y;
  const next = Object.fromEntries(
    inside.map((id) => [id, { x: (found.at[id] as Point).x + dx, y: (found.at[id] as Point).y + dy }]),
  );
  const routes = Object.fromEntries(
    Object.entries(found.routes).map(([id, way]) => [id, way.map((v, i) => v + (i % 2 === 0 ? dx : dy))]),
  );
  const before = Object.fromEntries(inside.flatMap((id) => (at[id] ? [[id, at[id]]] : [])));
  return { ...found, routes, moves: movesOf(before, next) };
}
