import { Text } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { offsetOf, positionOf, rangeOf } from "./places";

const doc = Text.of(["a: 1", "  t: 😀x", ""]);

describe("a place", () => {
  test.each([
    [{ line: 1, column: 1 }, 0],
    [{ line: 1, column: 4 }, 3],
    [{ line: 2, column: 6 }, 10],
    [{ line: 2, column: 7 }, 12],
    [{ line: 3, column: 1 }, 14],
  ])("%o is at %i and back", (p, at) => {
    expect(offsetOf(doc, p)).toBe(at);
    expect(positionOf(doc, at)).toEqual(p);
  });
  test("outside the text is the nearest inside", () => {
    expect([
      offsetOf(doc, { line: 0, column: 0 }),
      offsetOf(doc, { line: 1, column: 99 }),
      offsetOf(doc, { line: 9, column: 9 }),
    ]).toEqual([0, 4, 14]);
    expect([positionOf(doc, -1), positionOf(doc, 99)]).toEqual([
      { line: 1, column: 1 },
      { line: 3, column: 1 },
    ]);
  });
});

describe("a finding underlines", () => {
  const f = { code: "X", severity: "error", message: "m" };
  const text = (r: { from: number; to: number }) => doc.sliceString(r.from, r.to);
  test.each([
    ["its words", { line: 2, column: 3, "end-column": 4 }, "t"],
    ["characters beyond the first plane whole", { line: 2, column: 6, "end-column": 7 }, "😀"],
    ["the rest of the line without an end", { line: 2, column: 6 }, "😀x"],
    ["the line without a column", { line: 2 }, "t: 😀x"],
    ["the first line without a place", {}, "a: 1"],
  ])("%s", (_, place, want) => expect(text(rangeOf(doc, { ...f, ...place }))).toBe(want));
});
