// What a user does on the canvas, as operations on the text. What undoes them comes back from whoever carries them out.

import { ancestors, parents } from "./scene";
import type { Connection, Edge, Graph, Kind, Node } from "./types";

/** One change of the text, as internal/model/edit takes it; inverses may hold further fields, which are handed back as they came. */
export interface Operation {
  do: "add" | "remove" | "rename" | "set" | "unset" | "put" | "take" | "move" | "place" | "release" | "text";
  block?: string;
  id?: string;
  path?: string[];
  value?: unknown;
  all?: boolean;
  [further: string]: unknown;
}

export type Refusal = "imported" | "part" | "no-zone" | "no-place" | "inside-itself" | "no-asset" | "nothing";

const set = (id: string, key: string, value: unknown): Operation =>
  value === undefined ? { do: "unset", id, path: [key] } : { do: "set", id, path: [key], value };

export const retitle = (id: string, title: string): Operation[] => [set(id, "title", title)];

/** Puts an item into a zone, or into none; or why that cannot be said in the text. */
export function moveInto(graph: Graph, id: string, zone: string | undefined): Operation[] | Refusal {
  const asZone = graph.zones.find((z) => z.id === id);
  if (asZone) {
    if (asZone.within === zone) return [];
    if (asZone.imported) return "imported";
    if (zone && (zone === id || ancestors(parents(graph), zone).includes(id))) return "inside-itself";
    return [set(id, "within", zone)];
  }
  const node = graph.nodes.find((n) => n.id === id);
  if (!node || (node.zone === zone && !node["part-of"])) return [];
  if (node.imported) return "imported";
  if (node["part-of"]) return "part";
  if (node.block === "people") return personInto(graph, node, zone);
  if (node.block !== "assets" && node.block !== "networks") return "no-zone";
  if (zone) return [set(id, "zone", zone)];
  const placed = node.place && !node.inherits?.includes("place") && graph.places.find((p) => p.id === node.place)?.zone;
  return node.inherits?.includes("zone") ? (placed ? [set(id, "place", undefined)] : []) : [set(id, "zone", undefined)];
}

/** People have no zone: they are at a place, and the place is in a zone. */
function personInto(graph: Graph, person: Node, zone: string | undefined): Operation[] | Refusal {
  if (!zone) return [set(person.id, "place", undefined)];
  const place = graph.places.find((p) => p.zone === zone);
  return place ? [set(person.id, "place", place.id)] : "no-place";
}

/** The graph as it will be once an item is in another zone; drawn until the answer comes. */
export function movedInto(graph: Graph, ids: ReadonlySet<string>, zone: string | undefined): Graph {
  return {
    ...graph,
    zones: graph.zones.map((z) => (ids.has(z.id) ? { ...z, within: zone } : z)),
    nodes: graph.nodes.map((n) => (ids.has(n.id) && !n["part-of"] ? { ...n, zone } : n)),
  };
}

/** The operations that draw a line as a connection says. A new flow has a title and carries nothing yet. */
export function connect(graph: Graph, c: Connection, from: string, to: string, title: string): Operation[] | Refusal {
  const fresh = freshId(`${last(from)}-to-${last(to)}`, takenIds(graph));
  const fill = (v: unknown): unknown => {
    if (typeof v === "string")
      return v
        .replace("{from}", () => from)
        .replace("{to}", () => to)
        .replace("{new}", () => fresh);
    if (Array.isArray(v)) return v.map(fill);
    if (typeof v === "object" && v !== null) return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, fill(x)]));
    return v;
  };
  const op: Operation = { do: c.do, id: fill(c.id) as string };
  if (c.block) op.block = c.block;
  if (c.path) op.path = fill(c.path) as string[];
  if (c.value !== undefined) op.value = fill(c.value);
  if (c.do === "add") op.value = { title, ...(op.value as object) };
  else if (graph.nodes.find((n) => n.id === op.id)?.imported) return "imported";
  return [op];
}

/** Keys that hold a list of references (internal/model). `from` is a list of benefits, hazards and harms; flows are elements. */
const lists = new Set([
  "on",
  "joins",
  "uses",
  "manages",
  "connects",
  "stored-on",
  "made-from",
  "from",
  "contexts",
  "detectable-by",
]);

/** Takes a line out of the text. */
export function disconnect(edge: Edge): Operation[] {
  if (edge.sort === "flow") return [{ do: "remove", id: edge.id, all: true }];
  const other = edge.of === edge.from ? edge.to : edge.from;
  if (edge.sort === "informs") return [{ do: "unset", id: edge.of, path: [edge.key, other] }];
  return lists.has(edge.key)
    ? [{ do: "take", id: edge.of, path: [edge.key], value: other }]
    : [set(edge.of, edge.key, undefined)];
}

