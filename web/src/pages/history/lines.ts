// The lines in which two texts differ, with a few around them.
import { hunksBetween } from "../../text/changes";

export interface Line {
  kind: "same" | "added" | "removed" | "skipped";
  text: string;
}

const around = 3; // lines that are shown beside a difference

/** linesBetween gives the lines that differ and those around them; a stretch that is left out is one line "skipped". */
export function linesBetween(a: string, b: string): Line[] {
  const all: Line[] = [];
  const push = (kind: Line["kind"], text: string) => {
    if (text !== "") for (const line of text.replace(/\n$/, "").split("\n")) all.push({ kind, text: line });
  };
  let end = 0;
  for (const { at, removed, added } of hunksBetween(a, b)) {
    push("same", a.slice(end, at));
    push("removed", removed.join(""));
    push("added", added.join(""));
    end = at + removed.join("").length;
  }
  push("same", a.slice(end));
  return folded(all);
}

/** folded leaves out what is far from any difference. */
function folded(all: Line[]): Line[] {
  const near = new Set<number>();
  all.forEach((l, i) => {
    if (l.kind !== "same") for (let k = i - around; k <= i + around; k++) near.add(k);
  });
  const out: Line[] = [];
  all.forEach((l, i) => {
    if (near.has(i)) out.push(l);
    else if (out.at(-1)?.kind !== "skipped") out.push({ kind: "skipped", text: "…" });
  });
  return out;
}
