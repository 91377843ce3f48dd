// What is in sight: from how far one looks, all of the model or a part of it, and one box.

import { useReactFlow, useStore } from "@xyflow/react";
import { useCallback, useEffect, useRef } from "react";
import { fitted } from "./overview";
import { bounds, centre } from "./rects";
import type { Scene } from "./scene";
import type { Places } from "./use-places";
import type { Looking } from "./use-view";

export const zooms = { least: 0.04, most: 2, read: 0.8 };
export const many = 200; // boxes; above that only visible ones are in the page
const smallBelow = 0.6; // zoom; from there on titles are written larger and the rest is left out
const farBelow = 0.4; // zoom; from there on a bitmap is drawn if there are many elements

export function useSight(scene: Scene, { rects, ways }: Places, looking: Looking) {
  const flow = useReactFlow();
  const width = useStore((s) => s.width);
  const height = useStore((s) => s.height);
  const small = useStore((s) => s.transform[2] < smallBelow);
  const far = useStore((s) => s.transform[2] < farBelow) && scene.items.size > many;
  const fitAll = useCallback(() => {
    const bends = [...ways.values()].flat().map((p) => ({ ...p, width: 0, height: 0 }));
    const box = bounds([...rects.values(), ...bends]);
    if (box && width > 0) flow.setViewport(fitted(box, width, height, zooms.least, 1));
  }, [rects, ways, width, height, flow]);

  // What is shown whole: the model at first, after it was arranged, and when another part of it is looked at.
  const wantsFit = useRef(true);
  const part = `${looking.root ?? ""} ${looking.others === "hide" ? (looking.fn ?? "") : ""}`;
  const lastPart = useRef(part);
  useEffect(() => {
    if (lastPart.current !== part) wantsFit.current = true;
    lastPart.current = part;
    if (!wantsFit.current || width === 0 || looking.list) return;
    wantsFit.current = false;
    fitAll();
  }, [part, fitAll, width, looking.list]);
  const fitNext = useCallback(() => {
    wantsFit.current = true;
  }, []);

  const show = useCallback(
    (id: string) => {
      const r = rects.get(id);
      if (!r) return;
      const v = flow.getViewport();
      const zoom = far || v.zoom < farBelow ? zooms.read : v.zoom;
      const seen = { x: -v.x / v.zoom, y: -v.y / v.zoom, width: width / v.zoom, height: height / v.zoom };
      const within =
        r.x >= seen.x &&
        r.y >= seen.y &&
        r.x + Math.min(r.width, 200) <= seen.x + seen.width &&
        r.y + Math.min(r.height, 60) <= seen.y + seen.height;
      if (within && zoom === v.zoom) return;
      const x = r.width * zoom > width ? r.x + width / zoom / 2 - 20 : centre(r).x;
      const y = r.height * zoom > height ? r.y + height / zoom / 2 - 60 : centre(r).y;
      void flow.setCenter(x, y, { zoom });
    },
    [rects, far, flow, width, height],
  );
  return { small, far, fitAll, fitNext, show };
}
