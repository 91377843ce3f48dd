// Places in a text. The server counts lines and characters (code points) from 1; the editor counts UTF-16 units from 0.
import type { Text } from "@codemirror/state";

export interface Position {
  line: number;
  column: number;
}

/** offsetOf gives the editor's place; one outside the text gives the nearest inside. */
export function offsetOf(doc: Text, p: Position): number {
  const line = doc.line(Math.min(Math.max(1, p.line), doc.lines));
  let at = 0;
  let column = 1;
  for (const c of line.text) {
    if (column >= p.column) break;
    at += c.length;
    column++;
  }
  return line.from + at;
}

/** positionOf gives the server's place. */
export function positionOf(doc: Text, offset: number): Position {
  const at = Math.min(Math.max(0, offset), doc.length);
  const line = doc.lineAt(at);
  return { line: line.number, column: [...line.text.slice(0, at - line.from)].length + 1 };
}

/** Finding is a diagnostic of the server (live.Diagnostic) for one file. */
export interface Finding {
  line?: number;
  column?: number;
  "end-column"?: number;
  code: string;
  severity: string;
  message: string;
  hint?: string;
}

/** rangeOf gives what to underline: the words named, else the whole line without its indentation. */
export function rangeOf(doc: Text, f: Finding): { from: number; to: number } {
  const line = doc.line(Math.min(Math.max(1, f.line ?? 1), doc.lines));
  const indent = line.text.length - line.text.trimStart().length;
  if (!f.line || !f.column) return { from: line.from + indent, to: line.to };
  const from = offsetOf(doc, { line: f.line, column: f.column });
  const end = f["end-column"];
  const to = end && end > f.column ? offsetOf(doc, { line: f.line, column: end }) : line.to;
  return { from, to: Math.max(from, to) };
}
