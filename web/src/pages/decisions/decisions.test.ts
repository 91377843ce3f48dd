import { expect, test } from "vitest";
import { choicesOf, mayDecide, newAddress, pageOf, sortOf } from "./read";
import { moved } from "./state";

test("what a decision is about is told by the form of its id", () => {
  const sorts = [
    "overall",
    "late-adjustment",
    "T-KDPIM3AA7I5F",
    "CTL-0163@smartbox",
    "mdcg-2019-16:r1/3.8#1",
    "CVE-2026-1234@phone/app",
  ];
  expect(sorts.map(sortOf)).toEqual(["overall", "harm", "threat", "control", "clause", "vulnerability"]);
});

test("a clause is met or not, a vulnerability affects or not, all else is treated", () => {
  expect(choicesOf("clause")).toEqual(["met", "partly", "not-applicable"]);
  expect(choicesOf("vulnerability")).toContain("not-affected");
  expect(choicesOf("harm")).toContain("accept");
});

test("on a vulnerability decides who may triage, on its own page; on all else who may edit, in the form", () => {
  expect(mayDecide(["triage"], "CVE-2026-1234@phone/app")).toBe(true);
  expect(mayDecide(["triage"], "late-adjustment")).toBe(false);
  expect(mayDecide(["edit"], "CVE-2026-1234@phone/app")).toBe(false);
  expect(mayDecide(["edit"], "overall")).toBe(true);
  expect(newAddress("CVE-2026-1234@phone/app")).toBe("/after-market?about=CVE-2026-1234%40phone%2Fapp");
  expect(newAddress("overall")).toBe("/decisions/new?about=overall");
});

test("harms and threats have pages of their own", () => {
  expect(pageOf("late-adjustment")).toBe("/harms/late-adjustment");
  expect(pageOf("T-KDPIM3AA7I5F")).toBe("/threats/T-KDPIM3AA7I5F");
  expect(pageOf("CTL-0163@cloud/app")).toBe("/system?select=cloud%2Fapp");
  expect(pageOf("mdcg-2019-16:r1/3.8#1")).toBe("/comply?clause=mdcg-2019-16%3Ar1%2F3.8%231");
  expect(pageOf("CVE-2026-1234@phone/app")).toBe("/after-market?about=CVE-2026-1234%40phone%2Fapp");
  expect(pageOf("overall")).toBeUndefined();
});

test("a decision has moved when what it is about has another id, or several", () => {
  expect(moved({ about: "a", now: ["a"] })).toBe(false);
  expect(moved({ about: "a", now: ["b"] })).toBe(true);
  expect(moved({ about: "a", now: ["a", "b"] })).toBe(true);
  expect(moved({ about: "a", now: [] })).toBe(false);
});
