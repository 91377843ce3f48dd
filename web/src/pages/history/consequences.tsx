// What a change did to the assessment, harms first: they are what people decide about.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Level } from "../../parts/level";
import { Notice } from "../../parts/states";
import { Verdict } from "../../parts/verdict";
import type { Difference } from "./read";

export function Consequences({ difference: d }: { difference: Difference }) {
  const { t } = useTranslation();
  const threats = d.threats.new.length + d.threats.gone.length + d.threats["re-rated"].length;
  return (
    <div className="stack">
      <p>
        <Verdict value={d.verdict} /> {t(`history.verdict.${d.verdict}`)}
      </p>
      {d["knowledge-changed"] && <Notice>{t("history.knowledge")}</Notice>}
      {d.harms.length > 0 && (
        <section className="card">
          <h3>{t("history.harms", { count: d.harms.length })}</h3>
          <div className="harm-moves">
            <table>
              <caption className="sr-only">{t("history.harms", { count: d.harms.length })}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("history.harm")}</th>
                  <th scope="col">{t("history.rating")}</th>
                  <th scope="col">{t("history.beforeAfter")}</th>
                </tr>
              </thead>
              {d.harms.map((h) => (
                <Move key={h.id} move={h} />
              ))}
            </table>
          </div>
        </section>
      )}
      {threats > 0 && (
        <details className="card">
          <summary>{t("history.threats", { count: threats })}</summary>
          <ul className="moves">
            {d.threats["re-rated"].map((x) => (
              <li key={x.id}>
                <span className="sign" aria-hidden="true">
                  ±
                </span>
                <div>
                  <Link href={`/threats/${x.id}`}>{x.title}</Link>
                  <FromTo from={x.from} to={x.to} />
                  {x.because.length > 0 && (
                    <p className="small muted">{t("history.because", { reasons: x.because.join("; ") })}</p>
                  )}
                </div>
              </li>
            ))}
            {d.threats.new.map((x) => (
              <li key={x.id}>
                <span className="sign" aria-hidden="true">
                  +
                </span>
                <div>
                  <Link href={`/threats/${x.id}`}>{x.title}</Link>
                  <p className="small">{t("history.newThreat", { likelihood: x.likelihood, risk: x.risk })}</p>
                </div>
              </li>
            ))}
            {d.threats.gone.map((x) => (
              <li key={x.id}>
                <span className="sign" aria-hidden="true">
                  −
                </span>
                <div>
                  {x.title}
                  <p className="small">{t("history.goneThreat")}</p>
                </div>
              </li>
            ))}
          </ul>
        </details>
      )}
      {d.controls.length > 0 && (
        <Words title={t("history.controls", { count: d.controls.length })} words={d.controls} />
      )}
      {d.questions.new.length > 0 && (
        <Words title={t("history.asked", { count: d.questions.new.length })} words={d.questions.new} />
      )}
      {d.questions.gone.length > 0 && (
        <Words title={t("history.answered", { count: d.questions.gone.length })} words={d.questions.gone} />
      )}
    </div>
  );
}

type HarmMove = Difference["harms"][number];
type Rating = keyof NonNullable<HarmMove["before"]>;

const ratings: [Rating, (value: string) => ReactNode][] = [
  ["verdict", (v) => <Verdict value={v} />],
  ["severity", (v) => <Level value={v} scale="severity" />],
  ["probability", (v) => <Level value={v} scale="probability" />],
  ["likelihood", (v) => <Level value={v} scale="likelihood" />],
];

/** Move shows what is rated otherwise of a harm. A harm that is new or gone has one side only. */
function Move({ move: h }: { move: HarmMove }) {
  const { t } = useTranslation();
  const rows = ratings.filter(([r]) => h.before?.[r] !== h.after?.[r]);
  return (
    <tbody>
      {rows.map(([r, show], i) => (
        <tr key={r}>
          {i === 0 && (
            <th scope="rowgroup" rowSpan={rows.length}>
              <Link href={`/harms/${encodeURIComponent(h.id)}`}>{h.title}</Link>
              {!h.before && <span className="block small">{t("history.harmNew")}</span>}
              {!h.after && <span className="block small">{t("history.harmGone")}</span>}
            </th>
          )}
          <td>{t(`history.rated.${r}`)}</td>
          <td>
            {h.before ? show(h.before[r]) : "–"} <span aria-hidden="true">→</span> {h.after ? show(h.after[r]) : "–"}
          </td>
        </tr>
      ))}
    </tbody>
  );
}

function FromTo({ from, to }: { from: string; to: string }) {
  const { t } = useTranslation();
  return (
    <p className="small">
      {from && (
        <del>
          <span className="sr-only">{t("parts.diff.before")}: </span>
          {from}
        </del>
      )}
      {from && to && <span aria-hidden="true"> → </span>}
      {to && (
        <ins>
          <span className="sr-only">{t("parts.diff.after")}: </span>
          {to}
        </ins>
      )}
    </p>
  );
}

function Words({ title, words }: { title: string; words: string[] }) {
  return (
    <details className="card">
      <summary>{title}</summary>
      <ul>
        {words.map((w) => (
          <li key={w}>{w}</li>
        ))}
      </ul>
    </details>
  );
}
