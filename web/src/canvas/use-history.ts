// Doing, undoing and redoing, one after the other: the next command waits for the answer to the one before.

import { useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Command, empty, type History, type Moves, push, type Side, take, turn } from "./history";
import type { Operation } from "./operations";
import { reason } from "./use-say";

export interface Doing {
  history: History;
  busy: boolean;
  run: (label: string, ops: readonly Operation[], moves?: Moves) => Promise<boolean>;
  undo: () => void;
  redo: () => void;
  /** forget empties the stack. */
  forget: () => void;
}

export function useHistory(
  onOperations: (ops: readonly Operation[]) => Promise<readonly Operation[]>,
  move: (moves: Moves, to: "before" | "after") => void,
  say: (text: string) => void,
): Doing {
  const { t } = useTranslation();
  const [history, setHistory] = useState(empty);
  const [waiting, setWaiting] = useState(0);
  const now = useRef(history); // newer than what is drawn, while commands follow each other
  const queue = useRef(Promise.resolve());
  const outside = useRef({ onOperations, move, say, t });
  outside.current = { onOperations, move, say, t };

  const keep = useCallback((h: History) => {
    now.current = h;
    setHistory(h);
  }, []);

  const enqueue = useCallback(<T>(work: () => Promise<T>): Promise<T> => {
    setWaiting((n) => n + 1);
    const result = queue.current.then(work).finally(() => setWaiting((n) => n - 1));
    queue.current = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }, []);

  const ask = useCallback(
    async (ops: readonly Operation[]) => (ops.length > 0 ? outside.current.onOperations(ops) : []),
    [],
  );

  const run = useCallback(
    (label: string, ops: readonly Operation[], moves: Moves = {}) => {
      outside.current.move(moves, "after");
      return enqueue(async () => {
        try {
          const back = await ask(ops);
          keep(push(now.current, { label, ops: back, moves }));
          outside.current.say(label);
          return true;
        } catch (e) {
          outside.current.move(moves, "before");
          outside.current.say(outside.current.t("canvas.refused", { what: label, why: reason(e) }));
          return false;
        }
      });
    },
    [ask, enqueue, keep],
  );

  const swap = useCallback(
    (from: Side, to: Side) =>
      void enqueue(async () => {
        const { move, say, t } = outside.current;
        const taken = take(now.current, from);
        if (!taken) return say(t(from === "done" ? "canvas.nothingToUndo" : "canvas.nothingToRedo"));
        const c: Command = taken.command;
        keep(taken.rest); // a command that cannot be carried out any more does not stand in the way of the others
        try {
          keep(turn(now.current, to, c, await ask(c.ops)));
          move(c.moves, from === "done" ? "before" : "after");
          say(t(from === "done" ? "canvas.undone" : "canvas.redone", { what: c.label }));
        } catch (e) {
          say(
            t("canvas.refused", {
              what: t(from === "done" ? "canvas.undoing" : "canvas.redoing", { what: c.label }),
              why: reason(e),
            }),
          );
        }
      }),
    [ask, enqueue, keep],
  );

  return {
    history,
    busy: waiting > 0,
    run,
    undo: useCallback(() => swap("done", "undone"), [swap]),
    redo: useCallback(() => swap("undone", "done"), [swap]),
    forget: useCallback(() => keep(empty), [keep]),
  };
}
