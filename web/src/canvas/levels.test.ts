import { expect, it } from "vitest";
import { shownLevel, worst } from "./levels";

const level = {
  id: "pump",
  likelihood: "negligible",
  impact: "high",
  risk: "low",
  "leads-to": "very-high",
  threats: 7,
  worst: [],
};

it.each([
  ["none", undefined],
  ["threats", { step: 4, count: 7 }],
  ["risk", { step: 1, word: "low" }],
  ["leads-to", { step: 4, word: "very-high" }],
  ["likelihood", { step: 0, word: "negligible" }],
  ["impact", { step: 3, word: "high" }],
] as const)("shows %s", (overlay, expected) => expect(shownLevel(level, overlay)).toEqual(expected));

it("shows nothing where nothing can happen, or a scale has other words", () => {
  expect(shownLevel(undefined, "risk")).toBeUndefined();
  expect(shownLevel({ ...level, risk: "purple" }, "risk")).toBeUndefined();
});

it("shows the worst of what is inside, and counts together", () => {
  expect(worst([])).toBeUndefined();
  expect(
    worst([
      { step: 1, word: "low" },
      { step: 3, word: "high" },
    ]),
  ).toEqual({ step: 3, word: "high" });
  expect(
    worst([
      { step: 3, count: 2 },
      { step: 1, count: 5 },
    ]),
  ).toEqual({ step: 3, count: 7 });
});
