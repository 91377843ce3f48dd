// Everything a user can do, by name; keys, buttons and the pointer call the same functions.

import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { CanvasProps } from "./canvas";
import { copied, paste, read, write } from "./clipboard";
import { type Moves, movesOf } from "./history";
import { type Direction, neighbour, readingOrder } from "./neighbours";
import type { Operation, Refusal } from "./operations";
import * as operations from "./operations";
import { leafSize, shift } from "./rects";
import { parents, type Scene } from "./scene";
import type { Connection, Graph, Kind, Point } from "./types";
import type { Doing } from "./use-history";
import type { Places } from "./use-places";
import { reason } from "./use-say";
import type { Looking } from "./use-view";

export type Dialog =
  | { sort: "add" }
  | { sort: "connect"; from: string }
  | { sort: "join"; from: string; to: string }
  | { sort: "zone" }
  | { sort: "help" };

export interface Now {
  props: CanvasProps;
  graph: Graph;
  scene: Scene;
  places: Places;
  doing: Doing;
  looking: Looking;
  selected: ReadonlySet<string>;
  focus: string | undefined;
  line: string | undefined; // the line that , and . have reached
  select: (ids: Iterable<string>) => void;
  setFocus: (id: string | undefined) => void;
  show: (id: string) => void; // brings an item into sight
  look: (change: Partial<Looking>) => void;
  ask: (dialog: Dialog) => void;
  rename: (id: string) => void;
  expect: (ids: Iterable<string>) => void; // to be selected when they arrive
  ahead: (graph: Graph) => void; // drawn until the answer comes
  say: (text: string) => void;
}

/** Where copies stand beside their originals, in pixels. */
const beside = 32;
export const nudge = 16; // pixels of one key press

/** The last copy of this browser tab, where the system's clipboard is refused. */
let kept = "";

export function useActions(now: Now) {
  const { t } = useTranslation();
  const latest = useRef(now);
  latest.current = now;
  const made = useRef<ReturnType<typeof actions>>(null);
  made.current ??= actions(
    () => latest.current,
    (key, values) => t(key, values ?? {}),
  );
  return made.current;
}

