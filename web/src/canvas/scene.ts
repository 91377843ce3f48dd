// What is drawn: from the graph and the view of one person to a tree of items and the lines between what is visible.

import type { Edge, Graph, Node, Zone } from "./types";

export interface View {
  root?: string; // zone that was entered
  fn?: string; // clinical function that was chosen
  others: "dim" | "hide"; // what happens to elements that the function does not need
  hidden: ReadonlySet<string>; // blocks that are not drawn
  closed: ReadonlySet<string>; // containers that are drawn as one box
}

export interface Item {
  id: string;
  title: string;
  block: string; // "zones" for a zone
  kind: string;
  kindTitle: string;
  parent?: string; // item it is drawn in
  depth: number; // 0 for an item that is drawn in none
  children: string[]; // items drawn in it
  inside: number; // elements in it at any depth, drawn or not
  closed: boolean;
  dim: boolean;
  outside: boolean; // belongs to another zone than the one entered; drawn as a neighbour
  imported: boolean;
}

export interface Line {
  id: string;
  sort: string;
  from: string;
  to: string;
  title: string;
  edges: Edge[]; // several where ends are hidden in closed containers
  dim: boolean;
}

export interface Scene {
  items: Map<string, Item>; // parents before children
  lines: Line[];
}

/** What is drawn at first: the things; what is said about them can be switched on. */
export const hiddenAtFirst = ["interfaces", "data", "organisations", "contexts", "benefits", "hazards", "harms"];

/** Item around each item, before anything is hidden. Circles in the text are cut. */
export function parents(graph: Graph): Map<string, string> {
  const zones = new Set(graph.zones.map((z) => z.id));
  const nodes = new Set(graph.nodes.map((n) => n.id));
  const up = new Map<string, string>();
  const link = (id: string, parent: string) => {
    for (let at: string | undefined = parent; at; at = up.get(at)) if (at === id) return;
    up.set(id, parent);
  };
  for (const z of graph.zones) if (z.within && zones.has(z.within)) link(z.id, z.within);
  for (const n of graph.nodes) {
    if (n["part-of"] && nodes.has(n["part-of"])) link(n.id, n["part-of"]);
    else if (n.zone && zones.has(n.zone)) link(n.id, n.zone);
  }
  return up;
}

/** Items around an item, nearest first. */
export function ancestors(up: ReadonlyMap<string, string>, id: string): string[] {
  const out: string[] = [];
  for (let at = up.get(id); at; at = up.get(at)) out.push(at);
  return out;
}

/** Drawn items around an item, nearest first. */
export function lineage(scene: Scene, id: string): string[] {
  const out: string[] = [];
  for (let at = scene.items.get(id)?.parent; at; at = scene.items.get(at)?.parent) out.push(at);
  return out;
}

export function makeScene(graph: Graph, view: View): Scene {
  const up = parents(graph);
  const over = new Map<string, string[]>();
  const all = [...graph.zones.map(zoneItem), ...graph.nodes.map(nodeItem)];
  const byId = new Map(all.map((i) => [i.id, i]));
  for (const item of all) {
    const chain = ancestors(up, item.id);
    over.set(item.id, chain);
    item.parent = chain[0];
    item.depth = chain.length;
    if (item.block !== "zones") for (const o of chain) (byId.get(o) as Item).inside++;
  }
  const fn = graph.functions.find((f) => f.id === view.fn);
  const needed = fn && new Set([fn.id, ...fn.members]);
  if (needed) dimOthers(all, byId, needed);

  const root = view.root !== undefined && byId.has(view.root) ? view.root : undefined;
  const around = new Set(root ? over.get(root) : []);
  const inRoot = (id: string) => !root || id === root || (over.get(id) as string[]).includes(root);
  const shown = (id: string) => {
    const item = byId.get(id);
    return !!item && !view.hidden.has(item.block) && !(view.others === "hide" && item.dim);
  };
  // The item that stands for an element: itself, the closed container it is in, or what it is a part of; or nothing.
  const drawn = (id: string): string | undefined => {
    let at: string | undefined = id;
    while (at && !shown(at)) at = byId.get(at)?.block === "interfaces" ? byId.get(at)?.parent : undefined;
    if (!at) return undefined;
    const chain = over.get(at) as string[];
    if (!inRoot(at)) return [...chain].reverse().find((o) => !around.has(o)) ?? at;
    for (const o of chain) {
      if (o === root) break;
      if (view.closed.has(o)) at = o;
    }
    return at;
  };

  const lines = makeLines(graph.edges, drawn, (e) => !!needed && !isNeeded(e, needed)).filter(
    (l) => inRoot(l.from) || inRoot(l.to),
  );
  const ends = new Set(lines.flatMap((l) => [l.from, l.to]));
  const items = new Map<string, Item>();
  for (const item of all.sort((a, b) => a.depth - b.depth)) {
    const outside = !inRoot(item.id);
    if (item.id === root || drawn(item.id) !== item.id || (outside && !ends.has(item.id))) continue;
    const parent = outside || item.parent === root ? undefined : item.parent;
    const depth = parent ? (items.get(parent) as Item).depth + 1 : 0;
    items.set(item.id, { ...item, parent, depth, children: [], closed: outside || view.closed.has(item.id), outside });
    if (parent) items.get(parent)?.children.push(item.id);
  }
  return { items, lines };
}

const isNeeded = (e: Edge, needed: ReadonlySet<string>) =>
  e.sort === "flow" ? needed.has(e.id) : needed.has(e.from) && needed.has(e.to);

/** Dims what a function does not need. A zone or asset is needed when something in it is. */
function dimOthers(all: Item[], byId: ReadonlyMap<string, Item>, needed: ReadonlySet<string>) {
  for (const item of all) item.dim = true;
  for (const id of needed)
    for (let at = byId.get(id); at; at = at.parent ? byId.get(at.parent) : undefined) at.dim = false;
}

function makeLines(edges: Edge[], drawn: (id: string) => string | undefined, dim: (e: Edge) => boolean): Line[] {
  const known = new Map<string, Line>();
  for (const e of edges) {
    if (e.sort === "inside") continue; // shown by nesting
    const from = drawn(e.from);
    const to = drawn(e.to);
    if (!from || !to || from === to) continue;
    const id = from === e.from && to === e.to ? e.id : `${from} ${e.sort} ${to}`;
    const line = known.get(id);
    if (line) {
      line.edges.push(e);
      line.dim &&= dim(e);
    } else known.set(id, { id, sort: e.sort, from, to, title: e.title, edges: [e], dim: dim(e) });
  }
  return [...known.values()];
}

const itemOf = (s: Zone | Node, block: string): Item => ({
  id: s.id,
  title: s.title,
  block,
  kind: s.kind,
  kindTitle: s["kind-title"],
  depth: 0,
  children: [],
  inside: 0,
  closed: false,
  dim: false,
  outside: false,
  imported: s.imported ?? false,
});

const zoneItem = (z: Zone) => itemOf(z, "zones");
const nodeItem = (n: Node) => itemOf(n, n.block);
