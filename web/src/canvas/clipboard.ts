// Copies of model fragments: what is pasted has new ids, and what pointed inside the copy points inside it again.

import { freshId, type Operation, takenIds } from "./operations";
import { ancestors, parents } from "./scene";
import type { Fragment, Graph } from "./types";

/** Marks our text on the system's clipboard. */
const mark = "cordon-fragments";
const most = 2000; // fragments taken from a clipboard

export const write = (fragments: readonly Fragment[]) => JSON.stringify({ [mark]: 1, fragments });

/** Fragments from a text of the clipboard; none where it is something else. */
export function read(text: string): Fragment[] {
  try {
    const said: unknown = JSON.parse(text);
    if (!isRecord(said) || said[mark] !== 1 || !Array.isArray(said.fragments)) return [];
    return said.fragments.filter(isFragment).slice(0, most);
  } catch {
    return []; // no JSON: text from elsewhere
  }
}

const isFragment = (f: unknown): f is Fragment =>
  isRecord(f) && typeof f.id === "string" && typeof f.block === "string" && isRecord(f.value);

/**
 * Ids to copy for a selection: without parts of what is copied anyway, and with the flows between what is copied. Zones
 * are copied without what is in them.
 */
export function copied(graph: Graph, selected: ReadonlySet<string>): string[] {
  const up = parents(graph);
  const zones = new Set(graph.zones.map((z) => z.id));
  const own = (id: string) => selected.has(id) && !ancestors(up, id).some((a) => selected.has(a) && !zones.has(a));
  const within = (id: string) => selected.has(id) || ancestors(up, id).some((a) => selected.has(a) && !zones.has(a));
  return [
    ...graph.zones.map((z) => z.id).filter((id) => selected.has(id)),
    ...graph.nodes.map((n) => n.id).filter(own),
    ...graph.edges
      .filter((e) => e.sort === "flow" && (selected.has(e.id) || (within(e.from) && within(e.to))))
      .map((e) => e.id),
  ];
}

/**
 * Adds copies. `ids` tells which copy comes from which original; `left` are fragments that have no place here: parts of
 * an asset that is not there. With a zone, what has a zone goes there.
 */
export function paste(
  graph: Graph,
  fragments: readonly Fragment[],
  zone?: string,
): { ops: Operation[]; ids: Map<string, string>; left: string[] } {
  const known = takenIds(graph);
  const assets = new Set(graph.nodes.filter((n) => n.block === "assets" && !n.imported).map((n) => n.id));
  const taken = new Set(known);
  const ids = new Map<string, string>();
  const left: string[] = [];
  const inside = new Set(["interfaces", "parts", "runs"]);
  for (const f of fragments) {
    const cut = f.id.lastIndexOf("/");
    const holder = inside.has(f.block) ? f.id.slice(0, cut) : "";
    if (holder && !assets.has(holder)) {
      left.push(f.id);
      continue;
    }
    const id = freshId(f.id.slice(cut + 1).replace(/-\d+$/, ""), taken, holder && `${holder}/`);
    taken.add(id);
    ids.set(f.id, id);
  }
  const ops = fragments.flatMap((f): Operation[] => {
    const id = ids.get(f.id);
    if (!id) return [];
    const value = renamed(f.value, ids) as Record<string, unknown>;
    if (zone && typeof value.zone === "string" && !ids.has((f.value as Record<string, unknown>).zone as string))
      value.zone = zone;
    if (typeof value.zone === "string" && !taken.has(value.zone)) delete value.zone; // from another system
    return [{ do: "add", block: f.block, id, value }];
  });
  return { ops, ids, left };
}

const words = new Set(["title", "note", "facts", "kind", "trust"]); // keys whose values name no elements

/** A value in which words that are, or begin with, a copied id name the copy. */
function renamed(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return reference(value, ids);
  if (Array.isArray(value)) return value.map((v) => renamed(v, ids));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, words.has(k) ? v : renamed(v, ids)]));
}

function reference(word: string, ids: ReadonlyMap<string, string>): string {
  for (let at = word.length; at > 0; at = word.lastIndexOf("/", at - 1)) {
    const copy = ids.get(word.slice(0, at));
    if (copy) return copy + word.slice(at);
  }
  return word;
}

const isRecord = (v: unknown): v is Record<string, unknown> => typeof v === "object" && v !== null && !Array.isArray(v);
