import { expect, it } from "vitest";
import { graphOf } from "./example";
import { neighbour, readingOrder } from "./neighbours";
import { rectsOf } from "./rects";
import { makeScene } from "./scene";

const scene = makeScene(graphOf(), {
  others: "dim",
  hidden: new Set(["interfaces", "functions"]),
  closed: new Set(["hospital"]),
});
const at = {
  "phone/app": { x: 40, y: 60 },
  wifi: { x: 20, y: 260 },
  patient: { x: 400, y: 60 },
  internet: { x: 700, y: 260 },
  hospital: { x: 700, y: 60 },
};
const rects = rectsOf(scene, at);

it.each([
  ["phone/app", "right", "patient"],
  ["patient", "left", "phone/app"],
  ["wifi", "right", "internet"], // along the line, though the patient is nearer
  ["internet", "up", "hospital"],
  ["hospital", "up", undefined],
] as const)("from %s %s is %s", (from, to, expected) => expect(neighbour(scene, rects, from, to)).toBe(expected));

it("reads rows from the top, and what is in a container after it", () => {
  expect(readingOrder(scene, rects)).toEqual(["home", "phone", "phone/app", "patient", "wifi", "hospital", "internet"]);
});
