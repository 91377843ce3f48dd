import { describe, expect, it } from "vitest";
import { graphOf } from "./example";
import { beside, bounds, complete, grid, makeRoom, opening, prune, rectsOf, shift, zoneAt } from "./rects";
import { makeScene, parents, type Scene, type View } from "./scene";
import type { Rect } from "./types";

const sceneOf = (view: Partial<View> = {}) =>
  makeScene(graphOf(), { others: "dim", hidden: new Set(), closed: new Set(), ...view });
const up = parents(graphOf());

/** Pairs of items that lie on each other and are not one in the other. */
function onEachOther(scene: Scene, rects: ReadonlyMap<string, Rect>): string[] {
  const within = (a: string, b: string): boolean =>
    a === b || (scene.items.get(a)?.parent !== undefined && within(scene.items.get(a)?.parent as string, b));
  const all = [...rects];
  return all.flatMap(([a, r], i) =>
    all
      .slice(i + 1)
      .filter(
        ([b, s]) =>
          !within(a, b) &&
          !within(b, a) &&
          r.x < s.x + s.width &&
          s.x < r.x + r.width &&
          r.y < s.y + s.height &&
          s.y < r.y + r.height,
      )
      .map(([b]) => `${a} ${b}`),
  );
}

describe("grid", () => {
  it("lays nothing on anything else, and everything in its container", () => {
    const scene = sceneOf();
    const rects = rectsOf(scene, grid(scene));
    expect(onEachOther(scene, rects)).toEqual([]);
    for (const i of scene.items.values()) {
      if (!i.parent) continue;
      const [inner, outer] = [rects.get(i.id) as Rect, rects.get(i.parent) as Rect];
      expect(bounds([inner, outer]), i.id).toEqual(outer);
    }
  });
});

describe("complete", () => {
  it("keeps positions and finds free spots for the rest", () => {
    const scene = sceneOf();
    const { pump, "phone/app": app, ...some } = grid(scene);
    const all = complete(scene, some);
    expect(all).toMatchObject(some);
    expect(Object.keys(all).toSorted()).toEqual(Object.keys(grid(scene)).toSorted());
    expect(all[pump ? "pump" : ""]).not.toBeUndefined();
    expect(app).not.toBeUndefined();
    expect(complete(scene, all)).toBe(all);
  });
});

it("puts neighbours of an entered zone beside it and nothing else elsewhere", () => {
  const whole = grid(sceneOf());
  const scene = sceneOf({ root: "home" });
  const at = beside(scene, whole);
  expect(onEachOther(scene, rectsOf(scene, at))).toEqual([]);
  expect(at["phone/app"]).toEqual(whole["phone/app"]);
});

it("moves a container with all in it, hidden or not", () => {
  const at = { "phone/app": { x: 10, y: 10 }, phone: { x: 5, y: 5 }, pump: { x: 0, y: 0 } };
  expect(shift(at, up, new Map([["home", { x: 3, y: 4 }]]))).toEqual({
    "phone/app": { x: 13, y: 14 },
    phone: { x: 8, y: 9 },
    pump: { x: 0, y: 0 },
  });
});

it("makes room for what is opened", () => {
  const closed = sceneOf({ closed: new Set(["phone"]) });
  const at = grid(closed);
  const opened = sceneOf();
  const after = opening(opened, at, up, "phone");
  const rects = rectsOf(opened, after);
  expect(onEachOther(opened, rects)).toEqual([]);
  expect(rects.get("phone")).toMatchObject(at.phone as object);
  expect(makeRoom(opened, after, up, "phone")).toEqual(after);
});

it("finds the innermost zone under a point, but not one in what is moved", () => {
  const scene = sceneOf();
  const rects = rectsOf(scene, grid(scene));
  const p = { x: (rects.get("pump") as Rect).x + 1, y: (rects.get("pump") as Rect).y + 1 };
  expect(zoneAt(scene, rects, p, new Set(["pump"]))).toBe("ward");
  expect(zoneAt(scene, rects, p, new Set(["ward"]))).toBe("hospital");
  expect(zoneAt(scene, rects, p, new Set(["hospital"]))).toBeUndefined();
});

it("prunes what is no longer there", () => {
  const layout = { at: { a: { x: 0, y: 0 }, b: { x: 1, y: 1 } }, routes: { a: [1, 2] }, closed: ["b", "c"] };
  expect(prune(layout, (id) => id === "b")).toEqual({ at: { b: { x: 1, y: 1 } }, routes: {}, closed: ["b"] });
});
