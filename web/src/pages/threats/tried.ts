// What is tried, as it stands in the address: control=CTL-0001@pump=absent, trust=pump#can-be-updated=low, fact=pump?remote-access=no.
export const sorts = ["control", "trust", "fact"] as const;
export type Sort = (typeof sorts)[number];

/** Try is one change: id as in Lever. */
export interface Try {
  sort: Sort;
  id: string;
  value: string;
}

/** readTries takes them from the address; what is no change is left out, and of two changes of the same thing the last counts. */
export function readTries(search: URLSearchParams): Try[] {
  const by = new Map<string, Try>();
  for (const sort of sorts)
    for (const text of search.getAll(sort)) {
      const at = text.lastIndexOf("=");
      if (at < 1 || at === text.length - 1) continue;
      const x = { sort, id: text.slice(0, at), value: text.slice(at + 1) };
      if (sort === "trust" && !x.id.includes("#")) continue;
      if (sort === "fact" && !x.id.includes("?")) continue;
      by.set(`${sort} ${x.id}`, x);
    }
  return [...by.values()];
}

export function writeTries(search: URLSearchParams, tries: readonly Try[]): URLSearchParams {
  for (const sort of sorts) search.delete(sort);
  for (const x of tries) search.append(x.sort, `${x.id}=${x.value}`);
  return search;
}

/** cut divides an id at the last mark: element and attribute, or element and fact. */
function cut(id: string, mark: string): [string, string] {
  const at = id.lastIndexOf(mark);
  return [id.slice(0, at), id.slice(at + 1)];
}

/** bodyOf is the question for the server. */
export function bodyOf(tries: readonly Try[]) {
  const of = (sort: Sort) => tries.filter((x) => x.sort === sort);
  return {
    controls: of("control").map((x) => ({ control: x.id, state: x.value as "absent" | "planned" | "present" })),
    trust: of("trust").map((x) => {
      const [element, attribute] = cut(x.id, "#");
      return { element, attribute, level: x.value };
    }),
    facts: of("fact").map((x) => {
      const [element, fact] = cut(x.id, "?");
      return { element, fact, value: x.value };
    }),
  };
}

/** operationsOf are the changes of the description that make it so. now gives what a control is at present. */
export function operationsOf(tries: readonly Try[], now: (id: string) => string | undefined) {
  const { controls, trust, facts } = bodyOf(tries);
  const out: Record<string, unknown>[] = [];
  for (const c of controls) {
    const [control, element] = [
      c.control.slice(0, c.control.indexOf("@")),
      c.control.slice(c.control.indexOf("@") + 1),
    ];
    if (c.state !== "absent") out.push({ do: "place", control, on: [element], state: c.state });
    else if (now(c.control) === "present" || now(c.control) === "planned")
      out.push({ do: "release", control, on: [element] });
  }
  for (const x of trust) out.push({ do: "set", id: x.element, path: ["trust", x.attribute], value: x.level });
  for (const x of facts) out.push({ do: "set", id: x.element, path: ["facts", x.fact], value: x.value });
  return out;
}
