// What the pages of the history read from the server.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type Answered, api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProjectId } from "../../app/place";

export type Revision = NonNullable<Answered<"/api/v1/projects/{project}/revisions", "get">["items"]>[number];
export type Meaning = NonNullable<Answered<"/api/v1/projects/{project}/compare", "get">["items"]>[number];
export type Difference = Answered<"/api/v1/projects/{project}/compare/assessment", "get">;

/** useHistory reads revisions, newest first, a page at a time. */
export function useHistory() {
  const project = useProjectId();
  return useInfiniteQuery({
    queryKey: inProject(project, "history"),
    queryFn: ({ pageParam: cursor }) =>
      need(
        api.GET("/api/v1/projects/{project}/revisions", {
          params: { path: { project }, query: { limit: 100, cursor: cursor || undefined } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

export function useRevision(revision: string) {
  const project = useProjectId();
  return useQuery({
    queryKey: inProject(project, "revision", revision),
    queryFn: () =>
      need(api.GET("/api/v1/projects/{project}/revisions/{revision}", { params: { path: { project, revision } } })),
  });
}

/** readFile gives the text of a file of a revision; "" where there is none. */
export async function readFile(project: string, revision: string, path: string): Promise<string> {
  const r = await fetch(
    `/api/v1/projects/${encodeURIComponent(project)}/revisions/${encodeURIComponent(revision)}/file?path=${encodeURIComponent(path)}`,
  );
  if (r.status === 404) return "";
  if (!r.ok) throw new Error(String(r.status));
  return r.text();
}

/** onlySigned tells whether a revision adds signatures and nothing else to the one before it. */
export function onlySigned(r: Revision, before: Revision | undefined): boolean {
  return before !== undefined && r.content === before.content;
}

export const compareAddress = (from: string, to: string) =>
  `/history/compare?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`;
export const revisionAddress = (id: string) => `/history/${encodeURIComponent(id)}`;