/**
 * Removes elements, zones and lines, and what names them. What was in a removed zone goes to the zone around it. Parts of
 * what is removed go with it and need no operation of their own.
 */
export function remove(graph: Graph, ids: ReadonlySet<string>): Operation[] | Refusal {
  const up = parents(graph);
  const zones = new Map(graph.zones.filter((z) => ids.has(z.id)).map((z) => [z.id, z]));
  const nodes = graph.nodes.filter((n) => ids.has(n.id));
  const edges = graph.edges.filter((e) => ids.has(e.id));
  if ([...zones.values(), ...nodes, ...edges].some((x) => x.imported)) return "imported";
  const outer = (zone: string | undefined): string | undefined => {
    for (let at = zone; at; at = zones.get(at)?.within) if (!zones.has(at)) return at;
    return undefined;
  };
  const kept = <T extends { id: string; imported?: boolean }>(list: T[]) =>
    list.filter((x) => !ids.has(x.id) && !x.imported);
  const ops: Operation[] = [
    ...kept(graph.zones).flatMap((z) =>
      z.within && zones.has(z.within) ? [set(z.id, "within", outer(z.within))] : [],
    ),
    ...kept(graph.places).flatMap((p) => (p.zone && zones.has(p.zone) ? [set(p.id, "zone", outer(p.zone))] : [])),
    ...kept(graph.nodes).flatMap((n) =>
      n.zone && zones.has(n.zone) && !n.inherits?.includes("zone") ? [set(n.id, "zone", outer(n.zone))] : [],
    ),
  ];
  const roots = nodes.filter((n) => !ancestors(up, n.id).some((a) => ids.has(a) && !zones.has(a)));
  const gone = new Set(roots.map((n) => n.id));
  const goes = (id: string) => gone.has(id) || ancestors(up, id).some((a) => gone.has(a));
  for (const e of edges) if (!goes(e.from) && !goes(e.to)) ops.push(...disconnect(e));
  for (const x of [...roots, ...zones.values()]) ops.push({ do: "remove", id: x.id, all: true });
  return ops.length > 0 ? ops : "nothing";
}

/**
 * A new element of a kind in the zone `into`, or the zone of the asset `into`. With `inside`, a block of that asset, it is
 * written in the asset itself.
 */
export function add(
  graph: Graph,
  kind: Pick<Kind, "kind" | "title" | "block">,
  into: string | undefined,
  inside?: string,
): { ops: Operation[]; id: string } | Refusal {
  const value: Record<string, unknown> = { kind: kind.kind, title: kind.title };
  const asset = graph.nodes.find((n) => n.id === into && n.block === "assets");
  if (inside && asset) {
    if (asset.imported) return "imported";
    const id = freshId(kind.title, takenIds(graph), `${asset.id}/`);
    return { id, ops: [{ do: "add", block: inside, id, value }] };
  }
  if (kind.block === "interfaces") return "no-asset";
  const zone = graph.zones.find((z) => z.id === (graph.nodes.find((n) => n.id === into)?.zone ?? into));
  if (zone?.imported) return "imported";
  if (zone && (kind.block === "assets" || kind.block === "networks" || kind.block === "places")) value.zone = zone.id;
  if (zone && kind.block === "zones") value.within = zone.id;
  const place = kind.block === "people" && zone ? graph.places.find((p) => p.zone === zone.id) : undefined;
  if (place) value.place = place.id;
  const id = freshId(kind.title, takenIds(graph));
  return { id, ops: [{ do: "add", block: kind.block, id, value }] };
}

export function takenIds(graph: Graph): Set<string> {
  return new Set(
    [graph.zones, graph.places, graph.nodes, graph.edges, graph.functions].flatMap((list) => list.map((x) => x.id)),
  );
}

/** An id made of a title, that is not taken: "home-router", "home-router-2". `prefix` stands before it. */
export function freshId(title: string, taken: ReadonlySet<string>, prefix = ""): string {
  const plain = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "") // accents that stand apart now
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  const stem = prefix + (plain.slice(0, 48).replace(/-+$/, "") || "element");
  for (let n = 1; ; n++) {
    const id = n === 1 ? stem : `${stem}-${n}`;
    if (!taken.has(id)) return id;
  }
}

const last = (id: string) => id.slice(id.lastIndexOf("/") + 1);
