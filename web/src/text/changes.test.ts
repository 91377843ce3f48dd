import { ChangeSet } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { applied, changesBetween } from "./changes";

/** spans gives what is replaced by what. */
function spans(a: string, b: string) {
  const out: [string, string][] = [];
  changesBetween(a, b).iterChanges((from, to, _fromB, _toB, inserted) =>
    out.push([a.slice(from, to), inserted.toString()]),
  );
  return out;
}

const yaml = "zones:\n  ward:\n    title: Ward\nassets:\n  pump:\n    zone: ward\n  gateway:\n    zone: ward\n";

describe("the change between two texts", () => {
  test("is nothing where they are the same", () => expect(changesBetween(yaml, yaml).empty).toBe(true));
  test("touches only what differs", () => {
    expect(spans(yaml, yaml.replace("title: Ward", "title: West ward"))).toEqual([["", "est w"]]);
  });
  test("has one part for each place", () => {
    const b = yaml
      .replace("title: Ward", "title: Yard")
      .replace("gateway", "router")
      .replace("  pump", "  # ours\n  pump");
    expect(spans(yaml, b)).toEqual([
      ["W", "Y"],
      ["", "  # ours\n"],
      ["gateway", "router"],
    ]);
  });
  test("keeps lines that moved apart", () => {
    expect(spans("a\nb\nc\n", "a\nx\nb\ny\nc\n")).toEqual([
      ["", "x\n"],
      ["", "y\n"],
    ]);
  });
  test.each([
    ["", ""],
    ["", "a"],
    ["a", ""],
    ["a", "a\n"],
    ["a\n", "a"],
    ["a\nb", "b"],
    ["\n\n", "\n"],
    ["x\r\ny\r\n", "x\r\nz\r\n"],
    ["title: 😀", "title: 😁"],
  ])("%j to %j gives the second", (a, b) => expect(applied(changesBetween(a, b), a)).toBe(b));

  test("gives the second for any two texts", () => {
    let seed = 7;
    const random = (n: number) => {
      seed = (seed * 48271) % 2147483647;
      return seed % n;
    };
    const text = () => Array.from({ length: random(30) }, () => "abc\n"[random(4)]).join("");
    for (let i = 0; i < 3000; i++) {
      const [a, b] = [text(), text()];
      expect(applied(changesBetween(a, b), a)).toBe(b);
    }
  });

  test("of large texts that differ in all lines is one change", () => {
    const lines = (c: string) => Array.from({ length: 5000 }, (_, i) => `${c}${i}\n`).join("");
    const [a, b] = [lines("x"), lines("y")];
    expect(applied(changesBetween(a, b), a)).toBe(b);
    expect(spans(a, b)).toHaveLength(1);
  });

  test("goes together with letters typed meanwhile", () => {
    const typed = ChangeSet.of({ from: yaml.length, insert: "harms:\n" }, yaml.length);
    const other = changesBetween(yaml, yaml.replace("Ward", "Yard"));
    expect(applied(other.map(typed), applied(typed, yaml))).toBe(`${yaml.replace("Ward", "Yard")}harms:\n`);
  });
});
