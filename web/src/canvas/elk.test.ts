import Elk from "elkjs/lib/elk.bundled.js";
import { describe, expect, it } from "vitest";
import { byContainer } from "./by-container";
import { answer, question } from "./elk";
import { graphOf } from "./example";
import { isLeaf, rectsOf } from "./rects";
import { touches } from "./routes";
import { makeScene } from "./scene";
import type { Layout, Point, Rect } from "./types";

const scene = makeScene(graphOf(), { others: "dim", hidden: new Set(), closed: new Set() });
const leaves = [...scene.items.values()]
  .filter(isLeaf)
  .map((i) => i.id)
  .toSorted();
const layout = (q: ReturnType<typeof question>) => new Elk().layout(q);

function sound(found: Pick<Layout, "at" | "routes">) {
  expect(Object.keys(found.at).toSorted()).toEqual(leaves);
  const rects = rectsOf(scene, found.at);
  for (const [id, way] of Object.entries(found.routes)) {
    const line = scene.lines.find((l) => l.id === id);
    const end = (p: Point, item: string | undefined) => touches(rects.get(item ?? "") as Rect, p);
    expect(end({ x: way[0] as number, y: way[1] as number }, line?.from), id).toBe(true);
    expect(end({ x: way.at(-2) as number, y: way.at(-1) as number }, line?.to), id).toBe(true);
  }
}

describe("layout", () => {
  it("places every leaf and leads every line from box to box, all together", async () => {
    const found = answer(scene, await layout(question(scene, "DOWN")));
    sound(found);
    expect(Object.keys(found.routes).toSorted()).toEqual(scene.lines.map((l) => l.id).toSorted());
  });
  it("does the same container by container, and gives the same again", async () => {
    const found = await byContainer(scene, layout, () => false);
    sound(found);
    expect(await byContainer(scene, layout, () => false)).toEqual(found);
  });
  it("asks nothing when it is late", async () => {
    const none = () => Promise.reject(new Error("was asked"));
    sound(await byContainer(scene, none, () => true));
  });
  it("gives leaves that are missing in an answer a place in rows", () => {
    expect(Object.keys(answer(scene, { id: "all", children: [{ id: "wifi", x: 1, y: 2 }] }).at).toSorted()).toEqual(
      leaves,
    );
  });
});
