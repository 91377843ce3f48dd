// Sentences of criteria name controls and criteria by id. Readers see their names, which lead to what is known of them.
import { Link } from "wouter";
import { usePlace } from "../../app/place";
import type { Criterion } from "./data";

const ids = /((?:CTL|CRI)-\d{4})(?:@[\w./-]*\w)?/g; // where a control stands is said beside it

/** titlesOf gives the names of criteria and of the controls that serve them. */
export function titlesOf(findings: readonly Criterion[]): Map<string, string> {
  const out = new Map<string, string>();
  for (const f of findings) {
    out.set(f.criterion, f.title);
    for (const c of f.controls) out.set(c.id, c.title);
  }
  return out;
}

/** inWords is a sentence with names and ids, for files. */
export const inWords = (text: string, titles: ReadonlyMap<string, string>) =>
  text.replace(ids, (whole, id) => (titles.has(id) ? `${titles.get(id)} (${whole})` : whole));

export function Named({ text, titles }: { text: string; titles: ReadonlyMap<string, string> }) {
  const { organisation } = usePlace();
  const out = [];
  let at = 0;
  for (const m of text.matchAll(ids)) {
    const id = m[1] as string;
    const title = titles.get(id);
    if (!title) continue;
    const type = id.startsWith("CTL") ? "control" : "criterion";
    out.push(
      text.slice(at, m.index),
      <Link key={m.index} href={`~/o/${organisation}/knowledge/${type}/${id}`} title={m[0]}>
        {title}
      </Link>,
    );
    at = m.index + m[0].length;
  }
  return [...out, text.slice(at)];
}
