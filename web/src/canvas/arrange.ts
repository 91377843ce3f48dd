// Automatic layout in a worker that is loaded when first wanted, can be cancelled and has a deadline.

import type { ElkNode } from "elkjs/lib/elk-api";
import { answer, question } from "./elk";
import { grid } from "./rects";
import type { Scene } from "./scene";
import type { Layout } from "./types";

export interface Arranged extends Pick<Layout, "at" | "routes"> {
  how: "layered" | "grid"; // grid: the deadline passed or the library gave up
}

/** Dense graphs can take minutes; nobody waits so long for a drawing. */
export const deadline = 12_000; // milliseconds

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
    const laid: ElkNode | "late" | "cancelled" | "failed" = await Promise.race([
      elk.layout(question(scene)).catch(() => "failed" as const),
      cut,
    ]);
    signal.throwIfAborted();
    if (typeof laid === "string") return { at: grid(scene), routes: {}, how: "grid" };
    return { ...answer(scene, laid), how: "layered" };
  } finally {
    clearTimeout(timer);
    if (stop) signal.removeEventListener("abort", stop);
    elk.terminateWorker();
  }
}
