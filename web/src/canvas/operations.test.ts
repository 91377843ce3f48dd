import { describe, expect, it } from "vitest";
import { graphOf } from "./example";
import { add, connect, disconnect, freshId, moveInto, remove, retitle } from "./operations";
import type { Edge } from "./types";

const edge = (id: string) => graphOf().edges.find((e) => e.id === id) as Edge;

describe("moveInto", () => {
  const cases: [string, string | undefined, ReturnType<typeof moveInto>][] = [
    ["pump", "home", [{ do: "set", id: "pump", path: ["zone"], value: "home" }]],
    ["pump", undefined, [{ do: "unset", id: "pump", path: ["zone"] }]],
    ["pump", "ward", []],
    ["ward", "home", [{ do: "set", id: "ward", path: ["within"], value: "home" }]],
    ["ward", undefined, [{ do: "unset", id: "ward", path: ["within"] }]],
    ["hospital", "ward", "inside-itself"],
    ["patient", "home", []],
    ["patient", "ward", "no-place"],
    ["patient", undefined, [{ do: "unset", id: "patient", path: ["place"] }]],
    ["phone/app", "ward", "part"],
    ["internet", "home", "imported"],
    ["watch", "home", "no-zone"],
  ];
  it.each(cases)("%s into %s", (id, zone, expected) => expect(moveInto(graphOf(), id, zone)).toEqual(expected));

  it("moves a person to the place of a zone", () => {
    const graph = graphOf();
    graph.places.push({ ...(graph.places[0] as (typeof graph.places)[0]), id: "bay", zone: "ward" });
    expect(moveInto(graph, "patient", "ward")).toEqual([{ do: "set", id: "patient", path: ["place"], value: "bay" }]);
  });
});

describe("connect", () => {
  it("adds a flow under a free id", () => {
    const flow = {
      sort: "flow",
      do: "add",
      id: "{new}",
      block: "flows",
      value: { from: "{from}", to: "{to}" },
    } as const;
    expect(connect(graphOf(), flow, "phone/app", "pump", "Doses")).toEqual([
      { do: "add", id: "app-to-pump", block: "flows", value: { title: "Doses", from: "phone/app", to: "pump" } },
    ]);
  });
  it("puts a reference where the connection says", () => {
    const on = { sort: "on", do: "put", id: "{from}", path: ["on"], value: "{to}" } as const;
    expect(connect(graphOf(), on, "pump", "wifi", "")).toEqual([
      { do: "put", id: "pump", path: ["on"], value: "wifi" },
    ]);
    const uses = { sort: "informs", do: "set", id: "{to}", path: ["uses", "{from}"], value: {} } as const;
    expect(connect(graphOf(), uses, "doses", "watch", "")).toEqual([
      { do: "set", id: "watch", path: ["uses", "doses"], value: {} },
    ]);
  });
  it("changes nothing of another description", () => {
    const joins = { sort: "joins", do: "put", id: "{from}", path: ["joins"], value: "{to}" } as const;
    expect(connect(graphOf(), joins, "internet", "wifi", "")).toBe("imported");
  });
});

describe("disconnect", () => {
  it.each([
    ["doses", [{ do: "remove", id: "doses", all: true }]],
    ["wifi joins internet", [{ do: "take", id: "wifi", path: ["joins"], value: "internet" }]],
    ["patient performs watch", [{ do: "unset", id: "watch", path: ["by"] }]],
  ])("%s", (id, expected) => expect(disconnect(edge(id))).toEqual(expected));
});

describe("remove", () => {
  it("removes an asset with its parts in one operation, and no line that goes with it", () => {
    expect(remove(graphOf(), new Set(["phone", "phone/app", "doses"]))).toEqual([
      { do: "remove", id: "phone", all: true },
    ]);
  });
  it("puts what was in a zone into the zone around it", () => {
    expect(remove(graphOf(), new Set(["ward"]))).toEqual([
      { do: "set", id: "pump", path: ["zone"], value: "hospital" },
      { do: "remove", id: "ward", all: true },
    ]);
    expect(remove(graphOf(), new Set(["hospital", "ward"]))).toEqual([
      { do: "unset", id: "pump", path: ["zone"] },
      { do: "remove", id: "hospital", all: true },
      { do: "remove", id: "ward", all: true },
    ]);
  });
  it("takes out a reference that was chosen by itself", () => {
    expect(remove(graphOf(), new Set(["patient uses phone/app"]))).toEqual([
      { do: "take", id: "patient", path: ["uses"], value: "phone/app" },
    ]);
  });
  it("refuses what is written elsewhere, and nothing", () => {
    expect(remove(graphOf(), new Set(["internet"]))).toBe("imported");
    expect(remove(graphOf(), new Set())).toBe("nothing");
  });
});

describe("add", () => {
  const kind = (id: string, title: string, block: string) => ({ kind: id, title, block });
  it("adds into the zone, or the zone of the chosen element", () => {
    const expected = {
      id: "server",
      ops: [
        { do: "add", block: "assets", id: "server", value: { kind: "device.server", title: "Server", zone: "ward" } },
      ],
    };
    expect(add(graphOf(), kind("device.server", "Server", "assets"), "ward")).toEqual(expected);
    expect(add(graphOf(), kind("device.server", "Server", "assets"), "pump")).toEqual(expected);
  });
  it("adds software into the chosen asset, and a person to the place of the zone", () => {
    expect(add(graphOf(), kind("software.agent", "Agent", "assets"), "pump", "runs")).toEqual({
      id: "pump/agent",
      ops: [{ do: "add", block: "runs", id: "pump/agent", value: { kind: "software.agent", title: "Agent" } }],
    });
    expect(add(graphOf(), kind("person.caregiver", "Caregiver", "people"), "home")).toMatchObject({
      ops: [{ value: { place: "flat" } }],
    });
  });
  it("refuses an interface without an asset", () => {
    expect(add(graphOf(), kind("interface.usb", "USB", "interfaces"), "ward")).toBe("no-asset");
  });
});

it("retitles", () =>
  expect(retitle("pump", "Pump 2")).toEqual([{ do: "set", id: "pump", path: ["title"], value: "Pump 2" }]));

it.each([
  ["Home router", "home-router"],
  ["Gerät für Übung", "gerat-fur-ubung"],
  ["3 pumps", "pumps"],
  ["木", "element"],
  ["Pump", "pump-2"],
])("makes an id of %s", (title, expected) => expect(freshId(title, new Set(["pump"]))).toBe(expected));
