// What the pages after release read and what they ask the server to do.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Answered, api, need } from "../../api/client";
import { inOrganisation, inProject } from "../../api/queries";
import { useWorking } from "../../app/events";
import { usePlace, useProject, useProjectId } from "../../app/place";

const path = "/api/v1/projects/{project}/revisions/{revision}/after";
export type Inbox = Answered<typeof path, "get">;
export type Concern = Inbox["items"][number];
export type HarmTurn = Inbox["harms"][number];
export type Turn = Inbox["besides"][number];
export type Detail = Answered<"/api/v1/projects/{project}/revisions/{revision}/after/vulnerability", "get">;
export type Feeds = Answered<"/api/v1/organisations/{organisation}/feeds", "get">;

/** useInbox reads what is known of the newest revision. */
export function useInbox() {
  const project = useProjectId();
  return useQuery({
    queryKey: inProject(project, "after"),
    queryFn: () => need(api.GET(path, { params: { path: { project, revision: "head" } } })),
  });
}

export function useDetail(about: string) {
  const project = useProjectId();
  return useQuery({
    queryKey: inProject(project, "after", about),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/after/vulnerability", {
          params: { path: { project, revision: "head" }, query: { about } },
        }),
      ),
  });
}

/** useFeeds reads where the organisation's advisories come from, again while they are fetched. */
export function useFeeds() {
  const { organisation = "" } = usePlace();
  const working = useWorking();
  return useQuery({
    queryKey: inOrganisation(organisation, "feeds"),
    queryFn: () => need(api.GET("/api/v1/organisations/{organisation}/feeds", { params: { path: { organisation } } })),
    ...working,
    refetchInterval: (q) => fetching(q.state.data) && working.refetchInterval,
  });
}

/** fetching tells whether a job that fetches advisories is not over. */
export function fetching(f: Feeds | undefined): boolean {
  return ["waiting", "running", "retrying"].includes(f?.job?.state ?? "");
}

/** useMay tells whether one may do something in this project. */
export function useMay(action: string): boolean {
  return useProject().data?.may?.includes(action) ?? false;
}

/** useChange does something that changes project or feeds, and reads them again. */
export function useChange<I, O>(act: (input: I) => Promise<O>) {
  const client = useQueryClient();
  const { organisation = "", project = "" } = usePlace();
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: inProject(project) }),
        client.invalidateQueries({ queryKey: inOrganisation(organisation, "feeds") }),
      ]);
    },
  });
}

export type Reporting = Answered<"/api/v1/projects/{project}/revisions/{revision}/clocks", "get">;
export type Happening = Reporting["events"][number];
export type Clock = Happening["clocks"][number];

/** useReporting reads the duties to report, and again each minute: time runs. */
export function useReporting() {
  const project = useProjectId();
  return useQuery({
    queryKey: inProject(project, "clocks"),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/clocks", {
          params: { path: { project, revision: "head" } },
        }),
      ),
    refetchInterval: 60_000,
  });
}
