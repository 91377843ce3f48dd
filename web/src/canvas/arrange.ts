// Automatic layout in a worker that is loaded when first wanted, can be cancelled and has a deadline.

import type { ELK } from "elkjs/lib/elk-api";
import { byContainer } from "./by-container";
import { answer, fits, question, togetherUpTo } from "./elk";
import { grid } from "./rects";
import type { Scene } from "./scene";
import type { Layout } from "./types";

export interface Arranged extends Pick<Layout, "at" | "routes"> {
  how: "layered" | "grid"; // grid: the deadline passed or the library gave up
}

/** Dense graphs can take minutes; nobody waits so long for a drawing. */
export const deadline = 20_000; // milliseconds

/** Rejects only when cancelled. */
export async function arrange(scene: Scene, signal: AbortSignal, limit = deadline): Promise<Arranged> {
  const [{ default: Elk }, { default: ElkWorker }] = await Promise.all([
    import("elkjs/lib/elk-api"),
    import("elkjs/lib/elk-worker.min.js?worker"),
  ]);
  signal.throwIfAborted();
  const elk = new Elk({ workerFactory: () => new ElkWorker() });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop: (() => void) | undefined;
  try {
    const cut = new Promise<"late" | "cancelled">((resolve) => {
      timer = setTimeout(() => resolve("late"), limit);
      stop = () => resolve("cancelled");
      signal.addEventListener("abort", stop);
    });
    const laid: Pick<Layout, "at" | "routes"> | "late" | "cancelled" | "failed" = await Promise.race([
      best(elk, scene, limit).catch(() => "failed" as const),
      cut,
    ]);
    signal.throwIfAborted();
    if (typeof laid === "string") return { at: grid(scene), routes: {}, how: "grid" };
    return { ...laid, how: "layered" };
  } finally {
    clearTimeout(timer);
    if (stop) signal.removeEventListener("abort", stop);
    elk.terminateWorker();
  }
}

/** All together in the direction that can be shown larger, or, if there is much, container by container. */
async function best(elk: ELK, scene: Scene, limit: number): Promise<Pick<Layout, "at" | "routes">> {
  const rows = performance.now() + limit / 3; // from then on; the rest of the time is for the question that is under way
  if (scene.items.size > togetherUpTo)
    return byContainer(
      scene,
      (q) => elk.layout(q),
      () => performance.now() > rows,
    );
  const down = await elk.layout(question(scene, "DOWN"));
  const right = await elk.layout(question(scene, "RIGHT"));
  return answer(scene, fits(right) > fits(down) ? right : down);
}
