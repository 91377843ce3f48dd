import { history, undo } from "@codemirror/commands";
import { EditorState, type Transaction, type TransactionSpec } from "@codemirror/state";
import { expect, test } from "vitest";
import { Sync } from "./sync";

/** An editor without a window. */
class Typist {
  state: EditorState;
  sync: Sync;
  constructor(text: string) {
    this.state = EditorState.create({ doc: text, extensions: [history()] });
    this.sync = new Sync(text);
  }
  dispatch(spec: TransactionSpec) {
    const tr = this.state.update(spec);
    this.state = tr.state;
    this.sync.note(tr);
  }
  type(at: number, insert: string) {
    this.dispatch({ changes: { from: at, insert }, selection: { anchor: at + insert.length } });
  }
  take(text: string) {
    this.sync.take(this, text);
  }
  get text() {
    return this.state.doc.toString();
  }
}

const doc = "zone: ward\nasset: pump\n";

test("a text from outside comes in, and the cursor stays at its word", () => {
  const e = new Typist(doc);
  e.dispatch({ selection: { anchor: doc.indexOf("pump") } });
  e.take(doc.replace("zone: ward", "zone: west ward"));
  expect(e.text).toBe("zone: west ward\nasset: pump\n");
  expect(e.text.slice(e.state.selection.main.head)).toBe("pump\n");
  expect(e.sync.pending).toBe(false);
});

test("what was typed meanwhile stays, and the page hears of it", () => {
  const e = new Typist(doc);
  e.type(doc.length, "flow: x\n");
  e.take(doc.replace("ward", "bay"));
  expect(e.text).toBe("zone: bay\nasset: pump\nflow: x\n");
  expect(e.sync.pending).toBe(true);
  e.take(doc.replace("ward", "bay").replace("pump", "monitor"));
  expect(e.text).toBe("zone: bay\nasset: monitor\nflow: x\n");
});

test("undoing takes back what was typed here, and nothing that came from outside", () => {
  const e = new Typist(doc);
  e.type(doc.length, "flow: x\n");
  e.take(doc.replace("ward", "bay"));
  const target = { state: e.state, dispatch: (tr: Transaction) => e.dispatch(tr) };
  expect(undo(target)).toBe(true);
  expect(e.text).toBe("zone: bay\nasset: pump\n");
  expect(undo({ ...target, state: e.state })).toBe(false);
});

test("a text the page was told comes back as nothing new", () => {
  const e = new Typist(doc);
  e.type(0, "# ");
  e.sync.told(e.text);
  e.type(0, "# ");
  e.take(`# ${doc}`);
  expect(e.text).toBe(`# # ${doc}`);
});

test("the same word changed on both sides keeps the letters of both", () => {
  const e = new Typist(doc);
  e.type("zone: ward".length, "s");
  e.take(doc.replace("ward", "bay"));
  expect(e.text).toMatch(/^zone: .*bay.*\nasset/);
  expect(e.text.split("\n")[0]).toContain("s");
});
