// One revision: its files, its signatures, what was said of it, and the way back to it.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { api, need } from "../../api/client";
import { ApiError } from "../../api/problem";
import { inProject } from "../../api/queries";
import { useProject, useProjectId } from "../../app/place";
import { Dialog } from "../../parts/dialog";
import { ErrorPage } from "../../parts/error-page";
import { Field, Form } from "../../parts/form";
import { Page } from "../../parts/page";
import { usePeople } from "../../parts/people";
import { Signing } from "../../parts/signing";
import { Loading, Notice } from "../../parts/states";
import { Thread } from "../../parts/thread";
import { Time } from "../../parts/time";
import { say } from "../../parts/toasts";
import { compareAddress, revisionAddress, useRevision } from "./read";
import "./history.css";

export function RevisionPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useRevision(id);
  const project = useProject().data;
  const { nameOf } = usePeople();
  const [restoring, setRestoring] = useState(false);
  if (query.error) return <ErrorPage error={query.error} retry={() => void query.refetch()} />;
  const r = query.data;
  if (!r || !project) return <Loading />;
  const newest = r.id === project.head;
  const export_ = `/api/v1/projects/${project.id}/export?revision=${encodeURIComponent(r.id)}`;
  return (
    <Page
      title={t("history.revision", { number: r.number })}
      subject={project.name}
      focusKey={id}
      crumbs={[{ label: t("nav.history"), href: "/history" }]}
      actions={
        <>
          <Link className="button" href={`/system?revision=${encodeURIComponent(r.id)}`}>
            {t("history.look")}
          </Link>
          {r.parent && (
            <Link className="button" href={compareAddress(r.parent, r.id)}>
              {t("history.whatChanged")}
            </Link>
          )}
          {!newest && (
            <Link className="button" href={compareAddress(r.id, project.head)}>
              {t("history.since")}
            </Link>
          )}
          {!newest && project.may?.includes("edit") && (
            <button type="button" onClick={() => setRestoring(true)}>
              {t("history.restore")}
            </button>
          )}
        </>
      }
    >
      <div className="stack">
        <p className="words">{r.message || t("history.noMessage")}</p>
        <p className="muted">
          {nameOf(r.author)} · <Time at={r.at} />
          {r.merged && ` · ${t("history.mergedSays")}`}
        </p>
        {newest && <Notice tone="good">{t("history.newest")}</Notice>}
        <Signing about={`revision:${r.id}`} />
        <Thread about={`revision:${r.id}`} />
        <details className="card">
          <summary>{t("history.files", { count: r.files?.length ?? 0 })}</summary>
          <p>
            <a href={export_} download>
              {t("history.export")}
            </a>
          </p>
          <ul>
            {r.files?.map((f) => (
              <li key={f.path}>
                <a
                  href={`/api/v1/projects/${project.id}/revisions/${r.id}/file?path=${encodeURIComponent(f.path)}`}
                  download={f.path.split("/").pop()}
                >
                  {f.path}
                </a>{" "}
                <span className="muted small">{t("history.bytes", { count: f.size })}</span>
              </li>
            ))}
          </ul>
          <p className="small muted digest">SHA-256 {r.digest}</p>
        </details>
        {restoring && <Restore id={r.id} number={r.number} onClose={() => setRestoring(false)} />}
      </div>
    </Page>
  );
}

function Restore({ id, number, onClose }: { id: string; number: number; onClose: () => void }) {
  const { t } = useTranslation();
  const project = useProjectId();
  const client = useQueryClient();
  const [, go] = useLocation();
  const [message, setMessage] = useState("");
  async function restore() {
    const path = { project, revision: id };
    const made = await need(
      api.POST("/api/v1/projects/{project}/revisions/{revision}/restore", { params: { path }, body: { message } }),
    );
    if (!made.revision) throw new ApiError(409, { detail: t("history.conflict") });
    say(t("history.restored", { number }));
    await client.invalidateQueries({ queryKey: inProject(project) });
    go(revisionAddress(made.revision.id));
  }
  return (
    <Dialog title={t("history.restoreTitle", { number })} open onClose={onClose}>
      <p>{t("history.restoreSays")}</p>
      <Form submit={t("history.restore")} onSubmit={restore}>
        <Field label={t("history.message")} path="message">
          <textarea required maxLength={4000} value={message} onChange={(e) => setMessage(e.target.value)} />
        </Field>
      </Form>
    </Dialog>
  );
}
