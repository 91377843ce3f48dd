import { expect, it } from "vitest";
import { type Command, empty, longest, moved, movesOf, push, take, turn } from "./history";

const command = (label: string): Command => ({ label, ops: [{ do: "remove", id: label }], moves: {} });

it("takes the newest first, and turns a command over with its way back", () => {
  const h = push(push(empty, command("a")), command("b"));
  const taken = take(h, "done");
  expect(taken?.command.label).toBe("b");
  const after = turn((taken as NonNullable<typeof taken>).rest, "undone", command("b"), [{ do: "add", id: "b" }]);
  expect(after).toEqual({ done: [command("a")], undone: [{ ...command("b"), ops: [{ do: "add", id: "b" }] }] });
  expect(push(after, command("c")).undone).toEqual([]);
  expect(take(empty, "done")).toBeUndefined();
});

it("forgets the oldest", () => {
  let h = empty;
  for (let i = 0; i <= longest; i++) h = push(h, command(String(i)));
  expect([h.done.length, h.done[0]?.label]).toEqual([longest, "1"]);
});

it("moves there and back", () => {
  const before = { a: { x: 1, y: 1 }, b: { x: 2, y: 2 } };
  const after = { a: { x: 5, y: 1 }, b: { x: 2, y: 2 }, c: { x: 0, y: 0 } };
  const moves = movesOf(before, after);
  expect(moves).toEqual({
    a: { before: { x: 1, y: 1 }, after: { x: 5, y: 1 } },
    c: { before: undefined, after: { x: 0, y: 0 } },
  });
  expect(moved(before, moves, "after")).toEqual(after);
  expect(moved(after, moves, "before")).toEqual(before);
});
