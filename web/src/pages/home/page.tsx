// One project at a glance: what needs somebody, and where to go.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { usePlace, useProject, useProjectId } from "../../app/place";
import { addressOf, entries } from "../../app/routes";
import { ErrorPage } from "../../parts/error-page";
import { Level } from "../../parts/level";
import { Page } from "../../parts/page";
import { Loading, Notice } from "../../parts/states";
import { Time } from "../../parts/time";
import { Change } from "../portfolio/change";

export default function HomePage() {
  const { t } = useTranslation();
  const project = useProjectId();
  const { organisation } = usePlace();
  const record = useProject();
  const summary = useQuery({
    queryKey: inProject(project, "summary"),
    queryFn: () => need(api.GET("/api/v1/projects/{project}/summary", { params: { path: { project } } })),
  });
  const error = record.error ?? summary.error;
  if (error) return <ErrorPage error={error} />;
  if (!record.data || !summary.data) return <Loading />;
  const s = summary.data.summary;
  return (
    <Page
      title={record.data.name}
      intro={s?.system && s.system !== record.data.name ? s.system : undefined}
      crumbs={[{ label: t("nav.portfolio"), href: `~/o/${organisation}` }]}
      actions={
        <a className="button" href={`/api/v1/projects/${project}/export`} download>
          {t("home.export")}
        </a>
      }
    >
      <div className="stack">
        {!s && <Notice live>{t("home.computing")}</Notice>}
        {s && s.errors > 0 && (
          <Notice tone="bad">
            {t("home.errors", { count: s.errors })} <Link href="/system">{t("home.mend")}</Link>
          </Notice>
        )}
        {s && s.errors === 0 && s.elements === 0 && (
          <Notice>
            {t("home.nothing")} <Link href="/system/guide">{t("home.begin")}</Link>
          </Notice>
        )}
        {s && s.errors === 0 && (
          <dl className="figures card">
            <div>
              <dt>{t("portfolio.risk")}</dt>
              <dd>{s.worst ? <Level value={s.worst} /> : t("portfolio.nothingFound")}</dd>
            </div>
            <div>
              <dt>{t("portfolio.change")}</dt>
              <dd>
                <Change summary={s} />
              </dd>
            </div>
            <div>
              <dt>{t("portfolio.questions")}</dt>
              <dd>
                <Link href="/system/guide">{s.questions}</Link>
              </dd>
            </div>
            <div>
              <dt>{t("portfolio.fallen")}</dt>
              <dd>
                <Link href="/decisions">{s.fallen}</Link>
              </dd>
            </div>
            <div>
              <dt>{t("home.threats")}</dt>
              <dd>
                <Link href="/threats">{s.threats}</Link>
              </dd>
            </div>
            <div>
              <dt>{t("home.elements")}</dt>
              <dd>{s.elements}</dd>
            </div>
            <div>
              <dt>{t("portfolio.changed")}</dt>
              <dd>
                <Time at={record.data.changed} show="ago" />
              </dd>
            </div>
          </dl>
        )}
        <div className="grid">
          {entries("project", record.data.roles ?? []).map((g) => (
            <section className="card" key={g.group}>
              <h2>{t(`nav.group.${g.group}`)}</h2>
              <ul className="plain">
                {g.pages
                  .filter((p) => p.topic !== "home")
                  .map((p) => (
                    <li key={p.topic}>
                      <Link href={addressOf(p)}>{t(`nav.${p.topic}`)}</Link>
                      <p className="muted small">{t(`home.about.${p.topic}`)}</p>
                    </li>
                  ))}
              </ul>
            </section>
          ))}
        </div>
      </div>
    </Page>
  );
}
