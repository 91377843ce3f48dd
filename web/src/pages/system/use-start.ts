// What the page begins with: a revision, and one's own draft of it.
import { useQuery } from "@tanstack/react-query";
import { type Answered, api, need } from "../../api/client";
import { type Draft, readDraft } from "../../api/draft";

export type Revision = Answered<"/api/v1/projects/{project}/revisions/{revision}", "get">;

export interface Start {
  revision: Revision;
  draft?: Draft;
}

export function readRevision(project: string, revision: string): Promise<Revision> {
  const params = { path: { project, revision } };
  return need(api.GET("/api/v1/projects/{project}/revisions/{revision}", { params }));
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
