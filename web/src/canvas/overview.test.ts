import { expect, it } from "vitest";
import { graphOf } from "./example";
import { fitted, hit, picture } from "./overview";
import { grid, rectsOf } from "./rects";
import { makeScene } from "./scene";

const scene = makeScene(graphOf(), { others: "dim", hidden: new Set(), closed: new Set() });
const rects = rectsOf(scene, grid(scene));
const p = picture(
  scene,
  rects,
  new Map([
    [
      "doses",
      [
        { x: 1, y: 2 },
        { x: 3, y: 4 },
      ],
    ],
  ]),
  new Set(["pump"]),
  (id) => (id === "pump" ? 3 : undefined),
);

it("has a block for each item and a stroke for each line", () => {
  expect(p.blocks.map((b) => [b.id, b.look])).toContainEqual(["phone", "holder"]);
  expect(p.blocks.find((b) => b.id === "pump")).toEqual({
    ...rects.get("pump"),
    id: "pump",
    title: "Pump",
    look: "leaf",
    depth: 2,
    dim: false,
    selected: true,
    level: 3,
  });
  expect(p.blocks.find((b) => b.id === "ward")?.look).toBe("zone");
  expect(p.strokes[0]).toEqual({ points: [1, 2, 3, 4], sort: "flow", dim: false });
});

it("finds the innermost block under a point", () => {
  const r = rects.get("pump") ?? { x: 0, y: 0 };
  expect(hit(p, { x: r.x + 1, y: r.y + 1 })).toBe("pump");
  expect(hit(p, { x: r.x - 1, y: r.y + 1 })).toBe("ward");
  expect(hit(p, { x: -1e6, y: 0 })).toBeUndefined();
});

it("fits a box into a view, in its middle", () => {
  expect(fitted({ x: 100, y: 0, width: 400, height: 100 }, 248, 148, 0.1, 2)).toEqual({ zoom: 0.5, x: -26, y: 49 });
  expect(fitted({ x: 0, y: 0, width: 10, height: 10 }, 1000, 1000, 0.1, 2).zoom).toBe(2);
});
