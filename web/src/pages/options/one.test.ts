import { expect, test } from "vitest";
import { placed } from "./one";

test("only what is new is put into the description, as planned", () => {
  const measures = [
    { id: "CTL-0001@pump", state: "present" },
    { id: "CTL-0002@phone/app", state: "proposed" },
  ];
  expect(placed(measures)).toEqual([{ do: "place", control: "CTL-0002", on: ["phone/app"], state: "planned" }]);
});