function actions(now: () => Now, t: (key: string, values?: Record<string, unknown>) => string) {
  const title = (id: string) => {
    const { graph, scene } = now();
    return scene.items.get(id)?.title ?? graph.edges.find((e) => e.id === id)?.title ?? id;
  };
  const titles = (ids: readonly string[]) =>
    ids.length === 1 ? title(ids[0] as string) : t("canvas.elements", { count: ids.length });
  const refuse = (why: Refusal, what = "") => now().say(t(`canvas.refusal.${why}`, { title: what }));
  /** The selection, or else what has the focus. */
  const chosen = (): string[] => {
    const { selected, focus } = now();
    return selected.size > 0 ? [...selected] : focus ? [focus] : [];
  };
  /** What is done to one thing only is done to where one is: a line that was reached, or what has the focus. */
  const one = (): string | undefined => {
    const { line, focus, selected } = now();
    return (selected.size === 1 ? line : undefined) ?? focus ?? chosen()[0];
  };
  const items = () => chosen().filter((id) => now().scene.items.has(id));
  /** Edges behind chosen lines: one line may stand for several. */
  const withEdges = (ids: readonly string[]) => {
    const { scene } = now();
    return ids.flatMap((id) => scene.lines.find((l) => l.id === id)?.edges.map((e) => e.id) ?? [id]);
  };
  const zoneOf = (id: string | undefined): string | undefined => {
    const { graph, looking } = now();
    if (!id) return looking.root;
    return graph.zones.some((z) => z.id === id) ? id : (graph.nodes.find((n) => n.id === id)?.zone ?? looking.root);
  };
  const offsets = (ids: readonly string[], by: Point): Moves => {
    const { graph, places } = now();
    return movesOf(places.inside, shift(places.inside, parents(graph), new Map(ids.map((id) => [id, by]))));
  };

  const moveTo = async (ids: readonly string[], zone: string | undefined, moves: Moves = {}) => {
    const { graph, doing, ahead } = now();
    const ops: Operation[] = [];
    const moving = new Set<string>();
    for (const id of ids) {
      const found = operations.moveInto(graph, id, zone);
      if (typeof found === "string") {
        if (found !== "part" && found !== "no-zone") return refuse(found, title(id));
        if (Object.keys(moves).length === 0) return refuse(found, title(id));
        continue; // it was only moved on the drawing
      }
      ops.push(...found);
      if (found.length > 0) moving.add(id);
    }
    if (moving.size === 0) {
      if (Object.keys(moves).length > 0) await doing.run(t("canvas.did.move", { what: titles(ids) }), [], moves);
      return;
    }
    ahead(operations.movedInto(graph, moving, zone));
    const where = zone ? title(zone) : t("canvas.noZone");
    const done = await doing.run(t("canvas.did.moveTo", { what: titles([...moving]), zone: where }), ops, moves);
    if (!done) ahead(graph);
  };

  const addKind = async (kind: Kind) => {
    const { graph, doing, selected, focus, looking, look, expect, props } = now();
    const into = [...selected][0] ?? focus ?? looking.root;
    const asset = graph.nodes.find((n) => n.id === into && n.block === "assets");
    const inside = asset && (await props.legal(kind.kind, [asset.kind]))[asset.kind]?.find((c) => c.sort === "inside");
    const found = operations.add(graph, kind, into, inside?.block);
    if (typeof found === "string") return refuse(found, kind.title);
    if (looking.hidden.has(kind.block)) look({ hidden: new Set([...looking.hidden].filter((b) => b !== kind.block)) });
    expect([found.id]);
    await doing.run(t("canvas.did.add", { what: kind.title }), found.ops);
  };

  const join = async (from: string, to: string, c: Connection) => {
    const { graph, doing, expect } = now();
    const found = operations.connect(graph, c, from, to, t("canvas.flowTitle", { from: title(from), to: title(to) }));
    if (typeof found === "string") return refuse(found, title(from));
    const id = found[0]?.do === "add" ? found[0].id : `${from} ${c.sort} ${to}`;
    if (id) expect([id]);
    await doing.run(t("canvas.did.connect", { from: title(from), to: title(to) }), found);
  };

  const copy = async (): Promise<boolean> => {
    const { graph, props, say } = now();
    const ids = copied(graph, new Set(withEdges(chosen())));
    if (ids.length === 0) return false;
    try {
      kept = write(await props.fragments(ids));
    } catch (e) {
      say(t("canvas.refused", { what: t("canvas.copying", { what: titles(ids) }), why: reason(e) }));
      return false;
    }
    await navigator.clipboard?.writeText(kept).catch(() => undefined); // refused: the copy of this tab is there
    say(t("canvas.did.copy", { what: titles(ids) }));
    return true;
  };

  const remove = async (label = "canvas.did.remove") => {
    const { graph, doing, select, setFocus, focus, scene } = now();
    const ids = withEdges(chosen());
    const ops = operations.remove(graph, new Set(ids));
    if (ops === "nothing") return;
    if (typeof ops === "string") return refuse(ops, titles(ids));
    const next = focus && ids.includes(focus) ? scene.items.get(focus)?.parent : focus;
    if (await doing.run(t(label, { what: titles(ids) }), ops)) {
      select([]);
      setFocus(next);
    }
  };

  const pasteText = async (text: string) => {
    const { graph, doing, places, expect, say, selected } = now();
    const fragments = read(text).length > 0 ? read(text) : read(kept);
    if (fragments.length === 0) return say(t("canvas.nothingToPaste"));
    const zone = [...selected].find((id) => graph.zones.some((z) => z.id === id));
    const found = paste(graph, fragments, zone);
    if (found.ops.length === 0) return refuse("no-asset", titles(found.left));
    const moves: Record<string, { after?: Point }> = {};
    for (const [from, to] of found.ids) {
      const p = places.inside[from];
      if (p && !zone) moves[to] = { after: { x: p.x + beside, y: p.y + beside + leafSize.height } };
    }
    expect(found.ids.values());
    await doing.run(t("canvas.did.paste", { what: t("canvas.elements", { count: found.ids.size }) }), found.ops, moves);
  };

  const goTo = (id: string | undefined) => {
    const { setFocus, show } = now();
    if (!id) return;
    setFocus(id);
    show(id);
  };

  const nextLine = (step: number) => {
    const { scene, focus, line, select, say } = now();
    const from = focus ?? [...scene.items.keys()][0];
    const list = scene.lines.filter((l) => l.from === from || l.to === from);
    if (list.length === 0) return say(t("canvas.connections", { count: 0 }));
    const at = list.findIndex((l) => l.id === line);
    const l = list[(at + step + list.length) % list.length] as Scene["lines"][number];
    select([l.id]);
    const what = l.sort === "flow" ? l.title : t(`canvas.sort.${l.sort}`);
    say(
      t("canvas.lineIs", { what, from: title(l.from), to: title(l.to), at: list.indexOf(l) + 1, count: list.length }),
    );
  };

  const direction = (key: string) => key.replace(/^.*Arrow/, "").toLowerCase() as Direction;
  const offset: Record<Direction, Point> = {
    left: { x: -nudge, y: 0 },
    right: { x: nudge, y: 0 },
    up: { x: 0, y: -nudge },
    down: { x: 0, y: nudge },
  };

  return {
    moveTo,
    addKind,
    join,
    copy,
    remove,
    pasteText,
    goTo,
    offsets,
    title,
    refuse,
    zoneOf,
    first: () => goTo(readingOrder(now().scene, now().places.rects)[0]),
    moveFocus: (key: string) => {
      const { scene, places, focus } = now();
      if (!focus || !scene.items.has(focus)) return goTo(readingOrder(scene, places.rects)[0]);
      const next = neighbour(scene, places.rects, focus, direction(key));
      if (next) goTo(next);
      else now().say(t("canvas.nothingThere"));
    },
    out: () => {
      const { scene, focus } = now();
      goTo(focus && scene.items.get(focus)?.parent);
    },
    in: () => {
      const { scene, places, focus } = now();
      const inside = new Set(focus ? (scene.items.get(focus)?.children ?? []) : []);
      goTo(readingOrder(scene, places.rects).find((id) => inside.has(id)));
    },
    nextLine,
    selectFocus: () => {
      const { focus, selected, select, say } = now();
      if (!focus) return;
      const on = !selected.has(focus);
      select(on ? [...selected, focus] : [...selected].filter((id) => id !== focus));
      say(t(on ? "canvas.did.select" : "canvas.did.deselect", { what: title(focus) }));
    },
    selectAll: () => {
      const { scene, select, say } = now();
      const all = [...scene.items.values()].filter((i) => i.block !== "zones" && !i.outside).map((i) => i.id);
      select(all);
      say(t("canvas.did.select", { what: t("canvas.elements", { count: all.length }) }));
    },
    properties: () => {
      const id = one();
      const edge = id && now().scene.lines.find((l) => l.id === id)?.edges[0];
      if (id) now().props.onOpen(edge ? edge.of : id);
    },
    connect: () => {
      const { graph, ask, say, focus, selected } = now();
      const from = [...selected].find((id) => graph.nodes.some((n) => n.id === id)) ?? focus;
      if (from && graph.nodes.some((n) => n.id === from)) ask({ sort: "connect", from });
      else say(t("canvas.chooseFirst"));
    },
    toZone: () => (items().length > 0 ? now().ask({ sort: "zone" }) : now().say(t("canvas.chooseFirst"))),
    moveItemsTo: (zone: string | undefined) => moveTo(items(), zone),
    renameFocus: () => {
      const { graph, scene, rename, props } = now();
      const id = one();
      if (!id) return;
      if (!scene.items.has(id)) return props.onOpen(withEdges([id])[0] as string);
      const what = graph.zones.find((z) => z.id === id) ?? graph.nodes.find((n) => n.id === id);
      if (what?.imported) return refuse("imported", title(id));
      rename(id);
    },
    retitle: async (id: string, text: string) => {
      const name = text.trim();
      if (name && name !== title(id))
        await now().doing.run(t("canvas.did.rename", { from: title(id), to: name }), operations.retitle(id, name));
    },
    nudge: async (key: string) => {
      const ids = items().filter((id) => !now().scene.items.get(id)?.outside);
      if (ids.length > 0)
        await now().doing.run(t("canvas.did.move", { what: titles(ids) }), [], offsets(ids, offset[direction(key)]));
    },
    cut: async () => {
      if (await copy()) await remove("canvas.did.cut");
    },
    duplicate: async () => {
      if (await copy()) await pasteText(kept);
    },
  };
}

export type Actions = ReturnType<typeof actions>;
