import { expect, test } from "vitest";
import { inWords, titlesOf } from "./named";

const finding = {
  criterion: "CRI-0300",
  title: "Only listed flows pass",
  controls: [{ id: "CTL-0004", title: "Filter" }],
  places: {
    "CTL-0004@cloud/lan-1": "Filter (Inner network)",
    "sensor?remote-access": "Remote access (Motion sensors)",
  },
};

test("ids of what is known get their names, with where a control stands; others stay", () => {
  const titles = titlesOf([finding] as unknown as Parameters<typeof titlesOf>[0]);
  expect(inWords("not wholly: CRI-0300 and CRI-0314", titles)).toBe(
    "not wholly: Only listed flows pass (CRI-0300) and CRI-0314",
  );
  expect(inWords("CTL-0004@cloud/lan-1, CTL-0004.", titles)).toBe(
    "Filter (Inner network) (CTL-0004@cloud/lan-1), Filter (CTL-0004).",
  );
  expect(inWords("nobody knows sensor?remote-access", titles)).toBe(
    "nobody knows Remote access (Motion sensors) (sensor?remote-access)",
  );
});
