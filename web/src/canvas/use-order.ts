// Arranging by the program: once where nobody has arranged the model, and when the user asks for it.

import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Scene } from "./scene";
import type { Layout } from "./types";
import type { Doing } from "./use-history";
import type { Places, useArrange } from "./use-places";

interface Order {
  scene: Scene;
  places: Places;
  arranging: ReturnType<typeof useArrange>;
  doing: Doing;
  setLayout: (f: (l: Layout) => Layout) => void;
  fitNext: () => void;
  say: (text: string) => void;
}

/** useOrder gives what arranges because the user asked. */
export function useOrder({ scene, places, arranging, doing, setLayout, fitNext, say }: Order): () => Promise<void> {
  const { t } = useTranslation();
  const arrange = async (byUser: boolean) => {
    const found = await arranging.start();
    if (!found) return places.settle();
    fitNext();
    setLayout((l) => ({ ...l, routes: { ...l.routes, ...found.routes } }));
    if (byUser) await doing.run(t(found.how === "grid" ? "canvas.did.grid" : "canvas.did.arrange"), [], found.moves);
    else {
      places.move(found.moves, "after");
      places.settle(); // where the grid stays, nothing has moved
      if (found.how === "grid") say(t("canvas.did.grid"));
    }
  };
  const arrangedOnce = useRef(false);
  useEffect(() => {
    if (places.placed || arrangedOnce.current || scene.items.size === 0) return;
    arrangedOnce.current = true;
    void arrange(false);
  });
  return () => arrange(true);
}
