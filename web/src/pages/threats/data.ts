// What the pages of threats read.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type Answered, api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProjectId } from "../../app/place";

export type Threats = Answered<"/api/v1/projects/{project}/revisions/{revision}/threats", "get">;
export type ListedThreat = Threats["items"][number];
export type Threat = Answered<"/api/v1/projects/{project}/revisions/{revision}/threats/{threat}", "get">;

export const causes = ["attack", "misuse", "failure", "side-effect"] as const;
export type Cause = (typeof causes)[number];

/** Filter chooses threats; empty means all. */
export interface Filter {
  query: string;
  element: string;
  category: string;
  cause: string;
  likelihood: string;
  risk: string;
  all: boolean;
}

/** readFilter takes it from the address. */
export function readFilter(s: URLSearchParams): Filter {
  const text = (name: string) => s.get(name) ?? "";
  return {
    query: text("q"),
    element: text("element"),
    category: text("category"),
    cause: text("cause"),
    likelihood: text("likelihood"),
    risk: text("risk"),
    all: s.get("all") === "1",
  };
}

const step = 100;

export function useThreats(f: Filter) {
  const project = useProjectId();
  return useInfiniteQuery({
    queryKey: inProject(project, "threats", f),
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/threats", {
          signal,
          params: {
            path: { project, revision: "head" },
            query: {
              query: f.query || undefined,
              element: f.element || undefined,
              category: f.category || undefined,
              cause: causes.find((c) => c === f.cause),
              likelihood: f.likelihood || undefined,
              risk: f.risk || undefined,
              primary: !f.all,
              cursor: pageParam || undefined,
              limit: step,
            },
          },
        }),
      ),
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  });
}

export function useThreat(threat: string) {
  const project = useProjectId();
  return useQuery({
    queryKey: inProject(project, "threats", "one", threat),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/threats/{threat}", {
          params: { path: { project, revision: "head", threat } },
        }),
      ),
  });
}

export type Lever = Answered<"/api/v1/projects/{project}/revisions/{revision}/what-if", "get">["items"][number];

/** levers finds what a what-if can change, by words; those of the ids come whatever the words are. */
export function levers(project: string, query: string, id: string[], signal?: AbortSignal) {
  return need(
    api.GET("/api/v1/projects/{project}/revisions/{revision}/what-if", {
      signal,
      params: { path: { project, revision: "head" }, query: { query, id } },
    }),
  );
}
