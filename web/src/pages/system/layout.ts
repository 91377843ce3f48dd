// Where things are drawn, as a file of the project: one line for each, so that two people's moves are merged line by line.
import type { Layout, Point } from "../../canvas/types";

const head =
  "# Where things are drawn on the canvas. The workbench writes this file; it is no part of the description.\n";

/** writeLayout gives the text of the file. */
export function writeLayout(l: Layout): string {
  const lines = (of: Record<string, readonly number[]>) =>
    Object.keys(of)
      .sort()
      .map((id) => `  ${JSON.stringify(id)}: [${of[id]?.map((n) => Math.round(n)).join(", ")}]\n`)
      .join("");
  const part = (name: string, text: string) => (text ? `${name}:\n${text}` : "");
  return (
    head +
    part("at", lines(Object.fromEntries(Object.entries(l.at).map(([id, p]) => [id, [p.x, p.y]])))) +
    part("routes", lines(l.routes)) +
    part(
      "closed",
      [...l.closed]
        .sort()
        .map((id) => `  - ${JSON.stringify(id)}\n`)
        .join(""),
    )
  );
}

/** readLayout reads what writeLayout wrote; lines of any other form are passed over. */
export function readLayout(text: string): Layout {
  const at: Record<string, Point> = {};
  const routes: Record<string, number[]> = {};
  const closed: string[] = [];
  let part = "";
  for (const line of text.split(/\r?\n/)) {
    const name = /^(at|routes|closed):\s*$/.exec(line)?.[1];
    if (name) part = name;
    const entry = /^ {2}("(?:[^"\\]|\\.)*"|[^\s"':]+): \[(-?\d+(?:, -?\d+)*)\]\s*$/.exec(line);
    const item = /^ {2}- ("(?:[^"\\]|\\.)*"|[^\s"':]+)\s*$/.exec(line);
    const id = word(entry?.[1] ?? item?.[1]);
    if (id === undefined || id === "__proto__") continue;
    if (item && part === "closed") closed.push(id);
    if (!entry) continue;
    const numbers = (entry[2] as string).split(", ").map(Number);
    const [x, y] = numbers;
    if (part === "at" && numbers.length === 2 && x !== undefined && y !== undefined) at[id] = { x, y };
    if (part === "routes" && numbers.length % 2 === 0) routes[id] = numbers;
  }
  return { at, routes, closed };
}

function word(text: string | undefined): string | undefined {
  if (!text?.startsWith('"')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // an escape that is none
  }
}
