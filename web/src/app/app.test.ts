import { readFileSync } from "node:fs";
import { join } from "node:path";
import { QueryClient } from "@tanstack/react-query";
import { describe, expect, test } from "vitest";
import en from "../i18n/en/nav.json";
import { delay, invalidate, parseEvent, topics, work } from "./events";
import { parsePlace } from "./place";
import { initials, parsePresence } from "./presence";
import { addressOf, entries, routes } from "./routes";
import { keysOf } from "./shortcuts";

describe("an address", () => {
  test.each([
    ["/", { base: "", rest: "/" }],
    ["/profile", { base: "", rest: "/profile" }],
    ["/o/A", { organisation: "A", base: "/o/A", rest: "/" }],
    ["/o/A/knowledge", { organisation: "A", base: "/o/A", rest: "/knowledge" }],
    ["/o/A/p/B", { organisation: "A", project: "B", base: "/o/A/p/B", rest: "/" }],
    ["/o/A/p/B/threats/T-1", { organisation: "A", project: "B", base: "/o/A/p/B", rest: "/threats/T-1" }],
  ])("%s says where one is", (path, want) => expect(parsePlace(path)).toEqual(want));
});

describe("the navigation", () => {
  const all = () => true;
  test("shows pages by group and by what one may", () => {
    const names = (...may: string[]) =>
      entries("organisation", may, routes, all).map((g) => [g.group, g.pages.map((p) => p.topic)]);
    expect(names("read", "manage")).toEqual([["organisation", ["portfolio", "knowledge", "admin"]]]);
    expect(names("read", "read-log")).toEqual([["organisation", ["portfolio", "knowledge", "admin"]]]);
    expect(names("read")).toEqual([["organisation", ["portfolio", "knowledge"]]]);
  });
  test("shows only pages that are there", () => {
    const only = entries("project", ["read"], routes, (t) => t === "history");
    expect(only.map((g) => g.pages.map(addressOf))).toEqual([["/history"]]);
  });
  test("has a name for each page and group, and no two pages at one address", () => {
    const { group, ...names } = en;
    expect(Object.keys(names).sort()).toEqual([...routes.map((r) => r.topic), "profile"].sort());
    expect(Object.keys(group).sort()).toEqual([...new Set(routes.map((r) => r.group))].sort());
    expect(new Set(routes.map((r) => r.of + r.path)).size).toBe(routes.length);
  });
});

describe("an event", () => {
  const event = { number: 7, organisation: "A", project: "B", kind: "revision.made", at: "2026-11-26T12:00:00Z" };
  test("of each kind that the server has is heard", () => {
    const go = readFileSync(join(import.meta.dirname, "../../../internal/workbench/note.go"), "utf8");
    const list = /var Topics = \[\]string\{([^}]*)\}/.exec(go)?.[1] ?? "";
    expect([...list.matchAll(/"([^"]+)"/g)].map((m) => m[1])).toEqual(topics);
  });
  test("is read, and anything else is not", () => {
    expect(parseEvent(JSON.stringify(event))).toEqual(event);
    expect(["", "{", "null", "7", '{"number":"7"}'].map(parseEvent)).toEqual([null, null, null, null, null]);
  });
  test("makes what belongs to its project and organisation be read again, and nothing else", () => {
    const client = new QueryClient();
    const keys = [
      ["project", "B", "threats"],
      ["project", "C", "threats"],
      ["organisation", "A", "portfolio"],
      ["session"],
    ];
    for (const k of keys) client.setQueryData(k, 1);
    invalidate(client, event);
    expect(keys.map((k) => client.getQueryState(k)?.isInvalidated)).toEqual([true, false, true, false]);
  });
  test("of background work makes only what shows that be read again", () => {
    const client = new QueryClient();
    for (const [project, meta] of [
      ["B", { job: true }],
      ["C", { job: true }],
    ] as const)
      client
        .getQueryCache()
        .build(client, { queryKey: ["project", project, "job", 1], meta })
        .setData(1);
    client
      .getQueryCache()
      .build(client, { queryKey: ["organisation", "A", "feeds"], meta: { job: true } })
      .setData(1);
    client.setQueryData(["project", "B", "threats"], 1);
    const is = () =>
      client
        .getQueryCache()
        .getAll()
        .filter((q) => q.state.isInvalidated)
        .map((q) => q.queryKey.join(" "));
    invalidate(client, { ...event, kind: work });
    expect(is()).toEqual(["project B job 1", "organisation A feeds"]);
  });
  test("stream is opened again after longer and longer waits", () => {
    expect([0, 1, 2, 10].map(delay)).toEqual([1000, 2000, 4000, 30_000]);
  });
});

describe("who else is there", () => {
  test("is told of one project", () => {
    const people = [{ account: "e", name: "Emil Strand", unsaved: false }];
    expect(parsePresence(JSON.stringify({ project: "B", people }), "B")).toEqual(people);
    expect(
      ["", "{", "null", '{"project":"B"}', JSON.stringify({ project: "C", people })].map((d) => parsePresence(d, "B")),
    ).toEqual(Array(5).fill(undefined));
  });
  test.each([
    ["Emil Strand", "ES"],
    ["  anna maria de la Cruz ", "AC"],
    ["Ödön", "Ö"],
    ["", ""],
  ])("is shown as initials: %s", (name, want) => expect(initials(name)).toBe(want));
});

describe("a key", () => {
  const pressed = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  test.each([
    [{ key: "?", shiftKey: true }, "?"],
    [{ key: "s", ctrlKey: true }, "Control+s"],
    [{ key: "s", metaKey: true }, "Control+s"],
    [{ key: "F8", shiftKey: true }, "Shift+F8"],
  ])("%o is named %s", (e, want) => expect(keysOf({ ...pressed, ...e })).toBe(want));
});
