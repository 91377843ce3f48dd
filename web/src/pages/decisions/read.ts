// What the pages of decisions read from the server.
import { useQuery } from "@tanstack/react-query";
import { type Answered, api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProjectId } from "../../app/place";

export type Decisions = Answered<"/api/v1/projects/{project}/revisions/{revision}/decisions", "get">;
export type Decision = Answered<"/api/v1/projects/{project}/revisions/{revision}/decisions/{decision}", "get">;
export type Review = Decisions["items"][number];
export type Wanted = Decisions["wanted"][number];

export function useDecisions() {
  const project = useProjectId();
  return useQuery({
    queryKey: inProject(project, "decisions"),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/decisions", {
          params: { path: { project, revision: "head" } },
        }),
      ),
  });
}

export function useDecision(decision: string) {
  const project = useProjectId();
  return useQuery({
    queryKey: inProject(project, "decision", decision),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/decisions/{decision}", {
          params: { path: { project, revision: "head", decision } },
        }),
      ),
  });
}

/** useDecidable gives what has an id that can be decided on, once it is known. */
export function useDecidable(about: string): Wanted | undefined {
  const project = useProjectId();
  const query = useQuery({
    queryKey: inProject(project, "decidable", about),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/decidable", {
          params: { path: { project, revision: "head" }, query: { q: about, limit: 100 } },
        }),
      ),
    enabled: about !== "",
  });
  return query.data?.items.find((w) => w.about === about);
}

/** Sort is what a decision is about: decisions.subjectOf. */
export type Sort = "overall" | "harm" | "threat" | "control" | "clause" | "vulnerability";

export function sortOf(about: string): Sort {
  if (about === "overall") return "overall";
  if (/^T-[A-Z2-7]{12}$/.test(about)) return "threat";
  if (/^CTL-\d{4}@/.test(about)) return "control";
  if (/^[a-z0-9-]+:[a-z0-9-]+\/\S+$/.test(about)) return "clause";
  if (about.includes("@")) return "vulnerability";
  return "harm";
}

/** choicesOf are the choices that can be made about a sort of thing. */
export function choicesOf(sort: Sort): string[] {
  if (sort === "clause") return ["met", "partly", "not-applicable"];
  if (sort === "vulnerability") return ["affected", "not-affected", "fixed", "under-investigation"];
  return ["treat", "accept", "avoid", "transfer", "not-applicable"];
}

/** pageOf is where more is said of what a decision is about. */
export function pageOf(about: string): string | undefined {
  const id = encodeURIComponent(about);
  switch (sortOf(about)) {
    case "harm":
      return `/harms/${id}`;
    case "threat":
      return `/threats/${id}`;
    case "control":
      return `/system?select=${encodeURIComponent(about.slice(about.indexOf("@") + 1))}`;
    case "clause":
      return `/comply?clause=${id}`;
    case "vulnerability":
      return `/after-market?about=${id}`;
  }
}

/** mayDecide tells whether one may decide on something: study.NeedsOf. */
export function mayDecide(may: readonly string[], about: string): boolean {
  return may.includes(sortOf(about) === "vulnerability" ? "triage" : "edit");
}

/** addressOf is the page of a decision. */
export const addressOf = (id: string) => `/decisions/d/${encodeURIComponent(id)}`;
/** newAddress is where one decides on something: on a vulnerability on its page, where it says what it does. */
export const newAddress = (about: string) =>
  (sortOf(about) === "vulnerability" && pageOf(about)) || `/decisions/new?about=${encodeURIComponent(about)}`;
