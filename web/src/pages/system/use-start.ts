// What the page begins with: a revision, and one's own draft of it.
import { useQuery } from "@tanstack/react-query";
import { type Answered, api, need } from "../../api/client";
import { ApiError } from "../../api/problem";

export type Revision = Answered<"/api/v1/projects/{project}/revisions/{revision}", "get">;
export type Draft = Answered<"/api/v1/projects/{project}/draft", "get">;

export interface Start {
  revision: Revision;
  draft?: Draft;
}

export function readRevision(project: string, revision: string): Promise<Revision> {
  const params = { path: { project, revision } };
  return need(api.GET("/api/v1/projects/{project}/revisions/{revision}", { params }));
}

/** readDraft gives nothing where there is no draft, or none may be kept. */
async function readDraft(project: string): Promise<Draft | undefined> {
  try {
    return await need(api.GET("/api/v1/projects/{project}/draft", { params: { path: { project } } }));
  } catch (e) {
    if (e instanceof ApiError && e.status === 404) return undefined;
    throw e;
  }
}

/**
 * useStart reads the revision asked for, or the newest; with a draft, the one that the draft was made from. It is read once: what
 * others do later is brought in by the person.
 */
export function useStart(project: string, wanted: string | null, edits: boolean) {
  return useQuery<Start>({
    queryKey: ["system page", project, wanted, edits],
    queryFn: async () => {
      if (wanted) return { revision: await readRevision(project, wanted) };
      const draft = edits ? await readDraft(project) : undefined;
      if (!draft || Object.keys(draft.files).length === 0) return { revision: await readRevision(project, "head") };
      return { revision: await readRevision(project, draft.base), draft };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}
