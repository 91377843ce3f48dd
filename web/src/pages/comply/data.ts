// What the pages of compliance read, and what they keep in the address: the day, whether drafts count, filters.
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { type Answered, api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProjectId } from "../../app/place";

export type Compliance = Answered<"/api/v1/projects/{project}/revisions/{revision}/compliance", "get">;
export type Clause = Compliance["clauses"][number];
export type Criterion = Compliance["findings"][number];
export type Question = Compliance["questions"][number];

export const statuses = ["met", "partly", "open", "undecidable", "not-applicable"] as const;

/** useParam keeps one word in the address; "" is none. */
export function useParam(name: string): [string, (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const set = (value: string) =>
    setSearch(
      (s) => {
        value ? s.set(name, value) : s.delete(name);
        return s;
      },
      { replace: true },
    );
  return [search.get(name) ?? "", set];
}

/** useAsOf gives what clauses are judged for. */
export function useAsOf() {
  const [search] = useSearchParams();
  const on = search.get("on") ?? "";
  return { on: /^\d{4}-\d{2}-\d{2}$/.test(on) ? on : undefined, drafts: search.get("drafts") === "yes" };
}

export function useCompliance() {
  const project = useProjectId();
  const asOf = useAsOf();
  return useQuery({
    queryKey: inProject(project, "compliance", asOf),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/compliance", {
          params: { path: { project, revision: "head" }, query: asOf },
        }),
      ),
    placeholderData: (before) => before, // the page stays while another day is computed
  });
}

export function useClause(clause: string) {
  const project = useProjectId();
  const asOf = useAsOf();
  return useQuery({
    queryKey: inProject(project, "clause", clause, asOf),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/compliance/clause", {
          params: { path: { project, revision: "head" }, query: { ...asOf, clause } },
        }),
      ),
  });
}

/** useAddress gives addresses within the page that keep the day and whether drafts count. */
export function useAddress(): (params: Record<string, string>) => string {
  const asOf = useAsOf();
  return (params) => {
    const s = new URLSearchParams({
      ...(asOf.on ? { on: asOf.on } : {}),
      ...(asOf.drafts ? { drafts: "yes" } : {}),
      ...params,
    });
    return `/comply?${s}`;
  };
}

/** place is the part of a clause's id that stands in the document. */
export function place(clause: string): string {
  return clause.slice(clause.indexOf("/") + 1);
}

/** chosen tells whether a clause goes through the filters; "" lets all through. */
export function chosen(c: Clause, f: { document: string; role: string; stage: string; status: string }): boolean {
  return (
    (!f.document || c.document === f.document) &&
    (!f.role || c.who.includes(f.role)) &&
    (!f.stage || c.stages.includes(f.stage)) &&
    (!f.status || (f.status === "binding" ? c.verdict !== "does-not" : c.status === f.status))
  );
}

/** count gives the number of clauses by status. */
export function count(clauses: readonly Clause[]): Record<string, number> {
  const out: Record<string, number> = {};
  for (const c of clauses) out[c.status] = (out[c.status] ?? 0) + 1;
  return out;
}
