// The judgement of a harm: in sentences for those who decide, and as a table with each figure and where it comes from.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Level } from "../../parts/level";
import { useOdds } from "../../parts/odds";
import { Scroll } from "../../parts/scroll";
import { Verdict } from "../../parts/verdict";
import { DecidedOn } from "../decisions/on";
import { type Benefit, type Risk, states } from "./data";

export function Judgement({ risk, benefits }: { risk: Risk; benefits: Benefit[] }) {
  const { t } = useTranslation();
  const odds = useOdds();
  const now = risk.planned;
  return (
    <section className="card">
      <h2>{t("harms.judgement")}</h2>
      <p>
        {t("harms.expected", { odds: odds.between(now.probability), severity: t(`levels.${now.severity}`) })}{" "}
        {t(`harms.table.${now.acceptability}`)}
      </p>
      {risk.groups.length > 0 && (
        <ul>
          {risk.groups.map((g) => (
            <li key={g.group}>
              {t("harms.forGroup", {
                group: t(`system.guide.word.${g.group}`, g.group),
                severity: t(`levels.${g.severity}`),
              })}{" "}
              <Verdict value={g.acceptability} />
            </li>
          ))}
        </ul>
      )}
      <p>
        {risk.p2.because.length > 0
          ? t("harms.becomesHarm", { share: odds.share(risk.p2), because: risk.p2.because.join("; ") })
          : t("harms.becomesHarmAlways", { share: odds.share(risk.p2) })}
      </p>
      {risk.p2.missing && risk.p2.missing.length > 0 && (
        <p className="muted">
          {t("harms.notSaid", { list: risk.p2.missing.map((m) => t(`harms.missing.${m}`)).join(", ") })}{" "}
          <Link href={`/system?select=${encodeURIComponent(risk.harm)}`}>{t("harms.say")}</Link>
        </p>
      )}
      <p>
        {benefits.length === 0
          ? t("harms.againstNothing")
          : t("harms.againstBenefits", { list: benefits.map((b) => `“${b.title}”`).join(", ") })}
      </p>
      <DecidedOn about={risk.harm} />
    </section>
  );
}

export function States({ risk }: { risk: Risk }) {
  const { t } = useTranslation();
  const odds = useOdds();
  return (
    <section>
      <h2>{t("harms.states")}</h2>
      <Scroll label={t("harms.states")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("harms.state.label")}</th>
              <th scope="col">{t("harms.situationLikelihood")}</th>
              <th scope="col">{t("harms.p1")}</th>
              <th scope="col">{t("harms.probabilityOf")}</th>
              <th scope="col">{t("harms.severity")}</th>
              <th scope="col">{t("harms.verdict")}</th>
            </tr>
          </thead>
          <tbody>
            {[...states].reverse().map((s) => (
              <tr key={s}>
                <th scope="row">{t(`harms.verdictIn.${s}`)}</th>
                <td>
                  <Level value={risk[s].likelihood} scale="likelihood" />
                </td>
                <td>{odds.between(risk[s].p1)}</td>
                <td>
                  <Level value={risk[s]["probability-level"]} scale="probability" />
                  <div className="muted">{odds.between(risk[s].probability)}</div>
                </td>
                <td>
                  <Level value={risk[s].severity} scale="severity" />
                </td>
                <td>
                  <Verdict value={risk[s].acceptability} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="muted small">{t("harms.statesSay")}</p>
    </section>
  );
}
