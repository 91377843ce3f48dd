// The layout of large models: each container by itself, from the inside out. Lines between containers are not routed (the
// planner of routes.ts does that), and a container with many boxes and few lines is filled in rows.

import type { ElkNode } from "elkjs/lib/elk-api";
import { options } from "./elk";
import { isLeaf, leafSize, packed, padding } from "./rects";
import { type Line, lineage, type Scene } from "./scene";
import type { Layout, Point } from "./types";

interface Size {
  width: number;
  height: number;
}

interface Inner extends Size {
  places: Map<string, Point>; // of children, from the corner of what the container holds
  routes: Map<string, number[]>;
}

const everything = ""; // key of what holds the outermost items

/**
 * Lays out a scene. `layout` asks the library; the answer to each question comes before the next is put, and containers
 * of the same form are asked about once. When `late`, what is left is put in rows.
 */
export async function byContainer(
  scene: Scene,
  layout: (q: ElkNode) => Promise<ElkNode>,
  late: () => boolean,
): Promise<Pick<Layout, "at" | "routes">> {
  const children = new Map<string, string[]>([[everything, []]]);
  for (const item of scene.items.values()) {
    if (!isLeaf(item)) children.set(item.id, item.children);
    if (!item.parent) (children.get(everything) as string[]).push(item.id);
  }
  const lines = linesByContainer(scene);
  const inner = new Map<string, Inner>();
  const known = new Map<string, Promise<ElkNode>>();
  const once = (q: ElkNode) => {
    const form = formOf(q);
    const found = known.get(form) ?? layout(q);
    known.set(form, found);
    return found.then((laid) => named(q, laid));
  };
  const size = (id: string): Size => {
    const i = inner.get(id);
    return i ? { width: i.width + 2 * padding.side, height: i.height + padding.top + padding.bottom } : leafSize;
  };
  for (const [id, ids] of [...children]
    .reverse()
    .sort(([a], [b]) => (a === everything ? 1 : b === everything ? -1 : 0)))
    inner.set(id, await best(ids, lines.get(id) ?? [], size, once, late));

  const at: Record<string, Point> = {};
  const routes: Record<string, number[]> = {};
  const put = (id: string, dx: number, dy: number) => {
    const i = inner.get(id) as Inner;
    for (const [line, way] of i.routes) routes[line] = way.map((v, n) => Math.round(v + (n % 2 === 0 ? dx : dy)));
    for (const [child, p] of i.places) {
      if (inner.has(child)) put(child, dx + p.x + padding.side, dy + p.y + padding.top);
      else at[child] = { x: Math.round(dx + p.x), y: Math.round(dy + p.y) };
    }
  };
  put(everything, 0, 0);
  return { at, routes };
}

interface Lifted {
  line: Line;
  from: string; // children of the container that the ends are, or are in
  to: string;
}

/** Whether a line ends at the children themselves, so that its way can be kept. */
const isDirect = (l: Lifted) => l.from === l.line.from && l.to === l.line.to;

/** Lines by the innermost container that holds both ends. */
function linesByContainer(scene: Scene): Map<string, Lifted[]> {
  const out = new Map<string, Lifted[]>();
  for (const line of scene.lines) {
    const a = [line.from, ...lineage(scene, line.from), everything];
    const b = [line.to, ...lineage(scene, line.to), everything];
    const common = a.find((x) => b.includes(x)) as string;
    const from = a[a.indexOf(common) - 1];
    const to = b[b.indexOf(common) - 1];
    if (!from || !to) continue; // from a container to what is in it
    out.set(common, [...(out.get(common) ?? []), { line, from, to }]);
  }
  return out;
}

/** How bad a layout is: the screen it fills at 16 to 10, and how long its lines are. */
const lineWeight = 24; // pixels of screen for each pixel of a line

async function best(
  ids: string[],
  lines: Lifted[],
  size: (id: string) => Size,
  layout: (q: ElkNode) => Promise<ElkNode>,
  late: () => boolean,
): Promise<Inner> {
  const rows = packed(ids.map((id) => ({ id, ...size(id) })));
  const direct = new Set(lines.filter(isDirect).map((l) => l.line.id));
  const candidates: Inner[] = [
    { width: rows.width, height: rows.height, places: new Map(rows.places.map((p) => [p.id, p])), routes: new Map() },
  ];
  if (lines.length > 0 && !late())
    for (const d of ids.length > 2 ? ["DOWN", "RIGHT"] : ["RIGHT"])
      candidates.push(read(await layout(ask(ids, lines, size, d)), direct));
  const cost = (i: Inner) => {
    const length = lines.reduce((sum, l) => {
      const [a, b, p, q] = [size(l.from), size(l.to), i.places.get(l.from) as Point, i.places.get(l.to) as Point];
      return sum + Math.abs(p.x + a.width / 2 - q.x - b.width / 2) + Math.abs(p.y + a.height / 2 - q.y - b.height / 2);
    }, 0);
    return Math.max(i.width, 1.6 * i.height) ** 2 / 1.6 + lineWeight * length;
  };
  return candidates.reduce((a, b) => (cost(b) < cost(a) ? b : a));
}

function ask(ids: string[], lines: Lifted[], size: (id: string) => Size, direction: string): ElkNode {
  const pairs = new Map<string, Lifted>();
  for (const l of lines) {
    const key = isDirect(l) ? l.line.id : `${l.from}>${l.to}`;
    pairs.set(key, l);
  }
  return {
    id: everything,
    layoutOptions: {
      ...options,
      "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
      "elk.layered.compaction.postCompaction.strategy": "NONE",
      "elk.layered.thoroughness": "2",
      "elk.hierarchyHandling": "SEPARATE_CHILDREN",
      "elk.direction": direction,
      "elk.padding": "[top=0,left=0,bottom=0,right=0]",
    },
    children: ids.map((id) => ({ id, ...size(id) })),
    edges: [...pairs].map(([id, l]) => ({ id, sources: [l.from], targets: [l.to] })),
  };
}

/** A question without its names: sizes, ends by position, options. */
function formOf(q: ElkNode): string {
  const at = new Map(q.children?.map((c, i) => [c.id, i]));
  const ends = q.edges?.map((e) => [at.get(e.sources[0] as string), at.get(e.targets[0] as string)]);
  return JSON.stringify([q.children?.map((c) => [c.width, c.height]), ends, q.layoutOptions]);
}

/** An answer with the names of a question of the same form. */
function named(q: ElkNode, laid: ElkNode): ElkNode {
  const children = laid.children?.map((c, i) => ({ ...c, id: q.children?.[i]?.id as string }));
  const edges = laid.edges?.map((e, i) => ({ ...e, id: q.edges?.[i]?.id as string }));
  return { ...laid, children, edges };
}

function read(laid: ElkNode, direct: ReadonlySet<string>): Inner {
  const places = new Map((laid.children ?? []).map((c) => [c.id, { x: c.x ?? 0, y: c.y ?? 0 }]));
  const routes = new Map<string, number[]>();
  for (const e of laid.edges ?? []) {
    const s = e.sections?.[0];
    if (s && direct.has(e.id))
      routes.set(
        e.id,
        [s.startPoint, ...(s.bendPoints ?? []), s.endPoint].flatMap((p) => [p.x, p.y]),
      );
  }
  return { width: laid.width ?? 0, height: laid.height ?? 0, places, routes };
}
