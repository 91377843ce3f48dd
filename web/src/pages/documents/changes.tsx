// What differs between this document and that of another revision, as text.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProjectId } from "../../app/place";
import { Diff } from "../../parts/diff";
import { ErrorNotice } from "../../parts/error-page";
import { Empty, Loading } from "../../parts/states";
import { type Documents, useRevisions, useWhich } from "./data";

export function Changes({ kind, of }: { kind: string; of: Documents }) {
  const { t } = useTranslation();
  const project = useProjectId();
  const { on } = useWhich();
  const [search, setSearch] = useSearchParams();
  const others = (useRevisions().data?.items ?? []).filter((r) => r.id !== of.revision);
  const from = search.get("from") ?? others.find((r) => r.number < of.number)?.id ?? others[0]?.id ?? "";
  const query = useQuery({
    queryKey: inProject(project, "document-changes", kind, from, of.revision, on),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/documents/{kind}/changes", {
          params: { path: { project, kind }, query: { from, to: of.revision, on } },
        }),
      ),
    enabled: from !== "",
  });
  if (others.length === 0) return <Empty title={t("documents.oneRevision")} />;
  return (
    <div className="stack">
      <label>
        {t("documents.since")}{" "}
        <select
          value={from}
          onChange={(e) =>
            setSearch(
              (s) => {
                s.set("from", e.target.value);
                return s;
              },
              { replace: true },
            )
          }
        >
          {others.map((r) => (
            <option key={r.id} value={r.id}>
              {r.number} · {r.message.slice(0, 80)}
            </option>
          ))}
        </select>
      </label>
      <ErrorNotice error={query.error} retry={() => void query.refetch()} />
      {query.isPending && <Loading label={t("documents.making")} />}
      {query.data && (
        <Diff
          label={t("documents.part.changes")}
          changes={query.data.items.map((c) => ({
            change: c.before && c.after ? "changed" : c.after ? "added" : "removed",
            what: c.section,
            before: c.before,
            after: c.after,
          }))}
        />
      )}
    </div>
  );
}
