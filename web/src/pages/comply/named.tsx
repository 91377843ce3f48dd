// Sentences of criteria name controls and criteria by id. Readers see their names, which lead to what is known of them.
import { Link } from "wouter";
import { usePlace } from "../../app/place";
import type { Criterion } from "./data";

const ids = /((?:CTL|CRI)-\d{4})(?:@[\w./-]*\w)?|([\w./-]*\w)\?[a-z][a-z0-9-]*/g;

/** titlesOf gives the names of criteria, of the controls that serve them, and of controls and facts at elements. */
export function titlesOf(findings: readonly Criterion[]): Map<string, string> {
  const out = new Map<string, string>();
  for (const f of findings) {
    out.set(f.criterion, f.title);
    for (const c of f.controls) out.set(c.id, c.title);
    for (const [at, title] of Object.entries(f.places)) out.set(at, title);
  }
  return out;
}

/** inWords is a sentence with names and ids, for files. */
export const inWords = (text: string, titles: ReadonlyMap<string, string>) =>
  text.replace(ids, (whole, id) => {
    const title = titles.get(whole) ?? titles.get(id);
    return title ? `${title} (${whole})` : whole;
  });

export function Named({ text, titles }: { text: string; titles: ReadonlyMap<string, string> }) {
  const { organisation } = usePlace();
  const out = [];
  let at = 0;
  for (const m of text.matchAll(ids)) {
    const [whole, id = "", element] = m;
    const title = titles.get(whole) ?? titles.get(id);
    if (!title) continue;
    const address = element
      ? `/system?select=${encodeURIComponent(element)}`
      : `~/o/${organisation}/knowledge/${id.startsWith("CTL") ? "control" : "criterion"}/${id}`;
    out.push(
      text.slice(at, m.index),
      <Link key={m.index} href={address} title={whole}>
        {title}
      </Link>,
    );
    at = m.index + whole.length;
  }
  return [...out, text.slice(at)];
}
