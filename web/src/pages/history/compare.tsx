// What differs between two revisions: first what it did to harms, then to threats and questions, then what was changed, then the text.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";
import { api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProject, useProjectId } from "../../app/place";
import { ErrorNotice } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { Empty, Loading } from "../../parts/states";
import { Consequences } from "./consequences";
import { Meanings } from "./meanings";
import { revisionAddress, useRevision } from "./read";
import { Texts } from "./texts";
import "./history.css";

export function ComparePage() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const from = search.get("from") ?? "";
  const to = search.get("to") || "head";
  const project = useProject().data;
  if (!from) return <Empty title={t("history.chooseTwo")} actions={<Link href="/history">{t("nav.history")}</Link>} />;
  return <Compared from={from} to={to} name={project?.name} />;
}

function Compared({ from, to, name }: { from: string; to: string; name: string | undefined }) {
  const { t } = useTranslation();
  const project = useProjectId();
  const a = useRevision(from);
  const b = useRevision(to);
  const ready = a.data && b.data;
  const query = { from: a.data?.id ?? "", to: b.data?.id ?? "" };
  const meant = useQuery({
    queryKey: inProject(project, "compare", query.from, query.to),
    queryFn: () => need(api.GET("/api/v1/projects/{project}/compare", { params: { path: { project }, query } })),
    enabled: Boolean(ready),
  });
  const assessed = useQuery({
    queryKey: inProject(project, "compare-assessment", query.from, query.to),
    queryFn: () =>
      need(api.GET("/api/v1/projects/{project}/compare/assessment", { params: { path: { project }, query } })),
    enabled: Boolean(ready),
  });
  const failed = a.error ?? b.error;
  const title = ready ? t("history.from", { from: a.data.number, to: b.data.number }) : t("history.whatChanged");
  return (
    <Page
      title={title}
      subject={name}
      focusKey={from + to}
      crumbs={[{ label: t("nav.history"), href: "/history" }]}
      actions={
        ready && (
          <>
            <Link className="button" href={revisionAddress(a.data.id)}>
              {t("history.revision", { number: a.data.number })}
            </Link>
            <Link className="button" href={revisionAddress(b.data.id)}>
              {t("history.revision", { number: b.data.number })}
            </Link>
          </>
        )
      }
    >
      <ErrorNotice error={failed} />
      <div className="stack">
        <section>
          <h2>{t("history.didTo")}</h2>
          {assessed.isPending && !failed && <Loading label={t("history.assessing")} />}
          <ErrorNotice error={assessed.error} retry={() => void assessed.refetch()} />
          {assessed.data && <Consequences difference={assessed.data} />}
        </section>
        <section>
          <h2>{t("history.inWords")}</h2>
          {meant.isPending && !failed && <Loading />}
          <ErrorNotice error={meant.error} retry={() => void meant.refetch()} />
          {meant.data && <Meanings changes={meant.data.items} titles={assessed.data?.titles ?? {}} />}
        </section>
        {ready && <Texts from={a.data} to={b.data} />}
      </div>
    </Page>
  );
}
