import { describe, expect, test } from "vitest";
import { ApiError } from "../../api/problem";
import type { Operation } from "../../canvas/operations";
import { type Asked, Desk, layoutFile, Refused } from "./desk";
import type { Look, View } from "./types";

const base = "zones:\n  ward: {title: Ward}\nassets:\n  pump: {zone: ward}\n";

const view = (text: string): View => ({
  diagnostics: text.includes("!") ? [{ file: "s.yaml", line: 1, code: "C1", severity: "error", message: "no" }] : [],
  gaps: [],
  checks: {},
  questions: [],
  facts: {},
  ...(!text.includes("!") && { graph: { zones: [], places: [], nodes: [], edges: [], functions: [] } }),
});

/** server answers when told to; set replaces one word by another in the file. */
function server() {
  const asked: Asked[] = [];
  const waiting: (() => void)[] = [];
  const look = async (a: Asked): Promise<Look> => {
    asked.push(a);
    await new Promise<void>((r) => waiting.push(r));
    const was = a.files["s.yaml"] ?? base;
    let text = was;
    for (const op of a.operations) text = text.replace(op.from as string, op.to as string);
    const wrong = a.operations.filter((op) => !was.includes(op.from as string)).map(() => "is not there");
    return {
      digest: text,
      files: text === was || wrong.length > 0 ? {} : { "s.yaml": text },
      inverse: a.operations.map((op) => ({ do: "set", from: op.to, to: op.from })) as never,
      removed: [],
      wrong: wrong.map((message) => ({ message, hint: "look again", file: "", line: 0, column: 0, code: "" })),
      view: wrong.length > 0 || a.since === text ? undefined : view(text),
    };
  };
  const answer = async () => {
    for (let i = 0; i < 20 && waiting.length === 0; i++) await Promise.resolve();
    waiting.shift()?.();
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  const texts: Record<string, string | ApiError | undefined> = { R1: base }; // of the file, by revision
  const text = async (revision: string) => {
    const found = texts[revision] ?? new ApiError(404, {});
    if (found instanceof ApiError) throw found;
    return found;
  };
  return { asked, answer, texts, desk: new Desk({ look, text }, "R1") };
}

const set = (from: string, to: string): Operation[] => [{ do: "set", from, to }];

async function opened() {
  const s = server();
  const done = s.desk.open();
  await s.answer();
  await done;
  await s.desk.text("s.yaml");
  return s;
}

describe("a desk", () => {
  test("carries out operations in order, each on the result of the one before", async () => {
    const { desk, answer, asked } = await opened();
    const first = desk.run(set("Ward", "West ward"));
    const second = desk.run(set("West ward", "East ward"));
    await answer();
    expect(asked.length).toBe(3); // the second question waits for the first answer
    await answer();
    await answer();
    expect([await first, await second]).toEqual([set("West ward", "Ward"), set("East ward", "West ward")]);
    expect(desk.now.files).toEqual({ "s.yaml": base.replace("Ward", "East ward") });
  });

  test("keeps what is typed while an operation is on its way", async () => {
    const { desk, answer } = await opened();
    const done = desk.run(set("Ward", "West ward"));
    desk.write("s.yaml", base.replace("pump:", "pump-2:"));
    await answer();
    await done;
    expect(desk.now.files["s.yaml"]).toBe(base.replace("pump:", "pump-2:").replace("Ward", "West ward"));
    await answer();
    await desk.settled();
    expect(desk.now.digest).toBe(desk.now.files["s.yaml"]);
  });

  test("asks once for what was typed while it waited", async () => {
    const { desk, answer, asked } = await opened();
    for (const title of ["A", "B", "C"]) desk.write("s.yaml", base.replace("Ward", title));
    await answer();
    await desk.settled();
    expect(asked.slice(1).map((a) => a.files)).toEqual([{ "s.yaml": base.replace("Ward", "C") }]);
  });

  test("says why an operation was refused, and changes nothing", async () => {
    const { desk, answer } = await opened();
    const done = desk.run(set("no such", "x"));
    await answer();
    await expect(done).rejects.toEqual(new Refused("is not there (look again)"));
    expect(desk.now.files).toEqual({});
  });

  test("knows that a file is as in the base again", async () => {
    const { desk, answer } = await opened();
    const back = desk.run(set("Ward", "Yard"));
    await answer();
    const again = desk.run((await back) as Operation[]);
    await answer();
    await again;
    expect(desk.now.files).toEqual({});
  });

  test("knows that of a file which nobody has opened", async () => {
    const { desk, answer } = server();
    desk.open();
    await answer();
    const back = desk.run(set("Ward", "Yard"));
    await answer();
    const again = desk.run((await back) as Operation[]);
    await answer();
    await again;
    expect(desk.now.files).toEqual({});
  });

  test("shows the last good drawing while the text has errors", async () => {
    const { desk, answer } = await opened();
    const graph = desk.now.view?.graph;
    desk.write("s.yaml", `${base}!`);
    await answer();
    await desk.settled();
    expect(desk.now.view?.diagnostics.length).toBe(1);
    expect(desk.now.view?.graph).toBe(graph);
  });

  test("keeps what an answer leaves out because it is as before", async () => {
    const parts: Partial<View>[] = [
      view(""),
      { gaps: [{ check: "c", element: "e", title: "t", file: "f", line: 1, column: 1 }] },
    ];
    const look = async (): Promise<Look> => ({
      digest: String(parts.length),
      files: {},
      inverse: [],
      removed: [],
      wrong: [],
      view: parts.shift(),
    });
    const desk = new Desk({ look, text: async () => base }, "R1");
    await desk.open();
    const first = desk.now.view;
    desk.look();
    await desk.settled();
    expect(desk.now.view).toEqual({
      ...first,
      gaps: [{ check: "c", element: "e", title: "t", file: "f", line: 1, column: 1 }],
    });
    expect(desk.now.view?.graph).toBe(first?.graph);
  });

  test("makes the view of the one before by patches", async () => {
    const answers: Partial<Look>[] = [
      { digest: "1", view: view("") },
      {
        digest: "2",
        patches: [{ path: ["graph", "zones"], splices: [{ at: 0, drop: 0, put: [{ id: "ward" }] }] }],
      },
      { digest: "2", patches: [] },
    ];
    const look = async () =>
      ({ files: {}, inverse: [], removed: [], wrong: [], ...answers.shift() }) as unknown as Look;
    const desk = new Desk({ look, text: async () => base }, "R1");
    await desk.open();
    const first = desk.now.view;
    desk.look();
    await desk.settled();
    const second = desk.now.view;
    expect(second?.graph?.zones).toEqual([{ id: "ward" }]);
    expect(second?.graph?.nodes).toBe(first?.graph?.nodes);
    desk.look();
    await desk.settled();
    expect(desk.now.view).toBe(second);
  });

  test("keeps what is typed while it goes to a revision of somebody else", async () => {
    const { desk, answer, texts } = await opened();
    desk.write("s.yaml", base.replace("pump:", "pump-2:"));
    await answer();
    await desk.settled();
    // The server merged "pump-2" with a zone that somebody else renamed, and meanwhile one goes on typing.
    const sent = desk.now.files;
    texts.R2 = base.replace("Ward", "Clinic");
    const going = desk.rebase("R2", { "s.yaml": texts.R2.replace("pump:", "pump-2:") }, sent);
    desk.write("s.yaml", `${base.replace("pump:", "pump-2:")}harms:\n`);
    await answer();
    await answer();
    await answer();
    await going;
    expect(desk.now.base).toBe("R2");
    expect(desk.now.files["s.yaml"]).toBe(`${texts.R2.replace("pump:", "pump-2:")}harms:\n`);
    await answer();
    await desk.settled();
    expect(desk.now.digest).toBe(desk.now.files["s.yaml"]);
  });

  test("keeps what is typed right after it was saved, and the other's words in the same file", async () => {
    const { desk, answer, texts } = await opened();
    texts.R2 = base.replace("Ward", "Clinic");
    const going = desk.rebase("R2", {}, desk.now.files);
    desk.write("s.yaml", `${base}harms:\n`);
    await answer();
    await answer();
    await answer();
    await going;
    expect(desk.known("s.yaml")).toBe(`${texts.R2}harms:\n`);
    expect(desk.now.files).toEqual({ "s.yaml": `${texts.R2}harms:\n` });
  });

  test("shows the new text of a file that is open, and nothing as changed", async () => {
    const { desk, answer, texts } = await opened();
    texts.R2 = base.replace("Ward", "Clinic");
    const going = desk.rebase("R2", {}, desk.now.files);
    await answer();
    await going;
    expect(desk.known("s.yaml")).toBe(texts.R2);
    expect(desk.now.files).toEqual({});
  });

  test("keeps a file in which one types and which somebody else deletes", async () => {
    const { desk, answer, texts } = await opened();
    texts.R2 = undefined;
    const going = desk.rebase("R2", {}, desk.now.files);
    desk.write("s.yaml", `${base}harms:\n`);
    await answer();
    await answer();
    await answer();
    await going;
    expect(desk.now.files).toEqual({ "s.yaml": `${base}harms:\n` });
  });

  test("stays where it is if the new texts cannot be read", async () => {
    const { desk, texts } = await opened();
    texts.R2 = new ApiError(0, {});
    await expect(desk.rebase("R2", {}, desk.now.files)).rejects.toEqual(new ApiError(0, {}));
    expect(desk.now.base).toBe("R1");
    expect(desk.known("s.yaml")).toBe(base);
  });

  test("computes nothing when a box is moved", async () => {
    const { desk, asked } = await opened();
    desk.write(layoutFile, "at:\n");
    await desk.settled();
    expect(asked.length).toBe(1);
    expect(desk.now.files).toEqual({ [layoutFile]: "at:\n" });
  });
});
