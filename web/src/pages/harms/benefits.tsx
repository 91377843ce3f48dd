// Clinical benefits that risks are weighed against, and how often security itself takes them away.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Level } from "../../parts/level";
import type { Benefit } from "./data";

interface BenefitsProps {
  benefits: Benefit[];
  harms: { harm: string; title: string }[];
  titles: Record<string, string>;
}

export function Benefits({ benefits, harms, titles }: BenefitsProps) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t("harms.benefits")}</h2>
      {benefits.length === 0 && <p className="muted">{t("harms.noBenefits")}</p>}
      <div className="grid">
        {benefits.map((b) => (
          <article className="card" key={b.benefit}>
            <h3>{b.title}</h3>
            <dl className="facts">
              {b.group && (
                <>
                  <dt>{t("harms.forWhom")}</dt>
                  <dd>{b.group}</dd>
                </>
              )}
              {b.magnitude && (
                <>
                  <dt>{t("harms.magnitude")}</dt>
                  <dd>{t(`harms.magnitudes.${b.magnitude}`)}</dd>
                </>
              )}
              {b.probability && (
                <>
                  <dt>{t("harms.reaches")}</dt>
                  <dd>{t(`harms.reach.${b.probability}`)}</dd>
                </>
              )}
              {b.duration && (
                <>
                  <dt>{t("harms.duration")}</dt>
                  <dd>{b.duration}</dd>
                </>
              )}
              {b.evidence && (
                <>
                  <dt>{t("harms.evidence")}</dt>
                  <dd>{b.evidence}</dd>
                </>
              )}
              <dt>{t("harms.lost")}</dt>
              <dd>
                <Level value={b.lost} scale="likelihood" />
              </dd>
              <dt>{t("harms.lostWithout")}</dt>
              <dd>
                <Level value={b["lost-without-side-effects"]} scale="likelihood" />
              </dd>
            </dl>
            <h4>{t("harms.takenBy")}</h4>
            {b["taken-by"].length === 0 ? (
              <p className="muted">{t("harms.takenByNone")}</p>
            ) : (
              <ul>
                {b["taken-by"].map((x) => (
                  <li key={x.control}>
                    {x.title} ({titles[x.control.split("@")[1] ?? ""] ?? x.control}):{" "}
                    {t("harms.withoutIt", { level: t(`levels.${x["without-it"]}`) })}
                  </li>
                ))}
              </ul>
            )}
            {b.risks.some((id) => harms.some((h) => h.harm === id)) && (
              <>
                <h4>{t("harms.against")}</h4>
                <ul>
                  {harms
                    .filter((h) => b.risks.includes(h.harm))
                    .map((h) => (
                      <li key={h.harm}>
                        <Link href={`/harms/${encodeURIComponent(h.harm)}`}>{h.title}</Link>
                      </li>
                    ))}
                </ul>
              </>
            )}
          </article>
        ))}
      </div>
    </section>
  );
}
