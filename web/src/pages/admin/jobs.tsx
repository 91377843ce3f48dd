// Background work: what waits, runs, is done or failed.
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { inOrganisation } from "../../api/queries";
import { useWorking } from "../../app/events";
import { usePlace } from "../../app/place";
import { DataTable } from "../../parts/data-table";
import { ErrorNotice } from "../../parts/error-page";
import { Empty } from "../../parts/states";
import { Time } from "../../parts/time";

const open = new Set(["waiting", "retrying", "running"]);

export function Jobs() {
  const { t } = useTranslation();
  const { organisation = "" } = usePlace();
  const [all, setAll] = useState(true);
  const query = useInfiniteQuery({
    queryKey: inOrganisation(organisation, "jobs", all),
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      need(
        api.GET("/api/v1/organisations/{organisation}/jobs", {
          params: { path: { organisation }, query: { cursor: pageParam, limit: 100, open: !all } },
        }),
      ),
    getNextPageParam: (last) => last.next,
    ...useWorking(), // others ask for work meanwhile
  });
  const cancel = useMutation({
    mutationFn: (job: number) =>
      need(
        api.POST("/api/v1/organisations/{organisation}/jobs/{job}/cancel", { params: { path: { organisation, job } } }),
      ),
    onSettled: () => query.refetch(),
  });
  if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <ErrorNotice error={cancel.error} />
      <DataTable
        name="jobs"
        caption={t("admin.jobs")}
        rows={query.data?.pages.flatMap((p) => p.items)}
        rowKey={(j) => String(j.id)}
        loading={query.isFetchingNextPage}
        onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
        empty={<Empty title={t("admin.noJobs")} />}
        actions={
          <label className="row">
            <input type="checkbox" checked={!all} onChange={(e) => setAll(!e.target.checked)} />
            {t("admin.openOnly")}
          </label>
        }
        columns={[
          { id: "kind", title: t("admin.work"), head: true, text: (j) => t(`admin.kind.${j.kind}`, j.kind) },
          { id: "state", title: t("admin.state"), text: (j) => t(`admin.job.${j.state}`) },
          {
            id: "progress",
            title: t("admin.progress"),
            text: (j) => j.error ?? (j.total > 0 ? t("admin.part", { done: j.done, total: j.total }) : ""),
          },
          { id: "tries", title: t("admin.tries"), number: true, sort: (j) => j.attempt, cell: (j) => j.attempt },
          {
            id: "made",
            title: t("admin.when"),
            text: (j) => j.created,
            cell: (j) => <Time at={j.created} show="ago" />,
          },
          {
            id: "act",
            title: t("admin.cancel"),
            cell: (j) =>
              open.has(j.state) && (
                <button
                  type="button"
                  aria-label={`${t("admin.cancel")}: ${t(`admin.kind.${j.kind}`, j.kind)} ${j.id}`}
                  onClick={() => cancel.mutate(j.id)}
                >
                  {t("admin.cancel")}
                </button>
              ),
          },
        ]}
      />
    </>
  );
}
