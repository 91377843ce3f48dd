// All documents of a revision as one zip: a job makes it, and it can be fetched for a while.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useWorking } from "../../app/events";
import { useProjectId } from "../../app/place";
import { localeOf } from "../../i18n";
import { ErrorNotice } from "../../parts/error-page";
import { Field, Form } from "../../parts/form";
import { Progress } from "../../parts/progress";
import { Empty, Loading } from "../../parts/states";
import { Time } from "../../parts/time";
import { type Documents, type Dossier, formats, size, useWhich } from "./data";

const over = ["done", "failed", "cancelled"];

export function Dossiers({ of }: { of: Documents }) {
  const { t } = useTranslation();
  const project = useProjectId();
  const client = useQueryClient();
  const { on } = useWhich();
  const [chosen, setChosen] = useState<string[]>(["pdf", "docx"]);
  const key = inProject(project, "dossiers");
  const working = useWorking();
  const list = useQuery({
    queryKey: key,
    queryFn: () => need(api.GET("/api/v1/projects/{project}/dossiers", { params: { path: { project } } })),
    ...working,
    refetchInterval: (q) => q.state.data?.items.some((d) => !over.includes(d.state)) && working.refetchInterval,
  });
  const drop = useMutation({
    mutationFn: (dossier: string) =>
      need(api.DELETE("/api/v1/projects/{project}/dossiers/{dossier}", { params: { path: { project, dossier } } })),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });

  async function make() {
    await need(
      api.POST("/api/v1/projects/{project}/dossiers", {
        params: { path: { project } },
        body: { revision: of.revision, on, formats: chosen },
      }),
    );
    await client.invalidateQueries({ queryKey: key });
  }

  return (
    <div className="stack">
      <section className="card no-print">
        <h2>{t("documents.makeAll", { number: of.number })}</h2>
        <p className="muted">{t("documents.makeAllSays", { count: of.items.length })}</p>
        <Form submit={t("documents.make")} onSubmit={make}>
          <fieldset className="row">
            <legend>{t("documents.formats")}</legend>
            {formats.map((f) => (
              <Field key={f} label={f.toUpperCase()} check>
                <input
                  type="checkbox"
                  checked={chosen.includes(f)}
                  onChange={(e) => setChosen(e.target.checked ? [...chosen, f] : chosen.filter((x) => x !== f))}
                />
              </Field>
            ))}
          </fieldset>
        </Form>
      </section>
      <ErrorNotice error={list.error ?? drop.error} />
      {list.isPending && <Loading />}
      {list.data?.items.length === 0 && <Empty title={t("documents.noDossiers")} />}
      {list.data?.items.map((d) => (
        <One key={d.id} dossier={d} drop={() => drop.mutate(d.id)} />
      ))}
    </div>
  );
}

function One({ dossier: d, drop }: { dossier: Dossier; drop: () => void }) {
  const { t, i18n } = useTranslation();
  const project = useProjectId();
  const label = t("documents.dossier", { number: d.number, day: d.day, formats: d.formats.join(", ").toUpperCase() });
  if (d.state !== "done")
    return (
      <section className="card">
        <Progress
          label={label}
          state={d.state === "retrying" ? "waiting" : d.state}
          part={d.total > 0 ? d.done / d.total : undefined}
          detail={d.error || (d.total > 0 ? t("documents.written", { done: d.done, total: d.total }) : undefined)}
          onCancel={drop}
        />
      </section>
    );
  return (
    <section className="card row">
      <a
        className="button primary"
        href={`/api/v1/projects/${encodeURIComponent(project)}/dossiers/${encodeURIComponent(d.id)}`}
        download={`documents-${d.number}-${d.day}.zip`}
      >
        {t("documents.fetch", { size: size(d.bytes ?? 0, localeOf(i18n.language)) })}
      </a>
      <span className="grow">
        {label}; {t("documents.files", { count: d.files ?? 0 })}
      </span>
      <span className="muted small">
        {t("documents.until")} <Time at={d.expires} />
      </span>
      <button type="button" onClick={drop}>
        {t("documents.drop")}
      </button>
    </section>
  );
}
