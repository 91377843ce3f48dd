// A page to try the canvas without a server: canvas.html?n=300&lang=de&theme=dark&read-only&levels&peers
import "../src/look/index.css";
import { useCallback, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { Canvas } from "../src/canvas/canvas";
import type { Operation } from "../src/canvas/operations";
import type { Connection, Graph, Layout } from "../src/canvas/types";
import { startTexts } from "../src/i18n";
import { generate, levelsOf } from "./generate";
import { apply, fragments } from "./host";
import { kinds, legal as legalBetween } from "./kinds";

const asked = new URLSearchParams(location.search);
startTexts(asked.get("lang") === "de" ? "de" : "en");
const theme = asked.get("theme");
if (theme) document.documentElement.dataset.theme = theme;

const start = generate(Number(asked.get("n") ?? 60));
const levels = asked.has("levels") ? levelsOf(start) : undefined;
const peers = asked.has("peers") ? [{ name: "Dr Weber", selection: [start.nodes.find((n) => n.block === "assets")?.id ?? ""] }] : undefined;
const legal = async (from: string, to: readonly string[]): Promise<Record<string, Connection[]>> =>
  Object.fromEntries(to.map((k) => [k, legalBetween(from, k)] as const).filter(([, j]) => j.length > 0));

function Page() {
  const [graph, setGraph] = useState(start);
  const now = useRef<Graph>(graph);
  const set = (g: Graph) => {
    now.current = g;
    setGraph(g);
  };
  const onOperations = useCallback(async (ops: readonly Operation[]) => {
    await new Promise((r) => setTimeout(r, 60)); // as long as a server takes
    if (log.refusal) throw new Error(log.refusal);
    const before = now.current;
    set(apply(before, ops));
    log.operations.push(ops);
    return [{ do: "text" as const, graph: before }];
  }, []);
  log.change = (ops) => set(apply(now.current, ops));
  log.graph = () => now.current;
  return (
    <Canvas
      graph={graph}
      levels={levels}
      peers={peers}
      layout={undefined}
      readOnly={asked.has("read-only")}
      palette={useCallback(async (query: string) => kinds.filter((k) => k.title.toLowerCase().includes(query.toLowerCase())), [])}
      legal={legal}
      fragments={useCallback(async (ids: readonly string[]) => fragments(now.current, ids), [])}
      onOperations={onOperations}
      onPositions={(l) => log.layouts.push(l)}
      onOpen={(id) => log.opened.push(id)}
      onSelect={(ids) => {
        log.selected = ids;
      }}
    />
  );
}

/** What happened, for tests. */
const log: {
  operations: (readonly Operation[])[];
  layouts: Layout[];
  opened: string[];
  selected: readonly string[];
  change: (ops: readonly Operation[]) => void;
  graph: () => Graph;
  refusal: string;
  refuse: (why: string) => void;
} = { operations: [], layouts: [], opened: [], selected: [], change: () => {}, graph: () => start, refusal: "", refuse: (why) => {
  log.refusal = why;
} };
Object.assign(window, { canvasLog: log });

createRoot(document.getElementById("root") as HTMLElement).render(<Page />);
