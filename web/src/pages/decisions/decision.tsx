// One decision: what was decided, whether it still stands, what it rests on, who signed it, what was said.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useProject } from "../../app/place";
import { ErrorPage } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { Signing } from "../../parts/signing";
import { Loading, Notice } from "../../parts/states";
import { Thread } from "../../parts/thread";
import { Time } from "../../parts/time";
import { ChangeText, FactName, ReasonText, useValue } from "./facts";
import { addressOf, mayDecide, newAddress, pageOf, sortOf, useDecision } from "./read";
import { moved, State } from "./state";
import "./decisions.css";

export function DecisionPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useDecision(id);
  const value = useValue(query.data?.titles ?? {});
  const project = useProject().data;
  const may = project?.may ?? [];
  if (query.error) return <ErrorPage error={query.error} retry={() => void query.refetch()} />;
  const d = query.data;
  if (!d) return <Loading />;
  const title = d.about === "overall" ? t("decisions.overall") : d.title || d.about;
  const more = pageOf(d.now[0] ?? d.about);
  const by = d.reasons.find((r) => r.code === "replaced-by");
  const falls = d.state === "stale" || d.state === "orphaned" || d.state === "expired";
  return (
    <Page
      title={title}
      subject={project?.name}
      focusKey={id}
      crumbs={[{ label: t("nav.decisions"), href: "/decisions" }]}
      actions={
        mayDecide(may, d.about) && (
          <>
            {d.now[0] && (
              <Link className={falls ? "button primary" : "button"} href={newAddress(d.now[0])}>
                {t("decisions.again")}
              </Link>
            )}
            <Link className="button" href={`${addressOf(id)}/edit`}>
              {t("decisions.reword")}
            </Link>
          </>
        )
      }
    >
      <div className="stack">
        <p>
          <State state={d.state} moved={moved(d)} />{" "}
          {by?.of ? (
            <Link href={addressOf(by.of)}>
              <ReasonText reason={by} titles={d.titles} />
            </Link>
          ) : (
            t(`decisions.says.${d.state}`)
          )}
        </p>
        {moved(d) && <Notice>{t("decisions.movedTo", { from: d.about, to: d.now.join(", ") })}</Notice>}
        {!by && d.because.length > 0 && (
          <section className="card">
            <h2>{t("decisions.because")}</h2>
            <ul>
              {d.reasons.map((r) => (
                <li key={`${r.code}${r.of}`}>
                  <ReasonText reason={r} titles={d.titles} />
                </li>
              ))}
              {d.changes.map((c) => (
                <li key={c.what}>
                  <ChangeText change={c} titles={d.titles} />
                </li>
              ))}
            </ul>
          </section>
        )}
        {d.signed.some((s) => !s.fits) && <Notice tone="bad">{t("decisions.keyBroken")}</Notice>}
        <section className="card">
          <h2>{t(`decisions.choice.${d.choice}`)}</h2>
          <p className="words">{d.why}</p>
          <dl className="facts">
            <dt>{t("decisions.who")}</dt>
            <dd>
              {d.who}, {d.role}
            </dd>
            <dt>{t("decisions.when")}</dt>
            <dd>
              <Time at={d.when} show="date" />
            </dd>
            <dt>{t("decisions.until")}</dt>
            <dd>{d.until ? <Time at={d.until} show="date" /> : t("decisions.noEnd")}</dd>
            {d.justification && (
              <>
                <dt>{t("decisions.justificationOf")}</dt>
                <dd>{t(`after.justification.${d.justification}`)}</dd>
              </>
            )}
            {d.action && (
              <>
                <dt>{t("decisions.action")}</dt>
                <dd>{d.action}</dd>
              </>
            )}
            {d.evidence.length > 0 && (
              <>
                <dt>{t("decisions.evidence")}</dt>
                <dd>{d.evidence.join("; ")}</dd>
              </>
            )}
            <dt>{t("decisions.about")}</dt>
            <dd>
              {more ? <Link href={more}>{title}</Link> : title}{" "}
              {title !== d.about && d.about !== "overall" && <span className="small muted">{d.now[0] ?? d.about}</span>}
            </dd>
            {d.replaces && (
              <>
                <dt>{t("decisions.replaces")}</dt>
                <dd>
                  <Link href={addressOf(d.replaces)}>{d.replaces}</Link>
                </dd>
              </>
            )}
            <dt>{t("decisions.file")}</dt>
            <dd className="muted">decisions/{d.file}</dd>
          </dl>
        </section>
        <details className="card" open={d.state === "stale"}>
          <summary>{t("decisions.restsOn", { count: d["rests-on"].length })}</summary>
          <p className="muted">{t("decisions.restsOnSays")}</p>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("decisions.fact")}</th>
                <th scope="col">{t("decisions.then")}</th>
                <th scope="col">{t("decisions.now")}</th>
              </tr>
            </thead>
            <tbody>
              {d["rests-on"].map((f) => {
                const change = d.changes.find((c) => c.what === f.what);
                return (
                  <tr key={f.what}>
                    <th scope="row">
                      <FactName fact={f} through={f.through} titles={d.titles} />
                    </th>
                    <td>{value(f.kind, f.values)}</td>
                    <td>
                      {change ? (
                        <strong>{value(change.kind, change.now) || t("decisions.gone")}</strong>
                      ) : (
                        <span className="muted">=</span>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </details>
        {sortOf(d.about) === "vulnerability" && <p className="muted">{t("after.approvalSays")}</p>}
        <Signing about={`decision:${d.file}`} />
        <Thread about={`decision:${d.file}`} />
      </div>
    </Page>
  );
}
