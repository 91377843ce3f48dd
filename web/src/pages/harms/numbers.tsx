// Numbers beside levels: how often harm is expected, always as intervals, and what moves that most.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type Answered, api, need } from "../../api/client";
import { useProject, useProjectId } from "../../app/place";
import { Tornado } from "../../charts/tornado";
import { Computation } from "../../parts/computation";
import { Level } from "../../parts/level";
import { useOdds } from "../../parts/odds";
import { Scroll } from "../../parts/scroll";
import { Notice } from "../../parts/states";

type Result = NonNullable<Answered<"/api/v1/projects/{project}/revisions/{revision}/numbers", "post">["result"]>;

export function Numbers() {
  const { t } = useTranslation();
  const project = useProjectId();
  const head = useProject().data?.head;
  const [wanted, setWanted] = useState(false);
  return (
    <section>
      <h2>{t("harms.numbers.title")}</h2>
      <p className="muted">{t("harms.numbers.says")}</p>
      {!wanted ? (
        <button type="button" onClick={() => setWanted(true)}>
          {t("harms.numbers.compute")}
        </button>
      ) : (
        <Computation
          project={project}
          name="numbers"
          question={head}
          label={t("harms.numbers.computing")}
          ask={() =>
            need(
              api.POST("/api/v1/projects/{project}/revisions/{revision}/numbers", {
                params: { path: { project, revision: "head" } },
                body: { worlds: 1_000_000, inputs: 10 },
              }),
            )
          }
        >
          {(r: Result) => <Shown result={r} />}
        </Computation>
      )}
    </section>
  );
}

function Shown({ result }: { result: Result }) {
  const { t } = useTranslation();
  const odds = useOdds();
  const how = result.exact
    ? t("harms.numbers.exact")
    : t("harms.numbers.sampled", { count: result.worlds, seed: result.seed });
  return (
    <>
      <Scroll label={t("harms.numbers.title")}>
        <table>
          <caption>{t("harms.numbers.per1000")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("harms.harm")}</th>
              <th scope="col">{t("harms.severity")}</th>
              <th scope="col" className="number">
                {t("harms.numbers.expected")}
              </th>
              <th scope="col">{t("harms.numbers.situation")}</th>
              <th scope="col">{t("harms.numbers.likeliest")}</th>
            </tr>
          </thead>
          <tbody>
            {result.harms.map((h) => (
              <tr key={h.harm}>
                <th scope="row">
                  <Link href={`/harms/${encodeURIComponent(h.harm)}`}>{h.title}</Link>
                </th>
                <td>
                  <Level value={h.severity} scale="severity" />
                </td>
                <td className="number">{odds.range(h["per-1000-device-years"])}</td>
                <td>{odds.between(h["situation-per-device-year"])}</td>
                <td>{odds.between(h.p1)}</td>
              </tr>
            ))}
            {result.severities.map((s) => (
              <tr key={s.severity}>
                <th scope="row">
                  <strong>{t("harms.numbers.together", { severity: t(`levels.${s.severity}`) })}</strong>
                </th>
                <td>
                  <Level value={s.severity} scale="severity" />
                </td>
                <td className="number">
                  <strong>{odds.range(s["per-1000-device-years"])}</strong>
                </td>
                <td />
                <td />
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="muted small">{how}</p>
      {result.moves.bars.length === 0 ? (
        <Notice>{t("harms.numbers.nothingMoves")}</Notice>
      ) : (
        <>
          <Tornado
            title={t("harms.numbers.moves")}
            says={t("harms.numbers.movesSay")}
            base={result.moves.middle}
            resultName={t("harms.numbers.unit")}
            bars={result.moves.bars.map((b) => ({
              label: b.title,
              low: b.from,
              high: b.to,
              lowAt: odds.once(b["probability-per-device-year"].from),
              highAt: odds.once(b["probability-per-device-year"].to),
            }))}
            format={odds.number}
          />
          <p className="muted small">{t("harms.numbers.rest", { most: odds.number(result.moves.rest) })}</p>
          <ul>
            {result.moves.bars.flatMap((b) =>
              b.threat
                ? [
                    <li key={b.threat}>
                      <Link href={`/threats/${encodeURIComponent(b.threat)}`}>{b.title}</Link>
                    </li>,
                  ]
                : [],
            )}
          </ul>
        </>
      )}
    </>
  );
}
