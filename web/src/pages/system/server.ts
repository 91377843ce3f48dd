// The calls of the page, in its own terms.
import { api, need } from "../../api/client";
import type { Operation } from "../../canvas/operations";
import type { Connection, Fragment, Kind } from "../../canvas/types";
import type { Complete, Explain } from "../../text/helpers";
import type { Asked, Files, Server } from "./desk";
import type { Look } from "./types";

export type Operations = Operation[];

/** serverOf is the server of a desk. */
export function serverOf(project: string): Server {
  const path = { project };
  return {
    look: async (asked: Asked) => {
      const { base, files, operations, since, against } = asked;
      return (await need(
        api.POST("/api/v1/projects/{project}/look", {
          params: { path },
          body: { base, files, operations: operations as never, since, against },
        }),
      )) as Look;
    },
    text: (base, file) =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/file", {
          params: { path: { project, revision: base }, query: { path: file } },
          parseAs: "text",
        }),
      ) as Promise<string>,
  };
}

/** paletteOf finds kinds of elements by words, of one block if one is given. */
export async function paletteOf(organisation: string, query: string, block = ""): Promise<Kind[]> {
  const params = { path: { organisation }, query: { query, block } };
  return (await need(api.GET("/api/v1/organisations/{organisation}/palette", { params }))).items ?? [];
}

const legalKnown = new Map<string, Promise<Connection[]>>();
const atOnce = 50; // kinds in one question

/** legalOf says how a kind may be joined to others. What was asked once is known. */
export async function legalOf(organisation: string, from: string, to: readonly string[]) {
  const key = (kind: string) => `${organisation} ${from} ${kind}`;
  const ask = to.filter((k) => !legalKnown.has(key(k)));
  for (let i = 0; i < ask.length; i += atOnce) {
    const some = ask.slice(i, i + atOnce);
    const found = need(
      api.GET("/api/v1/organisations/{organisation}/legal", {
        params: { path: { organisation }, query: { from, to: some } },
        querySerializer: { array: { style: "form", explode: false } },
      }),
    );
    for (const k of some) {
      const one = found.then((a) => (a.items.find((x) => x.to === k)?.connections ?? []) as Connection[]);
      one.catch(() => legalKnown.delete(key(k)));
      legalKnown.set(key(k), one);
    }
  }
  const out: Record<string, Connection[]> = {};
  for (const k of to) {
    const all = (await legalKnown.get(key(k))) ?? [];
    if (all.length > 0) out[k] = all;
  }
  return out;
}

export async function fragmentsOf(project: string, base: string, files: Files, ids: readonly string[]) {
  const body = { base, files, ids: [...ids] };
  const { items } = await need(
    api.POST("/api/v1/projects/{project}/fragments", { params: { path: { project } }, body }),
  );
  return items as Fragment[];
}

/** completeWith proposes words at a place of a text; since names the view on the screen. */
export const completeWith =
  (organisation: string, since: () => string): Complete =>
  async (text, at, signal) => {
    const body = { text, ...at, since: since() };
    const params = { path: { organisation } };
    const found = await need(api.POST("/api/v1/organisations/{organisation}/complete", { params, body, signal }));
    return {
      from: found.from,
      items: found.items.map((i) => ({ label: i.label, detail: i.detail, insert: i.insert })),
    };
  };

/** explainWith says what the word at a place means. */
export const explainWith =
  (organisation: string, since: () => string): Explain =>
  async (text, at, signal) => {
    const body = { text, ...at, since: since() };
    const params = { path: { organisation } };
    const help = await need(api.POST("/api/v1/organisations/{organisation}/explain", { params, body, signal }));
    return help ? `${help.title}: ${help.says}` : null;
  };
