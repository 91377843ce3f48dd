// One clause: what it asks, of whom, why it binds, what shows it, what people said, and what other documents ask alike.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useProject } from "../../app/place";
import { ErrorPage } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { Loading, Notice } from "../../parts/states";
import { Thread } from "../../parts/thread";
import { Verdict } from "../../parts/verdict";
import { place, useAddress, useClause } from "./data";
import { Finding } from "./finding";
import { Named, titlesOf } from "./named";

export function One({ clause }: { clause: string }) {
  const { t } = useTranslation();
  const project = useProject();
  const address = useAddress();
  const { data: c, error, refetch } = useClause(clause);
  if (error) return <ErrorPage error={error} retry={() => void refetch()} />;
  if (!c) return <Loading label={t("comply.judging")} />;
  const words = (list: string[], of: "who" | "stage") => list.map((w) => t(`comply.${of}.${w}`)).join(", ");
  return (
    <Page
      title={c.title}
      subject={project.data?.name}
      focusKey={c.id}
      intro={`${place(c.id)} · ${c["document-title"]}`}
      crumbs={[
        { label: t("nav.comply"), href: address({}) },
        { label: c["document-title"], href: address({ view: "clauses", document: c.document }) },
      ]}
      actions={
        project.data?.may?.includes("edit") && !c.statement ? (
          <Link className="button primary" href={`/decisions/new?about=${encodeURIComponent(c.id)}`}>
            {t("comply.state")}
          </Link>
        ) : undefined
      }
    >
      <div className="stack">
        <section className="card">
          <p className="comply-says">{c.says}</p>
          <dl className="facts">
            <dt>{t("comply.status")}</dt>
            <dd>
              <Verdict value={c.status} /> <Named text={c.why} titles={titlesOf(c.findings)} />
            </dd>
            <dt>{t("comply.binds")}</dt>
            <dd>
              <Verdict value={c.verdict} /> {c.because || t("comply.noConditions")}
            </dd>
            <dt>{t("comply.by.role")}</dt>
            <dd>{words(c.who, "who")}</dd>
            <dt>{t("comply.by.stage")}</dt>
            <dd>{words(c.stages, "stage")}</dd>
            <dt>{t("comply.decides")}</dt>
            <dd>{c.decides}</dd>
            <dt>{t("comply.certainty.label")}</dt>
            <dd>{t(`comply.certainty.${c.certainty}`)}</dd>
          </dl>
          {c.contradicted && <Notice tone="bad">{t("comply.contradicted")}</Notice>}
        </section>
        {c.statement && (
          <section className="card">
            <h2>{t("comply.statement")}</h2>
            <p>
              <Verdict value={c.statement.choice} />{" "}
              {t("comply.stated", { who: c.statement.who, role: c.statement.role, when: c.statement.when })}{" "}
              <span className="badge">{t(c.statement.signed ? "comply.signed" : "comply.unsigned")}</span>
            </p>
            <p>{c.statement.why}</p>
            {c.statement.evidence.length > 0 && (
              <p>
                {t("comply.evidence")}: {c.statement.evidence.join("; ")}
              </p>
            )}
            <Link href={`/decisions/d/${encodeURIComponent(c.statement.decision)}`}>{t("comply.openDecision")}</Link>
          </section>
        )}
        <section>
          <h2>{t("comply.looked")}</h2>
          {c.findings.length === 0 && <p className="muted">{t("comply.noCriteria")}</p>}
          {c.findings.map((f) => (
            <div key={f.criterion} className="card comply-one">
              <Finding of={f} />
            </div>
          ))}
        </section>
        {c.related.length > 0 && (
          <section>
            <h2>{t("comply.related")}</h2>
            <ul className="comply-related">
              {c.related.map((r) => (
                <li key={r.id + r.relation}>
                  <span className="muted">{r.relation}</span>{" "}
                  <Link href={address({ clause: r.id })}>
                    {r.document}, {place(r.id)}: {r.title}
                  </Link>{" "}
                  {r.status && <Verdict value={r.status} />}
                  <p className="muted small">{r.because}</p>
                </li>
              ))}
            </ul>
          </section>
        )}
        <Thread about={`clause:${c.id}`} />
      </div>
    </Page>
  );
}
