import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, test } from "vitest";
import { startTexts } from "../i18n";
import { type BarPart, layout, sum } from "./bars";
import { front, linear, linePath, niceStep, radius, stepPath } from "./geometry";
import { Matrix } from "./matrix";
import { Pareto } from "./pareto";
import { span, Timeline } from "./timeline";
import { byRange, Tornado } from "./tornado";

beforeAll(() => startTexts("en"));

describe("a scale", () => {
  test.each([
    [10, 5, 2],
    [7, 5, 2],
    [1, 4, 0.5],
    [0.003, 3, 0.001],
    [1200, 5, 500],
  ])("over %f in about %i has steps of %f", (range, count, want) =>
    expect(niceStep(range, count)).toBeCloseTo(want, 12),
  );
  test("has round ends around its values", () => {
    const s = linear([3, 96], 0, 100, 5);
    expect([s.lo, s.hi, s.ticks, s(0), s(50), s(100)]).toEqual([0, 100, [0, 20, 40, 60, 80, 100], 0, 50, 100]);
  });
  test("goes upwards on a drawing when its places do", () => {
    const s = linear([0, 10], 200, 0, 5);
    expect([s(0), s(5), s(10)]).toEqual([200, 100, 0]);
  });
  test.each([[[]], [[0]], [[5]], [[-5]], [[0.1, 0.1]]])("of %j is finite", (values) => {
    const s = linear(values, 0, 100, 4);
    expect([...s.ticks, ...values.map(s)].every((n) => Number.isFinite(n))).toBe(true);
    expect(s.hi).toBeGreaterThan(s.lo);
    for (const v of values) expect(v >= s.lo && v <= s.hi).toBe(true);
  });
  test("does not show what binary fractions add", () =>
    expect(linear([0, 0.3], 0, 1, 3).ticks).toEqual([0, 0.1, 0.2, 0.3]));
});

describe("the front", () => {
  const at = (x: number, y: number) => ({ x, y });
  test("has what nothing beats, by rising cost", () => {
    expect(front([at(3, 1), at(1, 5), at(2, 5), at(2, 3), at(4, 1)])).toEqual([at(1, 5), at(2, 3), at(3, 1)]);
  });
  test("has all that are equally good", () => expect(front([at(1, 1), at(1, 1), at(1, 2)])).toHaveLength(2));
  test("of none is empty", () => expect(front([])).toEqual([]));
});

test("paths go by steps or straight", () => {
  const points = [
    { x: 0, y: 10 },
    { x: 5.04, y: 2 },
  ];
  expect([stepPath(points), linePath(points), stepPath([])]).toEqual(["M0 10H5V2", "M0 10L5 2", ""]);
});

test("marks grow with the root of their value, in bounds", () => {
  expect([radius(0, [0, 4]), radius(1, [1, 4]), radius(4, [1, 4]), radius(undefined, [1]), radius(0, [0])]).toEqual([
    5, 9.5, 14, 7, 7,
  ]);
});

test("a tornado has the widest range on top, whichever way it goes", () => {
  const bars = [
    { label: "a", low: 1, high: 2 },
    { label: "b", low: 9, high: 1 },
  ];
  expect(byRange(bars).map((b) => b.label)).toEqual(["b", "a"]);
});

test("parts of a bar lie side by side", () => {
  const parts: BarPart[] = [
    { label: "low", value: 1, tone: 1 },
    { label: "high", value: 3, tone: 3 },
  ];
  expect([sum(parts), layout(parts, 8, 400), layout(parts, 0, 400)]).toEqual([
    4,
    [
      { x: 0, width: 50 },
      { x: 50, width: 150 },
    ],
    [
      { x: 0, width: 0 },
      { x: 0, width: 0 },
    ],
  ]);
});

test("a timeline spans all that it shows, and at least a day", () => {
  const one = [{ label: "risk", points: [{ at: "2026-01-01T00:00:00Z", level: 1 }] }];
  const days = (n: number) => n * 86_400_000;
  const from = Date.parse("2026-01-01T00:00:00Z");
  expect(span(one, [], "2026-01-01T00:00:00Z")).toEqual([from, from + days(1)]);
  expect(span(one, [{ at: "2025-12-31T00:00:00Z", label: "x" }], "2026-01-03T00:00:00Z")).toEqual([
    from - days(1),
    from + days(2),
  ]);
});

describe("what assistive technology gets", () => {
  test("names each option with its numbers and whether another is better", () => {
    const points = [
      { id: "a", label: "A", cost: 1, harm: 5 },
      { id: "b", label: "B", cost: 2, harm: 6 },
    ];
    const html = renderToStaticMarkup(<Pareto title="Options" points={points} costName="cost" harmName="harm" />);
    const names = [...html.matchAll(/role="button"[^>]*aria-label="([^"]*)"/g)].map((m) => m[1]);
    expect(names).toEqual([
      "A: cost 1, harm 5, no option is better in both",
      "B: cost 2, harm 6, another option is better",
    ]);
    expect(html.match(/tabindex="0"/g)).toHaveLength(2); // one point, and the table
    expect(html).toContain("<summary>As a table</summary>");
  });
  test("is the table of a drawing", () => {
    const html = renderToStaticMarkup(
      <Tornado
        title="Factors"
        base={3}
        resultName="harm"
        bars={[{ label: "patching", low: 1, high: 4, lowAt: "daily" }]}
      />,
    );
    expect([...html.matchAll(/<td>([^<]*)<\/td>/g)].map((m) => m[1])).toEqual(["patching", "1 (daily)", "4", "3"]);
  });
  test("is what happened when, in order", () => {
    const html = renderToStaticMarkup(
      <Timeline
        title="Risk"
        levels={["low", "high"]}
        until="2026-03-01T00:00:00Z"
        series={[
          {
            label: "pump",
            points: [
              { at: "2026-01-01T12:00:00Z", level: 0 },
              { at: "2026-02-01T12:00:00Z", level: 1 },
            ],
          },
        ]}
        events={[{ at: "2026-01-15T12:00:00Z", label: "advisory" }]}
      />,
    );
    const cells = [...html.matchAll(/<td>([^<]*)<\/td>/g)].map((m) => m[1]);
    expect([cells[1], cells[2], cells[4], cells[7], cells[8]]).toEqual(["pump", "low", "advisory", "pump", "high"]);
  });
  test("names cells that can be chosen, in words", () => {
    const cells = [
      [
        { count: 2, tone: 4, word: "not acceptable" },
        { count: 0, tone: 0, word: "acceptable" },
      ],
    ];
    const html = renderToStaticMarkup(
      <Matrix
        title="Harms"
        rowName="severity"
        columnName="probability"
        rows={["critical"]}
        columns={["frequent", "remote"]}
        cells={cells}
        onChoose={() => {}}
      />,
    );
    expect([...html.matchAll(/<button[^>]*aria-label="([^"]*)"/g)].map((m) => m[1])).toEqual([
      "2 at critical and frequent: not acceptable",
    ]);
  });
});
