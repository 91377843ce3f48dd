// For who runs the installation: backups, and the log of what belongs to no organisation.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { ofAccount } from "../../api/queries";
import { localeOf } from "../../i18n";
import { DataTable } from "../../parts/data-table";
import { ErrorNotice } from "../../parts/error-page";
import { Empty } from "../../parts/states";
import { Time } from "../../parts/time";
import { say } from "../../parts/toasts";
import { LogTable } from "./log-table";

const open = new Set(["waiting", "retrying", "running"]);

export function Installation() {
  const { t, i18n } = useTranslation();
  const query = useQuery({
    queryKey: ofAccount("backups"),
    queryFn: () => need(api.GET("/api/v1/backups")),
    refetchInterval: 5000, // this work belongs to no organisation, whose stream would tell of it
  });
  const ask = useMutation({
    mutationFn: () => need(api.POST("/api/v1/backup")),
    onSuccess: () => say(t("admin.backupAsked")),
    onSettled: () => query.refetch(),
  });
  const last = query.data?.jobs[0];
  const megabytes = (bytes: number) =>
    `${(bytes / 1e6).toLocaleString(localeOf(i18n.language), { maximumFractionDigits: 1 })} MB`;
  return (
    <div className="stack">
      <p className="muted">{t("admin.backupSays")}</p>
      <ErrorNotice error={query.error ?? ask.error} />
      <p className="row">
        <button type="button" className="primary" onClick={() => ask.mutate()}>
          {t("admin.backUp")}
        </button>
        <span role="status">
          {last &&
            (open.has(last.state) || last.state === "failed") &&
            `${t(`admin.job.${last.state}`)} ${last.error ?? ""}`}
        </span>
      </p>
      <DataTable
        name="backups"
        caption={t("admin.backups")}
        rows={query.data?.items}
        rowKey={(b) => b.name}
        empty={<Empty title={t("admin.noBackups")} />}
        columns={[
          { id: "name", title: t("admin.file"), head: true, text: (b) => b.name, cell: (b) => <code>{b.name}</code> },
          { id: "size", title: t("admin.size"), number: true, sort: (b) => b.size, cell: (b) => megabytes(b.size) },
          { id: "made", title: t("admin.when"), text: (b) => b.made, cell: (b) => <Time at={b.made} /> },
        ]}
      />
      <p className="muted">{t("admin.installationLogSays")}</p>
      <LogTable
        name="installation-log"
        caption={t("admin.installationLog")}
        queryKey={ofAccount("installation-log")}
        read={(cursor) => need(api.GET("/api/v1/log", { params: { query: { cursor, limit: 200 } } }))}
      />
    </div>
  );
}
