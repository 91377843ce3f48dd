// Links that were made: to what, until when, how often they were opened; and ending them.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProject, useProjectId } from "../../app/place";
import { Confirm } from "../../parts/confirm";
import { type Column, DataTable } from "../../parts/data-table";
import { ErrorNotice } from "../../parts/error-page";
import { usePeople } from "../../parts/people";
import { Empty } from "../../parts/states";
import { Time } from "../../parts/time";
import type { Documents, Share } from "./data";
import { MakeShare } from "./make-share";

/** stateOf tells whether a link still leads somewhere. */
export function stateOf(s: Share, now: Date): "ended" | "expired" | "live" {
  if (s.ended) return "ended";
  return new Date(s.expires) < now ? "expired" : "live";
}

const tones = { live: "good", ended: "", expired: "" } as const;
const signs = { live: "●", ended: "✕", expired: "–" } as const;

export function Shares({ of }: { of: Documents }) {
  const { t } = useTranslation();
  const project = useProjectId();
  const client = useQueryClient();
  const may = useProject().data?.may?.includes("publish") ?? false;
  const { nameOf } = usePeople();
  const [asked, setAsked] = useState<Share | null>(null);
  const key = inProject(project, "shares");
  const list = useQuery({
    queryKey: key,
    queryFn: () => need(api.GET("/api/v1/projects/{project}/shares", { params: { path: { project } } })),
  });
  const end = useMutation({
    mutationFn: (share: string) =>
      need(api.DELETE("/api/v1/projects/{project}/shares/{share}", { params: { path: { project, share } } })),
    onSettled: () => {
      setAsked(null);
      return client.invalidateQueries({ queryKey: key });
    },
  });
  const now = new Date();
  const what = (s: Share) => (s.what === "folder" ? t("documents.folder") : s.what.replace("document:", ""));
  const columns: Column<Share>[] = [
    { id: "title", title: t("documents.shareTitle"), head: true, text: (s) => s.title },
    { id: "what", title: t("documents.what"), text: what },
    {
      id: "state",
      title: t("documents.state"),
      text: (s) => t(`documents.link-${stateOf(s, now)}`),
      cell: (s) => (
        <span className={`badge ${tones[stateOf(s, now)]}`}>
          <span aria-hidden="true">{signs[stateOf(s, now)]}</span> {t(`documents.link-${stateOf(s, now)}`)}
        </span>
      ),
    },
    { id: "expires", title: t("documents.until"), text: (s) => s.expires, cell: (s) => <Time at={s.expires} /> },
    { id: "opened", title: t("documents.opened"), number: true, sort: (s) => s.opened, cell: (s) => s.opened },
    { id: "by", title: t("documents.by"), text: (s) => nameOf(s.by) },
    {
      id: "end",
      title: t("documents.end"),
      cell: (s) =>
        may && stateOf(s, now) === "live" ? (
          <button type="button" onClick={() => setAsked(s)}>
            {t("documents.endLink")}
            <span className="sr-only">: {s.title}</span>
          </button>
        ) : null,
    },
  ];
  return (
    <div className="stack">
      <ErrorNotice error={list.error ?? end.error} />
      <DataTable
        name="links"
        caption={t("documents.view.shares")}
        rows={list.data?.items}
        columns={columns}
        rowKey={(s) => s.id}
        empty={<Empty title={t("documents.noShares")}>{t("documents.noSharesSays")}</Empty>}
      />
      <section className="card no-print">
        <h2>{t("documents.shareFolder")}</h2>
        <MakeShare of={of} />
      </section>
      <Confirm
        open={asked !== null}
        title={t("documents.endLink")}
        action={t("documents.endLink")}
        danger
        busy={end.isPending}
        onCancel={() => setAsked(null)}
        onConfirm={() => asked && end.mutate(asked.id)}
      >
        <p>{t("documents.endSays", { title: asked?.title })}</p>
      </Confirm>
    </div>
  );
}
