// Text has a contrast of at least 4.5 to 1 to what is behind it, edges and marks of at least 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const css = readFileSync(join(import.meta.dirname, "vars.css"), "utf8");
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((m) => [
    m[1] as string,
    [m[2] as string, m[3] as string] as const,
  ]),
);

/** luminance of #rrggbb as WCAG defines it, 0 to 1. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [hi = 0, lo = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (hi + 0.05) / (lo + 0.05);
}

const grounds = ["paper", "soft", "raised", "selected"];
const tones = ["good", "fair", "bad", "open", "info"];
const levels = [0, 1, 2, 3, 4];

const text: [string, string][] = [
  ...["ink", "muted", "link"].flatMap((t) => grounds.map((g): [string, string] => [t, g])),
  ...tones.map((t): [string, string] => [`${t}-ink`, t]),
  ...["good-ink", "fair-ink", "bad-ink", "open-ink", "info-ink"].flatMap((t) =>
    ["paper", "soft", "raised"].map((g): [string, string] => [t, g]),
  ),
  ...levels.map((n): [string, string] => ["ink", `level-${n}`]),
  ...["zone", "holder", "box", "net", "who", "data"].map((g): [string, string] => ["ink", g]),
  ...["key", "text", "value", "comment"].flatMap((c) =>
    ["paper", "soft", "selected"].map((g): [string, string] => [`code-${c}`, g]),
  ),
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
];
const drawn: [string, string][] = [
  ...["edge", "focus", "selected-edge"].flatMap((t) =>
    ["paper", "soft", "raised"].map((g): [string, string] => [t, g]),
  ),
  ...tones.flatMap((t): [string, string][] => [
    [`${t}-edge`, "paper"],
    [`${t}-edge`, t],
  ]),
  ...levels.flatMap((n): [string, string][] => [
    [`mark-${n}`, "paper"],
    [`mark-${n}`, "raised"],
    [`mark-${n}`, `level-${n}`],
  ]),
  ...["net", "who", "data"].map((g): [string, string] => [`${g}-edge`, g]),
  ["zone-edge", "paper"],
  ["flow", "paper"],
  ["flow", "zone"],
];

describe.each([
  ["light", 0],
  ["dark", 1],
] as const)("in %s colours", (_, i) => {
  const poor = (pairs: [string, string][], least: number) =>
    pairs.flatMap(([a, b]) => {
      const [x, y] = [colours.get(a)?.[i], colours.get(b)?.[i]];
      if (!x || !y) return [`${a} on ${b}: no such colour`];
      const c = contrast(x, y);
      return c < least ? [`${a} on ${b}: ${c.toFixed(2)}`] : [];
    });

  test("text can be read", () => expect(poor(text, 4.5)).toEqual([]));
  test("edges and marks can be seen", () => expect(poor(drawn, 3)).toEqual([]));
});

test("contrast is computed as WCAG says", () => {
  expect(contrast("#ffffff", "#000000")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});
