import { expect, test } from "vitest";
import { nameOf, wayOf } from "./data";

const words = {
  elements: { pump: "Pump", "phone/app": "App" },
  controls: { "CTL-0001": "Encrypted channel" },
  trust: { alert: "The person is alert." },
};

test("a control is named with its place, and by its id where nothing is known of it", () => {
  expect(nameOf("CTL-0001@phone/app", words)).toBe("Encrypted channel · App");
  expect(nameOf("CTL-0001", words)).toBe("Encrypted channel");
  expect(nameOf("CTL-0002@x", words)).toBe("CTL-0002 · x");
});

test("a chain is put into words", () => {
  const chain = { likelihood: "low", assumes: [{ element: "pump", low: "alert", level: "low" }], steps: [] };
  expect(wayOf(chain, words)).toEqual({
    likelihood: "low",
    assumes: [{ element: "pump", title: "Pump", attribute: "alert", says: "The person is alert.", level: "low" }],
    steps: [],
  });
});
