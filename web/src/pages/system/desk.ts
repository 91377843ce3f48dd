// The one state of the system page: a revision, what was changed since, and what the server says of it. Operations and typing
// go to the server one after the other, and what was typed meanwhile is kept.

import { patched } from "../../api/patch";
import { asApiError } from "../../api/problem";
import type { Operation } from "../../canvas/operations";
import { applied, changesBetween } from "../../text/changes";
import type { Changes, Look, View } from "./types";

export type Files = Readonly<Record<string, string | null>>;

/** Asked is a question to the server: files changed since the base, operations to apply, and views to compare with. */
export interface Asked {
  base: string;
  files: Files;
  operations: readonly Operation[];
  since: string;
  against: string;
}

/** Server is what a desk needs of it. */
export interface Server {
  look(asked: Asked): Promise<Look>;
  /** text of a file of a revision. */
  text(base: string, path: string): Promise<string>;
}

/** Snapshot is the state; a new one is made with each change. */
export interface Snapshot {
  base: string;
  /** files that differ from the base, whole; null is one that is gone. */
  files: Files;
  /** view is the newest; graph and levels are the last good ones while the text has errors. */
  view?: View;
  /** digest names the view on the server. */
  digest: string;
  /** last is what the last change did, and all what everything since the base does. */
  last?: Changes;
  all?: Changes;
  /** waiting counts questions without an answer. */
  waiting: number;
  /** failed is why the last question got no answer; what is on the screen is kept. */
  failed?: unknown;
}

/** Refused says why operations were not carried out. */
export class Refused extends Error {}

/** layoutFile keeps where things are drawn. It is no part of the description, so that moving a box computes nothing. */
export const layoutFile = "canvas/layout.yaml";

/** differing are the paths of files that are not the same in two sets of changed files. */
function differing(a: Files, b: Files): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((p) => a[p] !== b[p]);
}

/** around puts what came, from before to after, around what was typed, from before to now; where one of them is no text, now stays. */
function around(before: Text, now: Text, after: Text): Text {
  if (typeof before !== "string" || typeof now !== "string" || typeof after !== "string") return now;
  return applied(changesBetween(before, after).map(changesBetween(before, now)), now);
}

type Text = string | null | undefined;

export class Desk {
  #s: Snapshot;
  #server: Server;
  #listeners = new Set<() => void>();
  #tail: Promise<unknown> = Promise.resolve();
  #looks = false; // a look is in the queue and has not begun
  #baseDigest = "";
  #texts = new Map<string, string>(); // of the base, as far as read

  constructor(server: Server, base: string) {
    this.#server = server;
    this.#s = { base, files: {}, digest: "", waiting: 0 };
  }

  get now(): Snapshot {
    return this.#s;
  }

  subscribe = (f: () => void): (() => void) => {
    this.#listeners.add(f);
    return () => void this.#listeners.delete(f);
  };

  #set(change: Partial<Snapshot>) {
    this.#s = { ...this.#s, ...change };
    for (const l of this.#listeners) l();
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    this.#set({ waiting: this.#s.waiting + 1 });
    const done = this.#tail.then(work).finally(() => this.#set({ waiting: this.#s.waiting - 1 }));
    this.#tail = done.catch(() => undefined);
    return done;
  }

  /** open looks at the base as it is, and then with files changed, such as those of a draft. */
  open(files: Files = {}): Promise<void> {
    return this.#enqueue(() => this.#begin(this.#s.base, files));
  }

