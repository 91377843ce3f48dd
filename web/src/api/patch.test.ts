import { describe, expect, test } from "vitest";
import { patched } from "./patch";

describe("patched", () => {
  const before = { graph: { nodes: [{ id: "a" }, { id: "b" }, { id: "c" }], edges: [] }, gaps: [1, 2, 3, 4] };

  test("replaces pieces of lists and keeps what is untouched", () => {
    const now = patched(before, [
      { path: ["graph", "nodes"], splices: [{ at: 1, drop: 1, put: [{ id: "B" }, { id: "n" }] }] },
      {
        path: ["gaps"],
        splices: [
          { at: 0, drop: 1, put: [] },
          { at: 2, drop: 0, put: [9] },
          { at: 4, drop: 0, put: [5] },
        ],
      },
    ]);
    expect(now).toEqual({
      graph: { nodes: [{ id: "a" }, { id: "B" }, { id: "n" }, { id: "c" }], edges: [] },
      gaps: [2, 9, 3, 4, 5],
    });
    expect(now.graph.nodes[0]).toBe(before.graph.nodes[0]);
    expect(now.graph.edges).toBe(before.graph.edges);
    expect(before.gaps).toEqual([1, 2, 3, 4]);
  });

  test("puts values in that were not there, and changes nothing without patches", () => {
    expect(patched<object>(before, [{ path: ["levels"], value: { harms: [] } }])).toEqual({
      ...before,
      levels: { harms: [] },
    });
    expect(patched(before, [])).toBe(before);
  });
});
