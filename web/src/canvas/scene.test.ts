import { describe, expect, it } from "vitest";
import { graphOf } from "./example";
import { makeScene, type View } from "./scene";

const all: View = { others: "dim", hidden: new Set(), closed: new Set() };
const drawn = (view: Partial<View>) => {
  const s = makeScene(graphOf(), { ...all, ...view });
  return {
    items: [...s.items.values()].map(
      (i) => `${i.parent ? `${i.parent} > ` : ""}${i.id}${i.dim ? " (dim)" : ""}${i.outside ? " (outside)" : ""}`,
    ),
    lines: s.lines.map((l) => `${l.from} ${l.sort} ${l.to}${l.edges.length > 1 ? ` x${l.edges.length}` : ""}`),
  };
};

describe("makeScene", () => {
  it("nests elements in assets, assets in zones, zones in zones", () => {
    expect(drawn({})).toEqual({
      items: [
        "hospital",
        "home",
        "internet",
        "watch",
        "hospital > ward",
        "home > phone",
        "home > wifi",
        "home > patient",
        "phone > phone/app",
        "phone > phone/radio",
        "ward > pump",
      ],
      lines: [
        "phone/app flow pump",
        "phone/radio connects wifi",
        "patient uses phone/app",
        "wifi joins internet",
        "patient performs watch",
      ],
    });
  });

  it("draws a closed container as one box that takes the lines of what is inside", () => {
    const s = drawn({ closed: new Set(["home", "phone"]) });
    expect(s.items).toEqual(["hospital", "home", "internet", "watch", "hospital > ward", "ward > pump"]);
    expect(s.lines).toEqual(["home flow pump", "home joins internet", "home performs watch"]);
  });

  it("draws lines of a hidden interface at its asset, and none of other hidden elements", () => {
    const s = drawn({ hidden: new Set(["interfaces", "people"]) });
    expect(s.lines).toEqual(["phone/app flow pump", "phone connects wifi", "wifi joins internet"]);
  });

  it("shows an entered zone with its neighbours as single boxes outside", () => {
    expect(drawn({ root: "home" })).toEqual({
      items: [
        "hospital (outside)",
        "internet (outside)",
        "watch (outside)",
        "phone",
        "wifi",
        "patient",
        "phone > phone/app",
        "phone > phone/radio",
      ],
      lines: [
        "phone/app flow hospital",
        "phone/radio connects wifi",
        "patient uses phone/app",
        "wifi joins internet",
        "patient performs watch",
      ],
    });
  });

  it("dims what a function does not need, or leaves it out", () => {
    expect(drawn({ fn: "watch" }).items).toEqual([
      "hospital (dim)",
      "home",
      "internet (dim)",
      "watch",
      "hospital > ward (dim)",
      "home > phone",
      "home > wifi (dim)",
      "home > patient",
      "phone > phone/app",
      "phone > phone/radio (dim)",
      "ward > pump (dim)",
    ]);
    expect(drawn({ fn: "watch", others: "hide" })).toEqual({
      items: ["home", "watch", "home > phone", "home > patient", "phone > phone/app"],
      lines: ["patient uses phone/app", "patient performs watch"],
    });
  });

  it("cuts circles of zones", () => {
    const graph = graphOf();
    (graph.zones[0] as { within?: string }).within = "ward";
    expect(makeScene(graph, all).items.size).toBe(11);
  });
});
