// What the pages of knowledge read.
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type Answered, api, need } from "../../api/client";
import { inOrganisation } from "../../api/queries";
import { usePlace } from "../../app/place";

export type Entries = Answered<"/api/v1/organisations/{organisation}/knowledge", "get">;
export type Known = Entries["items"][number];
export type EntryType = Entries["types"][number];
export type FullEntry = Answered<"/api/v1/organisations/{organisation}/knowledge/entry", "get">;
export type Pack = Answered<"/api/v1/organisations/{organisation}/packs", "get">["items"][number];
export type PackCheck = Answered<"/api/v1/projects/{project}/lint-pack", "post">;

/** Wanted narrows the list; empty words want all. */
export interface Wanted {
  type: string;
  query: string;
  pack: string;
  status: string;
}

/** addressOf is where an entry is shown. */
export const addressOf = (e: { type: string; id: string }) =>
  `/knowledge/${encodeURIComponent(e.type)}/${encodeURIComponent(e.id)}`;

/** useOrganisationId is for pages of an organisation: it gives the id, which is always there on these. */
export function useOrganisationId(): string {
  const { organisation } = usePlace();
  if (!organisation) throw new Error("a page of an organisation is shown outside of any");
  return organisation;
}

const statuses = ["draft", "reviewed", "withdrawn"] as const;

export function useEntries(w: Wanted) {
  const organisation = useOrganisationId();
  return useInfiniteQuery({
    queryKey: inOrganisation(organisation, "knowledge", w),
    initialPageParam: "",
    queryFn: ({ pageParam: cursor }) =>
      need(
        api.GET("/api/v1/organisations/{organisation}/knowledge", {
          params: {
            path: { organisation },
            query: {
              cursor,
              limit: 50,
              type: w.type || undefined,
              query: w.query || undefined,
              pack: w.pack || undefined,
              status: statuses.find((s) => s === w.status),
            },
          },
        }),
      ),
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

export function useEntry(type: string, id: string) {
  const organisation = useOrganisationId();
  return useQuery({
    queryKey: inOrganisation(organisation, "knowledge", "entry", type, id),
    queryFn: () =>
      need(
        api.GET("/api/v1/organisations/{organisation}/knowledge/entry", {
          params: { path: { organisation }, query: { type, id } },
        }),
      ),
  });
}

export function usePacks() {
  const organisation = useOrganisationId();
  return useQuery({
    queryKey: inOrganisation(organisation, "packs"),
    queryFn: () => need(api.GET("/api/v1/organisations/{organisation}/packs", { params: { path: { organisation } } })),
  });
}

/** usePackName names the pack of an entry. */
export function usePackName(): (pack: string | undefined) => string | undefined {
  const { data } = usePacks();
  return (pack) => (pack ? (data?.items.find((p) => p.project === pack)?.name ?? pack) : undefined);
}
