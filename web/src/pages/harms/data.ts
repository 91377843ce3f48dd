// What the pages of harms read.
import { useQuery } from "@tanstack/react-query";
import { type Answered, api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProjectId } from "../../app/place";

export type Harms = Answered<"/api/v1/projects/{project}/revisions/{revision}/harms", "get">;
export type Risk = Harms["risks"][number];
export type Benefit = Harms["benefits"][number];

/** states are those that a harm is judged in, from the worst to the best. */
export const states = ["planned", "today", "without-controls"] as const;
export type State = (typeof states)[number];

export function useHarms() {
  const project = useProjectId();
  return useQuery({
    queryKey: inProject(project, "harms"),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/harms", {
          params: { path: { project, revision: "head" } },
        }),
      ),
  });
}

export function useHarm(harm: string) {
  const project = useProjectId();
  return useQuery({
    queryKey: inProject(project, "harms", harm),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/harms/{harm}", {
          params: { path: { project, revision: "head", harm } },
        }),
      ),
  });
}
