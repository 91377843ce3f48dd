import { expect, test } from "vitest";
import type { Layout } from "../../canvas/types";
import { readLayout, writeLayout } from "./layout";

const layout: Layout = {
  at: { "phone/app": { x: 12.4, y: -3 }, 'a "b": c': { x: 0, y: 1 } },
  routes: { "patient uses phone": [1, 2, 3, 4] },
  closed: ["smartbox"],
};

test("a layout is written one line for each thing, in the order of ids, in whole pixels", () => {
  expect(
    writeLayout(layout),
  ).toBe(`# Where things are drawn on the canvas. The workbench writes this file; it is no part of the description.
at:
  "a \\"b\\": c": [0, 1]
  "phone/app": [12, -3]
routes:
  "patient uses phone": [1, 2, 3, 4]
closed:
  - "smartbox"
`);
});

test("what was written is read as it was", () => {
  const once = readLayout(writeLayout(layout));
  expect(once).toEqual({ ...layout, at: { ...layout.at, "phone/app": { x: 12, y: -3 } } });
  expect(readLayout(writeLayout(once))).toEqual(once);
});

test.each([
  "",
  "at: nonsense",
  'at:\n  "unfinished: [1, 2]\n  x: [1]\n  y: [1, 2, 3]\n  z: [a, b]\n  "\\q": [1, 2]\n  "__proto__": [1, 2]',
  "closed:\n - a\n  -b",
])("%j holds nothing that can be read", (text) => expect(readLayout(text)).toEqual({ at: {}, routes: {}, closed: [] }));

test("any text at all is read without an error, and nothing is read that is no number", () => {
  let seed = 5;
  const random = (n: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
  };
  const pieces = [
    "at:\n",
    "routes:\n",
    "closed:\n",
    "  ",
    "- ",
    '"a"',
    "b",
    ": [",
    "1",
    "-2",
    ", ",
    "]",
    "\n",
    '"',
    "\\",
  ];
  for (let i = 0; i < 3000; i++) {
    const text = Array.from({ length: random(40) }, () => pieces[random(pieces.length)]).join("");
    const { at, routes } = readLayout(text);
    const numbers = [...Object.values(at).flatMap((p) => [p.x, p.y]), ...Object.values(routes).flat()];
    expect(numbers.every(Number.isFinite)).toBe(true);
  }
});