  /**
   * rebase goes to another base, with what was changed. sent are the changed files that were brought there, and files what differs from
   * that base then. What was typed since they were sent is put around what came.
   */
  rebase(base: string, files: Files, sent: Files): Promise<void> {
    return this.#enqueue(async () => {
      const texts = new Map<string, string>(); // of the new base: of files that are on the screen, or were typed in
      const missing = new Set<string>();
      const unread = () =>
        [...new Set([...this.#texts.keys(), ...differing(this.#s.files, sent)])].filter(
          (p) => !texts.has(p) && !missing.has(p),
        );
      for (let ask = unread(); ask.length > 0; ask = unread())
        await Promise.all(
          ask.map((p) =>
            this.#server.text(base, p).then(
              (text) => texts.set(p, text),
              (e) => {
                if (asApiError(e).status !== 404) throw e;
                missing.add(p); // a file that the new base does not have
              },
            ),
          ),
        );
      const now = this.#s.files;
      const next: Record<string, string | null> = { ...files };
      for (const path of differing(now, sent)) {
        const text = around(
          sent[path] ?? this.#texts.get(path),
          path in now ? now[path] : this.#texts.get(path),
          next[path] ?? texts.get(path),
        );
        if (text === undefined) delete next[path];
        else next[path] = text;
      }
      this.#texts = texts;
      // It is there with its texts; that the server does not answer is said beside it.
      await this.#begin(base, this.#differing(next)).catch((failed) => this.#set({ failed }));
    });
  }

  async #begin(base: string, files: Files): Promise<void> {
    this.#set({ base, files, last: undefined, all: undefined });
    this.#baseDigest = "";
    await this.#ask([], {});
    this.#baseDigest = this.#s.digest;
    this.#set({ last: undefined, all: undefined });
    if (Object.keys(this.#s.files).length > 0) await this.#ask([]);
  }

  async #ask(operations: readonly Operation[], files = this.#s.files): Promise<Look> {
    const sent = this.#s.files;
    const { [layoutFile]: _, ...described } = files;
    const answer = await this.#server.look({
      base: this.#s.base,
      files: described,
      operations,
      since: this.#s.digest,
      against: this.#baseDigest,
    });
    if (answer.wrong.length > 0)
      throw new Refused(answer.wrong.map((w) => `${w.message}${w.hint && ` (${w.hint})`}`).join("; "));
    this.#take(sent, answer);
    return answer;
  }

  /** take brings an answer in, around what was typed since the question. */
  #take(sent: Files, answer: Look) {
    const files: Record<string, string | null> = { ...this.#s.files };
    for (const [path, text] of Object.entries(answer.files)) {
      const now = files[path];
      files[path] = now === sent[path] ? text : (around(sent[path] ?? this.#texts.get(path), now, text) ?? text);
    }
    this.#learn(Object.keys(answer.files));
    const old = this.#s.view;
    // Graph and levels are left out while the text has errors.
    const view = answer.view ? ({ ...old, ...answer.view } as View) : old && patched(old, answer.patches ?? []);
    this.#set({
      files: this.#differing(files),
      view,
      digest: answer.digest,
      last: answer.changes ?? (answer.digest === this.#s.digest ? undefined : this.#s.last),
      all: answer.against,
      failed: undefined,
    });
  }

  /** learn reads files of the base that an operation changed, to know when they are as in the base again. */
  #learn(paths: readonly string[]) {
    const { base } = this.#s;
    for (const path of paths) {
      if (this.#texts.has(path)) continue;
      this.#server.text(base, path).then(
        (text) => {
          if (base !== this.#s.base) return;
          this.#texts.set(path, text);
          this.#set({ files: this.#differing(this.#s.files) });
        },
        () => undefined, // a file that the base does not have
      );
    }
  }

  /** differing leaves out files that are as in the base again. */
  #differing(files: Files): Files {
    return Object.fromEntries(
      Object.entries(files).filter(([p, text]) => text === null || this.#texts.get(p) !== text),
    );
  }

  /** run carries out operations and gives what undoes them; it throws Refused. */
  run(ops: readonly Operation[]): Promise<readonly Operation[]> {
    return this.#enqueue(async () => (await this.#ask(ops)).inverse as readonly Operation[]);
  }

  /** write changes a file: text that was typed, a new file, or null for one that is deleted. */
  write(path: string, text: string | null): void {
    this.#set({ files: this.#differing({ ...this.#s.files, [path]: text }) });
    if (path !== layoutFile) this.look();
  }

  /** drop takes back what was changed in a file. */
  drop(...paths: string[]): void {
    this.#set({ files: Object.fromEntries(Object.entries(this.#s.files).filter(([p]) => !paths.includes(p))) });
    this.look();
  }

  /** look asks what the server says of the text as it is now. */
  look(): void {
    if (this.#looks) return;
    this.#looks = true;
    this.#enqueue(async () => {
      this.#looks = false;
      await this.#ask([]);
    }).catch((failed) => this.#set({ failed }));
  }

  /** settled resolves when nothing is on its way any more. */
  async settled(): Promise<void> {
    for (let tail: unknown; tail !== this.#tail; ) {
      tail = this.#tail;
      await tail;
    }
  }

  /** text gives a file as it is on the screen. */
  async text(path: string): Promise<string> {
    for (;;) {
      const known = this.known(path);
      if (known !== undefined) return known;
      const { base } = this.#s;
      const text = await this.#server.text(base, path);
      if (base !== this.#s.base) continue; // it went to another base meanwhile
      this.#texts.set(path, text);
      this.#set({}); // that it is known now
    }
  }

  /** known is the text of a file if it was read. */
  known(path: string): string | undefined {
    return this.#s.files[path] ?? this.#texts.get(path);
  }
}
