import { expect, test } from "vitest";
import { bodyOf, efforts, readAsked, writeAsked } from "./request";

test("what is asked for stands in the address and comes back from it", () => {
  const asked = {
    verdict: "acceptable" as const,
    limits: { "wrong-intake": "low" },
    roles: ["operator"],
    without: ["CTL-0002"],
    wishes: ["CTL-0001@pump"],
    oneOff: 5000,
    yearly: 100,
    lower: true,
    effort: efforts[1],
  };
  expect(readAsked(writeAsked(asked))).toEqual(asked);
  expect(bodyOf(asked)).toEqual({
    verdict: "acceptable",
    limits: { "wrong-intake": "low" },
    roles: ["operator"],
    without: ["CTL-0002"],
    with: [{ title: "CTL-0001@pump", "any-of": [["CTL-0001@pump"]] }],
    "one-off": 5000,
    yearly: 100,
    lower: true,
    effort: 1_000_000,
  });
});

test("nonsense in the address asks for nothing", () => {
  const none = {
    verdict: "reduce",
    limits: {},
    roles: [],
    without: [],
    wishes: [],
    oneOff: 0,
    yearly: 0,
    lower: false,
    effort: 200_000,
  };
  expect(readAsked(new URLSearchParams("verdict=x&limit=a&one-off=-3&yearly=abc&effort=7"))).toEqual(none);
  expect(writeAsked(readAsked(new URLSearchParams(""))).toString()).toBe("asked=1");
});
