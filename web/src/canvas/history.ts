// The stack of what was done: changes of the text, and moves. Undoing a change asks the text's keeper to carry out its
// inverse, which answers with the inverse of that; so each command is turned over when it changes sides.

import type { Operation } from "./operations";
import type { Point } from "./types";

/** Positions as they were and are; undefined where there was none. */
export type Moves = Readonly<Record<string, { before?: Point; after?: Point }>>;

export interface Command {
  label: string; // what was done, in words
  ops: readonly Operation[]; // what takes it to the other side
  moves: Moves;
}

export interface History {
  done: readonly Command[];
  undone: readonly Command[];
}

export const empty: History = { done: [], undone: [] };
export const longest = 200; // commands that are kept

export const push = (h: History, c: Command): History => ({ done: [...h.done, c].slice(-longest), undone: [] });

export type Side = "done" | "undone";

/** The next command of a side, without it. */
export function take(h: History, side: Side): { command: Command; rest: History } | undefined {
  const command = h[side].at(-1);
  return command && { command, rest: { ...h, [side]: h[side].slice(0, -1) } };
}

/** Puts a command on a side, turned over: with what takes it back. */
export function turn(h: History, side: Side, c: Command, ops: readonly Operation[]): History {
  return { ...h, [side]: [...h[side], { ...c, ops }] };
}

/** Positions with those of moves: as after them, or as before. */
export function moved(
  at: Readonly<Record<string, Point>>,
  moves: Moves,
  to: "before" | "after",
): Record<string, Point> {
  const out = { ...at };
  for (const [id, m] of Object.entries(moves)) {
    const p = m[to];
    if (p) out[id] = p;
    else delete out[id];
  }
  return out;
}

/** What is different between two sets of positions. */
export function movesOf(before: Readonly<Record<string, Point>>, after: Readonly<Record<string, Point>>): Moves {
  const out: Record<string, { before?: Point; after?: Point }> = {};
  for (const id of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const b = before[id];
    const a = after[id];
    if (b?.x !== a?.x || b?.y !== a?.y) out[id] = { before: b, after: a };
  }
  return out;
}
