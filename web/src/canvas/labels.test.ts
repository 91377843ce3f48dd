import { describe, expect, it } from "vitest";
import { labels, spots } from "./labels";
import type { Scene } from "./scene";
import type { Point, Rect } from "./types";

const at = (x: number, y: number): Rect => ({ x, y, width: 184, height: 56 });
const rects = new Map([
  ["a", at(0, 0)],
  ["b", at(600, 0)],
]);
/** sceneOf has two boxes and flows between them. */
function sceneOf(...titles: string[]): Scene {
  const item = (id: string) => [id, { id, children: [], closed: false }] as const;
  const lines = titles.map((title, i) => ({
    id: `f${i}`,
    sort: "flow",
    title,
    from: "a",
    to: "b",
    edges: [],
    dim: false,
  }));
  return { items: new Map([item("a"), item("b")]), lines } as unknown as Scene;
}

const level = (y: number): Point[] => [
  { x: 184, y },
  { x: 600, y },
];

describe("the spots of a way", () => {
  it("begin with the middle of the longest stretch", () =>
    expect(
      spots([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
        { x: 10, y: 90 },
      ])[0],
    ).toEqual({ x: 10, y: 45, level: false }));
});

describe("labels", () => {
  it("stand in the middle where there is room, and beside it where another label lies", () => {
    const found = labels(
      sceneOf("Plan", "Report"),
      rects,
      new Map([
        ["f0", level(20)],
        ["f1", level(24)],
      ]),
      12,
    );
    expect([...found]).toEqual([
      ["f0", { x: 392, y: 20, level: true }],
      ["f1", { x: 288, y: 24, level: true }],
    ]);
  });

  it("are left out where they would lie on others or on a box", () => {
    const title = "A long name that takes the line";
    const lines = new Map(["f0", "f1", "f2"].map((id, i) => [id, level(20 + i)]));
    expect([...labels(sceneOf(title, title, title), rects, lines, 18).keys()]).toEqual(["f0"]);
    const short = new Map([["f0", level(20).map((p) => ({ ...p, x: p.x < 300 ? 10 : 170 }))]]);
    expect(labels(sceneOf("Plan"), rects, short, 12).size).toBe(0);
  });
});
