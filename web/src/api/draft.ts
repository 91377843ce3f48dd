// What a person has changed and not saved is kept on the server as their draft. Each change of it says which draft it was made from, so that
// one window does not overwrite what the same person did in another.
import { type Answered, api, ifMatch, need, needTagged } from "./client";
import { ApiError } from "./problem";

type Operations = Record<string, unknown>[];
type Files = Record<string, string | null>;

/** Draft is one's draft with the tag that a change of it names. */
export type Draft = Answered<"/api/v1/projects/{project}/draft", "get"> & { tag: string };

/** readDraft gives nothing where there is no draft, or none may be kept. */
export async function readDraft(project: string): Promise<Draft | undefined> {
  const params = { path: { project } };
  try {
    const { data, etag } = await needTagged(api.GET("/api/v1/projects/{project}/draft", { params }));
    return { ...data, tag: etag ?? "" };
  } catch (e) {
    if (e instanceof ApiError && e.status === 404) return undefined;
    throw e;
  }
}

/** keepDraft keeps files, or forgets the draft where nothing is changed, in the place of the draft that was seen; it gives the new tag. */
export async function keepDraft(
  project: string,
  base: string,
  files: Files,
  seen: string | null,
): Promise<string | null> {
  const path = { project };
  if (Object.keys(files).length > 0) {
    const header = seen === null ? ({ "If-None-Match": "*" } as const) : ifMatch(seen);
    const params = { path, header };
    return (await needTagged(api.PUT("/api/v1/projects/{project}/draft", { params, body: { base, files } }))).etag;
  }
  if (seen !== null)
    await need(api.DELETE("/api/v1/projects/{project}/draft", { params: { path, header: ifMatch(seen) } }));
  return null;
}

/** propose makes operations on top of the person's draft, or of the newest revision, and keeps the result as the draft. */
export async function propose(project: string, head: string, operations: Operations): Promise<void> {
  const draft = await readDraft(project);
  const base = draft?.base ?? head;
  const files = draft?.files ?? {};
  const seen = await need(
    api.POST("/api/v1/projects/{project}/look", {
      params: { path: { project } },
      body: { base, files, operations: operations as never },
    }),
  );
  const wrong = seen.wrong[0];
  if (wrong) throw new ApiError(422, { detail: wrong.message, hint: wrong.hint });
  await keepDraft(project, base, { ...files, ...seen.files }, draft?.tag ?? null);
}
