import { describe, expect, it } from "vitest";
import { live, pathOf, plan, sides, touches } from "./routes";
import type { Line } from "./scene";
import type { Rect } from "./types";

const box = (x: number, y: number): Rect => ({ x, y, width: 100, height: 50 });
const line = (id: string, from: string, to: string): Line => ({
  id,
  sort: "flow",
  from,
  to,
  title: id,
  edges: [],
  dim: false,
});

it.each([
  [box(0, 0), box(300, 0), ["right", "left"]],
  [box(300, 0), box(0, 10), ["left", "right"]],
  [box(0, 0), box(10, 200), ["bottom", "top"]],
  [box(0, 200), box(10, 0), ["top", "bottom"]],
])("chooses facing sides", (a, b, expected) => expect(sides(a, b)).toEqual(expected));

describe("plan", () => {
  const rects = new Map([
    ["a", box(0, 0)],
    ["b", box(300, 0)],
    ["c", box(300, 100)],
  ]);
  it("begins and ends on the boxes, at right angles, and spreads ends in the order of where they go", () => {
    const ways = plan([line("1", "a", "c"), line("2", "a", "b")], rects, {});
    for (const [id, to] of [
      ["1", "c"],
      ["2", "b"],
    ] as const) {
      const way = ways.get(id) ?? [];
      expect(touches(rects.get("a") as Rect, way[0] as never)).toBe(true);
      expect(touches(rects.get(to) as Rect, way.at(-1) as never)).toBe(true);
      for (let i = 1; i < way.length; i++)
        expect(way[i]?.x === way[i - 1]?.x || Math.abs((way[i]?.y ?? 0) - (way[i - 1]?.y ?? 9)) < 2).toBe(true);
    }
    expect((ways.get("2")?.[0]?.y ?? 0) < (ways.get("1")?.[0]?.y ?? 0)).toBe(true);
  });
  it("keeps a found way while it touches both boxes, and drops it when one has moved", () => {
    const found = { "2": [100, 25, 200, 25, 300, 25] };
    expect(plan([line("2", "a", "b")], rects, found).get("2")).toEqual([
      { x: 100, y: 25 },
      { x: 200, y: 25 },
      { x: 300, y: 25 },
    ]);
    const moved = new Map(rects).set("b", box(400, 0));
    expect(plan([line("2", "a", "b")], moved, found).get("2")).toEqual([
      { x: 100, y: 25 },
      { x: 400, y: 25 },
    ]);
  });
});

it("draws a straight line between boxes on the move at one height", () =>
  expect(live(box(0, 0), box(300, 0))).toEqual([
    { x: 100, y: 25 },
    { x: 300, y: 25 },
  ]));
it("writes a path with round corners", () =>
  expect(
    pathOf(
      [
        { x: 0, y: 0 },
        { x: 20, y: 0 },
        { x: 20, y: 20 },
      ],
      5,
    ),
  ).toBe("M0 0L15 0Q20 0 20 5L20 20"));
