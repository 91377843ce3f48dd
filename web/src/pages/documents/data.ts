// What the pages of documents read, and what they keep in the address: the revision and the day on the documents.
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { type Answered, api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProjectId } from "../../app/place";

export type Documents = Answered<"/api/v1/projects/{project}/revisions/{revision}/documents", "get">;
export type Document = Documents["items"][number];
export type Dossier = Answered<"/api/v1/projects/{project}/dossiers", "get">["items"][number];
export type Share = Answered<"/api/v1/projects/{project}/shares", "get">["items"][number];

/** formats that all documents are made in, by the ends of their names. */
export const formats = ["docx", "pdf", "xlsx", "html", "md"] as const;

/** useWhich gives the revision that documents are made of, and the day on them if another than that of the revision is wanted. */
export function useWhich() {
  const [search, setSearch] = useSearchParams();
  const on = search.get("on") ?? "";
  return {
    revision: search.get("revision") || "head",
    on: /^\d{4}-\d{2}-\d{2}$/.test(on) ? on : undefined,
    set: (name: "revision" | "on", value: string) =>
      setSearch(
        (s) => {
          value ? s.set(name, value) : s.delete(name);
          return s;
        },
        { replace: true },
      ),
  };
}

export function useDocuments() {
  const project = useProjectId();
  const { revision, on } = useWhich();
  return useQuery({
    queryKey: inProject(project, "documents", revision, on),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/documents", {
          params: { path: { project, revision }, query: { on } },
        }),
      ),
    placeholderData: (before) => before, // the list stays while another day is computed
  });
}

export function useRevisions() {
  const project = useProjectId();
  return useQuery({
    queryKey: inProject(project, "revisions", "for documents"),
    queryFn: () =>
      need(api.GET("/api/v1/projects/{project}/revisions", { params: { path: { project }, query: { limit: 100 } } })),
  });
}

/** fileAddress is where a document is got from. */
export function fileAddress(project: string, revision: string, name: string, on?: string, download = false): string {
  const query = new URLSearchParams({ ...(on ? { on } : {}), ...(download ? { download: "true" } : {}) });
  const path = `/api/v1/projects/${encodeURIComponent(project)}/revisions/${encodeURIComponent(revision)}/documents/${encodeURIComponent(name)}`;
  return query.size > 0 ? `${path}?${query}` : path;
}

/** useAddress gives addresses within the page that keep the revision and the day. */
export function useAddress(): (params: Record<string, string>) => string {
  const { revision, on } = useWhich();
  return (params) => {
    const s = new URLSearchParams({ ...(revision === "head" ? {} : { revision }), ...(on ? { on } : {}), ...params });
    return s.size > 0 ? `/documents?${s}` : "/documents";
  };
}

/** size says a number of bytes in words. */
export function size(bytes: number, language: string): string {
  const [unit, n] = bytes < 1e6 ? ["kilobyte", bytes / 1e3] : ["megabyte", bytes / 1e6];
  return new Intl.NumberFormat(language, { style: "unit", unit: unit as string, maximumFractionDigits: 1 }).format(
    n as number,
  );
}
