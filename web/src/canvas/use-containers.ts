// Opening and closing what has parts, and going into a zone.

import { type RefObject, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { opening } from "./rects";
import { makeScene, type Scene } from "./scene";
import type { Graph, Layout } from "./types";
import type { Places } from "./use-places";
import type { Looking } from "./use-view";

interface Containers {
  graph: Graph;
  scene: Scene;
  up: ReadonlyMap<string, string>;
  places: Places;
  layout: Layout;
  setLayout: (f: (l: Layout) => Layout) => void;
  looking: Looking;
  look: (change: Partial<Looking>) => void;
  select: (ids: Iterable<string>) => void;
  /** changed is set where the layout was changed by the user. */
  changed: RefObject<boolean>;
  say: (text: string) => void;
}

export function useContainers(of: Containers) {
  const { graph, scene, up, places, layout, setLayout, looking, look, select, changed, say } = of;
  const { rects, inside } = places;
  const { t } = useTranslation();
  const toggle = useCallback(
    (id: string) => {
      const item = scene.items.get(id);
      const r = rects.get(id);
      if (!item || !r || item.outside || item.inside === 0) return;
      changed.current = true;
      if (item.closed) {
        const opened = makeScene(graph, { ...looking, closed: new Set(layout.closed.filter((c) => c !== id)) });
        setLayout((l) => ({
          ...l,
          closed: l.closed.filter((c) => c !== id),
          at: opening(opened, { ...l.at, ...inside }, up, id),
        }));
      } else
        setLayout((l) => ({ ...l, closed: [...l.closed, id], at: { ...l.at, ...inside, [id]: { x: r.x, y: r.y } } }));
      say(t(item.closed ? "canvas.did.open" : "canvas.did.close", { what: item.title }));
    },
    [scene, rects, graph, looking, layout.closed, inside, up, say, t, setLayout, changed],
  );
  const enter = useCallback(
    (zone: string | undefined) => {
      look({ root: zone });
      select([]);
      say(
        zone ? t("canvas.did.enter", { what: graph.zones.find((z) => z.id === zone)?.title }) : t("canvas.did.leave"),
      );
    },
    [look, select, say, t, graph],
  );
  return { toggle, enter };
}
