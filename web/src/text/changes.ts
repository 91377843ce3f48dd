// The smallest change that makes one text of another, line by line, so that cursor, scroll and undo stay where they are.
import { ChangeSet, type ChangeSpec, Text } from "@codemirror/state";

const most = 400; // lines that may differ before a block is taken as one change: the search costs their square

/** changesBetween gives what turns a into b. */
export function changesBetween(a: string, b: string): ChangeSet {
  const specs = hunksBetween(a, b).map((h) => narrow(h.at, h.removed.join(""), h.added.join("")));
  return ChangeSet.of(specs, a.length);
}

/** Hunk is a place in a text, in characters, where whole lines, with their ends, are removed and others added instead. */
export interface Hunk {
  at: number;
  removed: string[];
  added: string[];
}

/** hunksBetween gives where the lines of two texts differ, in order. */
export function hunksBetween(a: string, b: string): Hunk[] {
  if (a === b) return [];
  const [start, endA, endB] = middle(a, b);
  const hunks: Hunk[] = [];
  let at = start;
  for (const { removed, added, kept } of edits(split(a.slice(start, endA)), split(b.slice(start, endB)))) {
    if (removed.join("") !== added.join("")) hunks.push({ at, removed, added });
    at += removed.join("").length + kept;
  }
  return hunks;
}

/** applied gives the text after changes. */
export function applied(changes: ChangeSet, text: string): string {
  return changes.apply(Text.of(text.split("\n"))).toString();
}

/** middle gives where two texts begin and end to differ, at beginnings of lines. */
function middle(a: string, b: string): [number, number, number] {
  let start = 0;
  const shorter = Math.min(a.length, b.length);
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  while (!beginsLine(a, start)) start--;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  while (end > 0 && !(beginsLine(a, a.length - end) && beginsLine(b, b.length - end))) end--;
  return [start, a.length - end, b.length - end];
}

function beginsLine(s: string, at: number): boolean {
  return at === 0 || s[at - 1] === "\n";
}

/** split gives lines with their ends. */
function split(s: string): string[] {
  return s.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** narrow leaves out of a change what both sides begin and end with. */
function narrow(from: number, removed: string, insert: string): ChangeSpec {
  const shorter = Math.min(removed.length, insert.length);
  let head = 0;
  while (head < shorter && removed[head] === insert[head]) head++;
  let tail = 0;
  while (tail < shorter - head && removed[removed.length - 1 - tail] === insert[insert.length - 1 - tail]) tail++;
  return {
    from: from + head,
    to: from + removed.length - tail,
    insert: Text.of(insert.slice(head, insert.length - tail).split("\n")),
  };
}

interface Part {
  removed: string[];
  added: string[];
  /** kept is the length of what follows unchanged. */
  kept: number;
}

/** edits is the shortest list of removed and added lines (Myers, An O(ND) difference algorithm, 1986). */
function edits(a: string[], b: string[]): Part[] {
  const trace: Int32Array[] = [];
  const size = Math.min(a.length + b.length, most);
  const offset = size + 1;
  const v = new Int32Array(2 * size + 3);
  for (let d = 0; d <= size; d++) {
    trace.push(v.slice());
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && get(v, offset + k - 1) < get(v, offset + k + 1));
      let x = down ? get(v, offset + k + 1) : get(v, offset + k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      v[offset + k] = x;
      if (x >= a.length && x - k >= b.length) return walk(a, b, trace, offset);
    }
  }
  return [{ removed: a, added: b, kept: 0 }];
}

const get = (v: Int32Array, i: number): number => v[i] ?? 0;

/** walk goes the way back that the search found, and gathers neighbours. */
function walk(a: string[], b: string[], trace: Int32Array[], offset: number): Part[] {
  const parts: Part[] = [{ removed: [], added: [], kept: 0 }];
  let [x, y] = [a.length, b.length];
  for (let d = trace.length - 1; d >= 0; d--) {
    const v = trace[d] as Int32Array;
    const k = x - y;
    const down = k === -d || (k !== d && get(v, offset + k - 1) < get(v, offset + k + 1));
    const before = get(v, offset + (down ? k + 1 : k - 1));
    const beforeY = before - (down ? k + 1 : k - 1);
    const startX = d === 0 ? 0 : down ? before : before + 1;
    if (x > startX) {
      const kept = a.slice(startX, x).join("").length;
      parts.unshift({ removed: [], added: [], kept });
    }
    if (d === 0) break;
    const part = parts[0] as Part;
    if (down) part.added.unshift(b[beforeY] ?? "");
    else part.removed.unshift(a[before] ?? "");
    [x, y] = [before, beforeY];
  }
  return parts;
}
