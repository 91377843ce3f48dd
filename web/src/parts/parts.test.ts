import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInstance } from "i18next";
import { describe, expect, test } from "vitest";
import { ApiError } from "../api/problem";
import { stageOf } from "./computation";
import { csv } from "./csv";
import { leftOver, wrongOf } from "./form";
import { rankOf, type Scale, scales, toneOf, verdicts } from "./levels";
import { shareOf } from "./split";
import { arrange, readState, writeState } from "./table-state";
import { ago } from "./time";

describe("csv", () => {
  test("quotes what needs it and disarms formulas", () => {
    const rows = [
      ["name", "note"],
      ['the "pump"', "a, b\nc"],
      ["=1+1", "-4.5"],
      ["@x", "-SUM(A1)"],
    ];
    expect(csv(rows)).toBe('name,note\r\n"the ""pump""","a, b\nc"\r\n\'=1+1,-4.5\r\n\'@x,\'-SUM(A1)\r\n');
  });
});

interface Row {
  id: string;
  n?: number;
}
const rows: Row[] = [{ id: "b10", n: 1 }, { id: "B9" }, { id: "a Änderung", n: 10 }, { id: "c", n: 1 }];
const columns = [
  { id: "id", text: (r: Row) => r.id },
  { id: "n", sort: (r: Row) => r.n },
];
const ids = (sort: string, down: boolean, query = "") =>
  arrange(rows, columns, { sort, down, query }, "de").map((r) => r.id);

describe("a table", () => {
  test("sorts text as people do", () => expect(ids("id", false)).toEqual(["a Änderung", "B9", "b10", "c"]));
  test("sorts numbers, equal ones in their order, those without one last", () => {
    expect(ids("n", false)).toEqual(["b10", "c", "a Änderung", "B9"]);
    expect(ids("n", true)).toEqual(["a Änderung", "b10", "c", "B9"]);
  });
  test("finds rows that have all words", () => expect(ids("", false, "änd A")).toEqual(["a Änderung"]));
  test("keeps its state in the address and leaves the rest alone", () => {
    const s = { sort: "n", down: true, query: "pump 3" };
    const search = writeState(new URLSearchParams("tab=x"), "threats", s);
    expect(search.toString()).toBe("tab=x&threats.sort=-n&threats.q=pump+3");
    expect(readState(search, "threats")).toEqual(s);
    expect(writeState(search, "threats", { sort: "", down: false, query: "" }).toString()).toBe("tab=x");
  });
});

describe("levels", () => {
  const content = readFileSync(join(import.meta.dirname, "../../../content/scales.yaml"), "utf8");
  test.each(Object.keys(scales) as Scale[])("of %s are those of the engine", (scale) => {
    const part = new RegExp(`^${scale}:\\n((?: .*\\n)+)`, "m").exec(content)?.[1] ?? "";
    expect([...part.matchAll(/name: ([\w-]+)/g)].map((m) => m[1])).toEqual(scales[scale]);
  });
  test("have the worst colour where it is worst", () => {
    expect([toneOf("very-high"), toneOf("very-high", "likelihood"), toneOf("very-low", "trust")]).toEqual([4, 4, 4]);
    expect([toneOf("very-low"), toneOf("none", "impact"), toneOf("safe", "trust")]).toEqual([0, 0, 0]);
    expect([toneOf("unheard-of"), rankOf("unheard-of")]).toEqual([-1, -1]);
  });
  test("and verdicts differ in their sign within what is shown together", () => {
    for (const together of [
      ["acceptable", "reduce", "unacceptable"],
      ["met", "partly", "open", "undecidable", "not-applicable"],
      ["applies", "does-not", "asked"],
      ["better", "worse", "mixed", "same"],
    ]) {
      expect(new Set(together.map((v) => verdicts[v]?.sign)).size).toBe(together.length);
    }
  });
});

describe("a form", () => {
  const e = new ApiError(422, {
    fields: [
      { path: "email", text: "is taken" },
      { path: "files.system.yaml", text: "is empty" },
      { path: "role", text: "is none" },
    ],
  });
  test("shows at a field what is wrong there and below", () => {
    expect([wrongOf(e, "email"), wrongOf(e, "files"), wrongOf(e, "mail")]).toEqual([["is taken"], ["is empty"], []]);
  });
  test("shows the rest under the fields", () => {
    expect(leftOver(e, ["email", "files"])).toEqual([{ path: "role", text: "is none" }]);
  });
});

describe("a moved bar", () => {
  test.each([
    ["40", 40],
    ["3", 15],
    ["99", 85],
    ["", 50],
    ["wide", 50],
    [null, 50],
    [Number.NaN, 50],
  ])("at %s leaves %s per cent", (value, want) => expect(shareOf(value, 50)).toBe(want));
});

describe("a time", () => {
  const now = new Date("2026-11-26T12:00:00Z");
  test.each([
    ["2026-11-26T11:59:40Z", "20 seconds ago"],
    ["2026-11-26T10:30:00Z", "1 hour ago"],
    ["2026-11-25T11:00:00Z", "yesterday"],
    ["2026-12-06T12:00:00Z", "in 10 days"],
    ["2024-11-01T12:00:00Z", "2 years ago"],
  ])("%s is %s", (at, want) => expect(ago(new Date(at), now, "en")).toBe(want));
});

test("what a job is at is said in the language of the page, with what it found on the way", async () => {
  const stage = (await import("../i18n/de/parts.json")).default.stage;
  const german = createInstance({ lng: "de", resources: { de: { translation: { parts: { stage } } } } });
  await german.init({ interpolation: { escapeValue: false } });
  const says = (job: Parameters<typeof stageOf>[0]) => stageOf(job, german.t);
  expect(says({ stage: "choosing-controls" })).toBe("Maßnahmen werden gewählt");
  expect(says({ stage: "choosing-controls", figures: { euro: 12500, least: 9000, years: 5 } })).toBe(
    "Maßnahmen werden gewählt: Ein Satz für 12.500 Euro in 5 Jahren ist gefunden; keiner kostet weniger als 9.000 Euro",
  );
  expect(says({ stage: "something-new" })).toBe("");
  expect(says(undefined)).toBe("");
});
