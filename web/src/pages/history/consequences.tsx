// What a change did to the assessment, harms first: they are what people decide about.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
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
          <ul className="moves">
            {d.harms.map((h) => (
              <li key={h.id}>
                <span className="sign" aria-hidden="true">
                  {h.from === "" ? "+" : h.to === "" ? "−" : "±"}
                </span>
                <div>
                  <Link href={`/harms/${encodeURIComponent(h.id)}`}>{h.id}</Link>
                  <FromTo from={h.from} to={h.to} />
                </div>
              </li>
            ))}
          </ul>
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
