// The two languages say the same things, and the program says nothing that is not in them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const src = join(import.meta.dirname, "..");

/** catalogue reads a language's files into key -> text. */
function catalogue(language: string): Map<string, string> {
  const out = new Map<string, string>();
  const walk = (prefix: string, v: unknown) => {
    if (typeof v === "string") out.set(prefix, v);
    else for (const [k, x] of Object.entries(v as object)) walk(`${prefix}.${k}`, x);
  };
  const dir = join(src, "i18n", language);
  for (const f of readdirSync(dir)) walk(f.replace(".json", ""), JSON.parse(readFileSync(join(dir, f), "utf8")));
  return out;
}

/** placeholders gives {{count}} and the like, sorted. */
const placeholders = (s: string) => [...s.matchAll(/\{\{[^}]*\}\}|<\/?\w+>/g)].map((m) => m[0]).sort();

/** base takes the form of number from a key: found_one and found_other are asked for as found. */
const base = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, "");

const en = catalogue("en");
const de = catalogue("de");

// Words that are the same in both languages, or names: one in a line.
const same = new Set(readFileSync(join(src, "i18n", "same.txt"), "utf8").split("\n"));

const code = (readdirSync(src, { recursive: true }) as string[])
  .filter((f) => /\.tsx?$/.test(f) && !/\.test\.tsx?$|schema\.d\.ts$/.test(f))
  .map((f) => ({ file: f, text: readFileSync(join(src, f), "utf8").replace(/^\s*(\/\/|\*|\/\*).*$/gm, "") }));

/** used gives keys that stand in the code whole, and beginnings of those that are put together: t(`nav.${topic}`). */
function used() {
  const whole = new Set<string>();
  const begun = new Set<string>();
  for (const { text } of code) {
    for (const m of text.matchAll(/["'`]([a-zA-Z][\w-]*\.[\w.-]+)["'`]/g)) whole.add(m[1] as string);
    for (const m of text.matchAll(/`([a-zA-Z][\w-]*\.[\w.-]*)\$\{/g)) begun.add(m[1] as string);
  }
  return { whole, begun: [...begun] };
}

describe("the texts", () => {
  test("have the same keys in both languages", () => {
    expect(en.size).toBeGreaterThan(50);
    expect([...de.keys()].sort()).toEqual([...en.keys()].sort());
  });

  test("have the same placeholders in both languages", () => {
    const differ = [...en].filter(([k, v]) => placeholders(v).join() !== placeholders(de.get(k) ?? "").join());
    expect(differ).toEqual([]);
  });

  test("are translated", () => {
    const untranslated = [...en].filter(([k, v]) => v === de.get(k) && !same.has(v)).map(([k, v]) => `${k}: ${v}`);
    expect(untranslated).toEqual([]);
  });

  test("are asked for somewhere", () => {
    const { whole, begun } = used();
    const unused = [...en.keys()].filter(
      (k) => !whole.has(base(k)) && !whole.has(k) && !begun.some((b) => k.startsWith(b)),
    );
    expect(unused).toEqual([]);
  });

  test("are there when they are asked for", () => {
    const keys = new Set([...en.keys()].map(base));
    const missing = code.flatMap(({ file, text }) =>
      [...text.matchAll(/(?<![\w.])t\(\s*["'`]([^"'`$]+)["'`]\s*[,)]/g)].flatMap((m) =>
        keys.has(m[1] as string) ? [] : [`${file}: ${m[1]}`],
      ),
    );
    expect(missing).toEqual([]);
  });

  test("name every action that the audit log can hold", () => {
    const dir = join(src, "../../internal/workbench");
    const go = readdirSync(dir).filter((f) => /\.go$/.test(f) && !/_test\.go$/.test(f));
    const actions = go.flatMap((f) =>
      [...readFileSync(join(dir, f), "utf8").matchAll(/Action: *"([a-z.-]+)"/g)].map((m) => m[1] as string),
    );
    expect(actions.length).toBeGreaterThan(30);
    expect(actions.filter((a) => !en.has(`admin.did.${a}`))).toEqual([]);
  });

  test("that are put together have at least one end", () => {
    const dangling = used().begun.filter(
      (b) => en.size > 0 && isTopic(b) && ![...en.keys()].some((k) => k.startsWith(b)),
    );
    expect(dangling).toEqual([]);
  });
});

/** isTopic tells whether a string begins as keys do: other strings with a dot and a variable are none of ours. */
function isTopic(s: string): boolean {
  return [...en.keys()].some((k) => k.split(".")[0] === s.split(".")[0]);
}
