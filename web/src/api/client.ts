// The one way to the server. Types come from its OpenAPI document.
//
//   const threats = useQuery({ queryKey: inProject(project, "threats"), queryFn: () => need(api.GET("/api/v1/…", { params })) });
import createClient from "openapi-fetch";
import { isUnattended } from "./attended";
import { ApiError } from "./problem";
import type { paths } from "./schema";

/** api calls the server; its answers go through need or needTagged. */
export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "", fetch: send });

/** signedOut is called when the server says that nobody is signed in. */
let signedOut: () => void = () => {};
export function onSignedOut(f: () => void): void {
  signedOut = f;
}

/**
 * send adds an Idempotency-Key to each POST, and asks once more with the same key if no answer came: whether the first
 * arrived cannot be known, and the server does the same work only once.
 */
async function send(request: Request): Promise<Response> {
  if (isUnattended()) request.headers.set("X-Cordon-Unattended", "1");
  if (request.method !== "POST") return fetch(request);
  if (!request.headers.has("Idempotency-Key")) request.headers.set("Idempotency-Key", newKey());
  const again = request.clone();
  try {
    return await fetch(request);
  } catch (e) {
    if (again.signal.aborted) throw e;
    return fetch(again);
  }
}

/** newKey is 128 random bits in hex. crypto.randomUUID is not there on plain http. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** need gives the answer or throws an ApiError. */
export async function need<T>(call: Promise<Answer<T>>): Promise<T> {
  return (await needTagged(call)).data;
}

/** needTagged gives the answer with its ETag, which ifMatch takes when it is changed. */
export async function needTagged<T>(call: Promise<Answer<T>>): Promise<{ data: T; etag: string | null }> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (e) {
    if (e instanceof DOMException && e.name === "AbortError") throw e;
    throw new ApiError(0, { detail: e instanceof Error ? e.message : String(e) });
  }
  const { data, error, response } = answer;
  if (!response.ok) {
    if (response.status === 401) signedOut();
    throw new ApiError(response.status, typeof error === "object" && error !== null ? { ...error } : { detail: error });
  }
  return { data: data as T, etag: response.headers.get("ETag") };
}

/** ifMatch is the header that refuses a change of what somebody else changed meanwhile. */
export function ifMatch(etag: string): { "If-Match": string } {
  return { "If-Match": etag };
}

type Json<R> = R extends { content: { "application/json": infer T } } ? T : never;
type Responses<P extends keyof paths, M extends string> = M extends keyof paths[P]
  ? paths[P][M] extends { responses: infer R }
    ? R
    : never
  : never;
/** Answered is the body of the good answer to a method on a path: Answered<"/api/v1/session", "get">. */
export type Answered<P extends keyof paths, M extends string> = {
  [S in keyof Responses<P, M>]: S extends 200 | 201 | 202 ? Json<Responses<P, M>[S]> : never;
}[keyof Responses<P, M>];
