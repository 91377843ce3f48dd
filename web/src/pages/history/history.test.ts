import { expect, test } from "vitest";
import { linesBetween } from "./lines";
import { groups, shown } from "./meanings";
import type { Meaning } from "./read";
import { onlySigned } from "./read";
import { differing } from "./texts";

const text = (...lines: string[]) => lines.map((l) => `${l}\n`).join("");

test("lines that differ are shown with three around, the rest is left out", () => {
  const a = text("1", "2", "3", "4", "5", "6", "7", "8", "9");
  const b = text("1", "2", "3", "4", "five", "6", "7", "8", "9");
  expect(linesBetween(a, b).map((l) => `${l.kind[0]} ${l.text}`)).toEqual([
    "s …",
    "s 2",
    "s 3",
    "s 4",
    "r 5",
    "a five",
    "s 6",
    "s 7",
    "s 8",
    "s …",
  ]);
});

test("a file that is new or gone is all added or removed", () => {
  expect(linesBetween("", text("x", "y"))).toEqual([
    { kind: "added", text: "x" },
    { kind: "added", text: "y" },
  ]);
  expect(linesBetween("x", "")).toEqual([{ kind: "removed", text: "x" }]);
});

test("two differences in neighbouring lines keep all lines of both texts", () => {
  const a = text("a", "b", "c");
  const b = text("a1", "b", "c1");
  const lines = linesBetween(a, b);
  expect(lines.filter((l) => l.kind !== "added").map((l) => l.text)).toEqual(["a", "b", "c"]);
  expect(lines.filter((l) => l.kind !== "removed").map((l) => l.text)).toEqual(["a1", "b", "c1"]);
});

const change = (c: Partial<Meaning>): Meaning => ({ what: "changed", block: "assets", file: "system.yaml", ...c });

test("changes are grouped by block, whole files last", () => {
  const list = [
    change({ block: "file", file: "a.txt" }),
    change({ id: "phone" }),
    change({ block: "flows", id: "send" }),
  ];
  expect(groups(list).map(([b, l]) => [b, l.length])).toEqual([
    ["assets", 1],
    ["flows", 1],
    ["file", 1],
  ]);
});

const titles = { "CTL-0001": "Signed messages" };

test("changes are said as added, removed and changed, with what and where", () => {
  expect(shown(change({ what: "added", id: "hub", to: "{kind: device}" }), titles, "id")).toEqual({
    change: "added",
    what: "hub",
    after: "{kind: device}",
  });
  expect(shown(change({ id: "phone", path: ["facts", "locked"], from: "no", to: "yes" }), titles, "id")).toEqual({
    change: "changed",
    what: "phone",
    of: "facts · locked",
    before: "no",
    after: "yes",
  });
  expect(
    shown(change({ what: "control", block: "controls", id: "CTL-0001", path: ["phone"], to: "planned" }), titles, "id"),
  ).toEqual({ change: "changed", what: "phone", of: "Signed messages", before: undefined, after: "planned" });
});

const revision = (content: string, files: Record<string, string>) => ({
  id: "r",
  number: 1,
  author: "a",
  at: "",
  message: "",
  digest: "",
  content,
  files: Object.entries(files).map(([path, hash]) => ({ path, hash, size: 1 })),
});

test("a revision that adds signatures alone is told from others", () => {
  expect(onlySigned(revision("x", {}), revision("x", {}))).toBe(true);
  expect(onlySigned(revision("x", {}), revision("y", {}))).toBe(false);
  expect(onlySigned(revision("x", {}), undefined)).toBe(false);
});

test("files that differ are those changed, new and gone", () => {
  const [a, b] = [
    revision("", { same: "1", changed: "1", gone: "1" }),
    revision("", { same: "1", changed: "2", fresh: "1" }),
  ];
  expect(differing(a, b)).toEqual(["changed", "fresh", "gone"]);
});
