import { describe, expect, it } from "vitest";
import { copied, paste, read, write } from "./clipboard";
import { graphOf } from "./example";
import type { Fragment } from "./types";

const phone: Fragment = {
  id: "phone",
  block: "assets",
  value: { kind: "device.smartphone", title: "phone", zone: "home", on: ["wifi"], runs: { app: { title: "App" } } },
};
const doses: Fragment = { id: "doses", block: "flows", value: { title: "Doses", from: "phone/app", to: "pump" } };

describe("copied", () => {
  it("leaves out parts of what is copied, and takes flows between", () => {
    expect(copied(graphOf(), new Set(["phone", "phone/app", "pump"]))).toEqual(["phone", "pump", "doses"]);
    expect(copied(graphOf(), new Set(["phone"]))).toEqual(["phone"]);
  });
});

describe("paste", () => {
  it("gives new ids and points inside the copy", () => {
    const found = paste(graphOf(), [phone, doses]);
    expect(found.ops).toEqual([
      {
        do: "add",
        block: "assets",
        id: "phone-2",
        value: {
          kind: "device.smartphone",
          title: "phone",
          zone: "home",
          on: ["wifi"],
          runs: { app: { title: "App" } },
        },
      },
      { do: "add", block: "flows", id: "doses-2", value: { title: "Doses", from: "phone-2/app", to: "pump" } },
    ]);
    expect([...found.ids]).toEqual([
      ["phone", "phone-2"],
      ["doses", "doses-2"],
    ]);
  });
  it("goes into a zone that was chosen, and forgets one that is not there", () => {
    expect(paste(graphOf(), [phone], "ward").ops[0]?.value).toMatchObject({ zone: "ward" });
    expect(paste(graphOf(), [{ ...phone, value: { title: "X", zone: "elsewhere" } }]).ops[0]?.value).toEqual({
      title: "X",
    });
  });
  it("puts a part into the same asset, and leaves it where there is none", () => {
    const app: Fragment = { id: "phone/app", block: "runs", value: { title: "App" } };
    const lost: Fragment = { id: "tablet/app", block: "runs", value: { title: "App" } };
    const found = paste(graphOf(), [app, lost]);
    expect(found.ops).toEqual([{ do: "add", block: "runs", id: "phone/app-2", value: { title: "App" } }]);
    expect(found.left).toEqual(["tablet/app"]);
  });
});

describe("read", () => {
  it("reads what was written", () => expect(read(write([phone, doses]))).toEqual([phone, doses]));
  it.each([
    "",
    "words",
    "[]",
    "null",
    '{"cordon-fragments":2,"fragments":[]}',
    '{"cordon-fragments":1,"fragments":[{"id":1}]}',
    '{"cordon-fragments":1}',
  ])("takes nothing from %s", (text) => expect(read(text)).toEqual([]));
  it("never throws, whatever is on the clipboard", () => {
    const text = write([phone, doses]);
    for (let i = 0; i < text.length; i++)
      for (const c of ["", "{", '"', "0"])
        expect(Array.isArray(read(text.slice(0, i) + c + text.slice(i + 1)))).toBe(true);
  });
});
