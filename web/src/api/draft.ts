// Changes that a page proposes become part of what a person has changed and not saved: the system page shows them, and saves.
import { api, need } from "./client";
import { ApiError } from "./problem";

type Operations = Record<string, unknown>[];

/** propose makes operations on top of the person's draft, or of the newest revision, and keeps the result as the draft. */
export async function propose(project: string, head: string, operations: Operations): Promise<void> {
  const params = { path: { project } };
  const draft = await need(api.GET("/api/v1/projects/{project}/draft", { params })).catch((e) => {
    if (e instanceof ApiError && e.status === 404) return { base: head, files: {} };
    throw e;
  });
  const seen = await need(
    api.POST("/api/v1/projects/{project}/look", {
      params,
      body: { base: draft.base, files: draft.files, operations: operations as never },
    }),
  );
  const wrong = seen.wrong[0];
  if (wrong) throw new ApiError(422, { detail: wrong.message, hint: wrong.hint });
  await need(
    api.PUT("/api/v1/projects/{project}/draft", {
      params,
      body: { base: draft.base, files: { ...draft.files, ...seen.files } },
    }),
  );
}
