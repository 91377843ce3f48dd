import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { actionOf, keyOf, keys } from "./shortcuts";

const press = (key: string, more: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) =>
  keyOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

it.each([
  [press("z", { ctrlKey: true }), "undo"],
  [press("Z", { ctrlKey: true, shiftKey: true }), "redo"],
  [press("z", { metaKey: true }), "undo"],
  [press("?", { shiftKey: true }), "help"],
  [press("ArrowUp", { altKey: true }), "nudge"],
  [press("/"), "add"],
  [press("q"), undefined],
])("%s does %s", (key, action) => expect(actionOf(key)?.action).toBe(action));

it("uses each key once", () => {
  const all = keys.flatMap((k) => k.keys);
  expect(new Set(all).size).toBe(all.length);
});

it.each(["en", "de"])("has a text for each action and no other, in %s", (language) => {
  const texts = JSON.parse(readFileSync(new URL(`../i18n/${language}/canvas.json`, import.meta.url), "utf8"));
  expect(Object.keys(texts.key).toSorted()).toEqual(keys.map((k) => k.action).toSorted());
});
