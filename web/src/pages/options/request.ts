// What is asked for, as it stands in the address, so that a link gives the same options.
export interface Asked {
  verdict: "reduce" | "acceptable";
  limits: Record<string, string>;
  roles: string[];
  without: string[];
  /** wishes are controls at elements that the set must contain. */
  wishes: string[];
  oneOff: number;
  yearly: number;
  lower: boolean;
  effort: number;
}

/** efforts are conflicts of the solver after which the search ends: some seconds, a minute, several minutes. */
export const efforts = [200_000, 1_000_000, 5_000_000] as const;

/** roles are those who can apply controls: knowledge.Applier. */
export const roles = ["manufacturer", "integrator", "operator", "patient", "supplier"] as const;

const number = (text: string | null) => {
  const n = Math.floor(Number(text));
  return Number.isFinite(n) && n > 0 ? Math.min(n, 1_000_000_000) : 0;
};

export function readAsked(s: URLSearchParams): Asked {
  const limits: Record<string, string> = {};
  for (const text of s.getAll("limit")) {
    const at = text.lastIndexOf("=");
    if (at > 0) limits[text.slice(0, at)] = text.slice(at + 1);
  }
  return {
    verdict: s.get("verdict") === "acceptable" ? "acceptable" : "reduce",
    limits,
    roles: s.getAll("role"),
    without: s.getAll("without"),
    wishes: s.getAll("with"),
    oneOff: number(s.get("one-off")),
    yearly: number(s.get("yearly")),
    lower: s.get("lower") === "1",
    effort: efforts.find((e) => e === Number(s.get("effort"))) ?? efforts[0],
  };
}

/** writeAsked puts it into the address; asked=1 says that the options are wanted. */
export function writeAsked(q: Asked): URLSearchParams {
  const s = new URLSearchParams({ asked: "1" });
  if (q.verdict !== "reduce") s.set("verdict", q.verdict);
  for (const [harm, level] of Object.entries(q.limits)) if (level) s.append("limit", `${harm}=${level}`);
  for (const r of q.roles) s.append("role", r);
  for (const c of q.without) s.append("without", c);
  for (const c of q.wishes) s.append("with", c);
  if (q.oneOff) s.set("one-off", String(q.oneOff));
  if (q.yearly) s.set("yearly", String(q.yearly));
  if (q.lower) s.set("lower", "1");
  if (q.effort !== efforts[0]) s.set("effort", String(q.effort));
  return s;
}

/** bodyOf is the question for the server. */
export function bodyOf(q: Asked) {
  return {
    verdict: q.verdict,
    limits: q.limits,
    roles: q.roles,
    without: q.without,
    with: q.wishes.map((c) => ({ title: c, "any-of": [[c]] })),
    "one-off": q.oneOff,
    yearly: q.yearly,
    lower: q.lower,
    effort: q.effort,
  };
}
