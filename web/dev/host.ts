// Stands in for the server on the page for trying: carries out the operations of the canvas on a graph, and says what
// undoes them by keeping the graph from before.

import type { Operation } from "../src/canvas/operations";
import type { Edge, Fragment, Graph, Node } from "../src/canvas/types";
import { kindTitle } from "./kinds";

/** Where lines of a sort are written: at which end, and under which key. */
const written: Record<string, { at: "from" | "to"; key: string; list: boolean }> = {
  on: { at: "from", key: "on", list: true },
  joins: { at: "from", key: "joins", list: true },
  uses: { at: "from", key: "uses", list: true },
  manages: { at: "from", key: "manages", list: true },
  informs: { at: "to", key: "uses", list: false },
  performs: { at: "to", key: "by", list: false },
  wears: { at: "to", key: "worn-by", list: false },
};

const key = (op: Operation) => op.path?.[0] ?? "";

/** The graph after operations; throws an error that says why one cannot be carried out. */
export function apply(graph: Graph, ops: readonly Operation[]): Graph {
  return ops.reduce(one, graph);
}

function one(graph: Graph, op: Operation): Graph {
  if (op.do === "text") return op.graph as Graph;
  const id = op.id as string;
  const all = [...graph.zones, ...graph.places, ...graph.nodes, ...graph.edges];
  if (op.do === "add") {
    if (all.some((x) => x.id === id)) throw new Error(`id "${id}" is taken`);
    return add(graph, op.block as string, id, op.value as Record<string, unknown>);
  }
  if (!all.some((x) => x.id === id)) throw new Error(`there is no element "${id}"`);
  switch (op.do) {
    case "remove": {
      const gone = new Set([id, ...graph.nodes.filter((n) => n.id.startsWith(`${id}/`)).map((n) => n.id)]);
      return {
        ...graph,
        zones: graph.zones.filter((z) => !gone.has(z.id)),
        places: graph.places.filter((p) => !gone.has(p.id)),
        nodes: graph.nodes.filter((n) => !gone.has(n.id)),
        edges: graph.edges.filter((e) => !gone.has(e.id) && !gone.has(e.from) && !gone.has(e.to)),
      };
    }
    case "set":
    case "unset":
      return set(graph, id, key(op), op.do === "set" ? (op.value as string) : undefined);
    case "put":
      return { ...graph, edges: [...graph.edges, edgeOf(id, key(op), op.value as string, graph)] };
    case "take": {
      const e = edgeOf(id, key(op), op.value as string, graph);
      return { ...graph, edges: graph.edges.filter((x) => x.id !== e.id) };
    }
    default:
      throw new Error(`operation ${op.do} is not known here`);
  }
}

function set(graph: Graph, id: string, k: string, value: string | undefined): Graph {
  const change = <T extends { id: string; title: string }>(list: T[]) => list.map((x) => (x.id === id ? { ...x, [k]: value ?? (k === "title" ? x.id : undefined) } : x));
  const placeZone = (n: Node) => (n.id === id && k === "place" ? { ...n, place: value, zone: graph.places.find((p) => p.id === value)?.zone } : n);
  return { ...graph, zones: change(graph.zones), places: change(graph.places), nodes: change(graph.nodes).map(placeZone), edges: change(graph.edges) };
}

function add(graph: Graph, block: string, id: string, value: Record<string, unknown>): Graph {
  const word = (k: string) => (typeof value[k] === "string" ? (value[k] as string) : undefined);
  const shown = { id, title: word("title") ?? id, kind: word("kind") ?? "", "kind-title": kindTitle(word("kind") ?? ""), file: "system.yaml", line: 1 };
  if (block === "zones") return { ...graph, zones: [...graph.zones, { ...shown, within: word("within") }] };
  if (block === "flows") {
    const e: Edge = { ...shown, sort: "flow", from: word("from") as string, to: word("to") as string, of: id, key: "" };
    return { ...graph, edges: [...graph.edges, e] };
  }
  const holder = ["interfaces", "parts", "runs"].includes(block) ? id.slice(0, id.lastIndexOf("/")) : undefined;
  const zone = holder ? graph.nodes.find((n) => n.id === holder)?.zone : (word("zone") ?? graph.places.find((p) => p.id === word("place"))?.zone);
  const node: Node = { ...shown, block: block === "interfaces" ? block : holder ? "assets" : block, zone, place: word("place"), "part-of": holder, inherits: holder || word("place") ? ["zone"] : undefined };
  const refs = Object.entries(value).flatMap(([k, v]) => (Array.isArray(v) ? v.map((to) => [k, String(to)] as const) : []));
  return refs.reduce((g, [k, to]) => ({ ...g, edges: [...g.edges, edgeOf(id, k, to, g)] }), { ...graph, nodes: [...graph.nodes, node] });
}

function edgeOf(of: string, k: string, other: string, graph: Graph): Edge {
  const block = graph.nodes.find((n) => n.id === of)?.block;
  const sort = Object.keys(written).find((s) => written[s]?.key === k && (k !== "uses" || (block === "functions") === (s === "informs"))) as string;
  const [from, to] = written[sort]?.at === "from" ? [of, other] : [other, of];
  return { id: `${from} ${sort} ${to}`, sort, from, to, title: sort, of, key: k, file: "system.yaml", line: 1 };
}

export function fragments(graph: Graph, ids: readonly string[]): Fragment[] {
  return ids.map((id) => {
    const zone = graph.zones.find((z) => z.id === id);
    const flow = graph.edges.find((e) => e.id === id);
    const node = graph.nodes.find((n) => n.id === id);
    if (zone) return { id, block: "zones", value: { title: zone.title, within: zone.within } };
    if (flow) return { id, block: "flows", value: { title: flow.title, from: flow.from, to: flow.to, carries: flow.data } };
    const refs = graph.edges.filter((e) => e.of === id && written[e.sort]?.list);
    const lists: Record<string, string[]> = {};
    for (const e of refs) lists[e.key] = [...(lists[e.key] ?? []), e.from === id ? e.to : e.from];
    return { id, block: node?.["part-of"] ? "runs" : (node?.block ?? ""), value: { kind: node?.kind, title: node?.title, zone: node?.inherits ? undefined : node?.zone, ...lists } };
  });
}
