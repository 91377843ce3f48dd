// What a what-if does: all harms before and after, and the states of elements that change.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Answered } from "../../api/client";
import { ErrorNotice } from "../../parts/error-page";
import { Level } from "../../parts/level";
import { rankOf } from "../../parts/levels";
import { Scroll } from "../../parts/scroll";
import { Loading } from "../../parts/states";
import { Verdict } from "../../parts/verdict";

type WhatIf = Answered<"/api/v1/projects/{project}/revisions/{revision}/what-if", "post">;
type Harm = WhatIf["harms"][number];

/** direction of a harm: better, worse or same. */
export function direction(h: Harm): "better" | "worse" | "same" {
  const by = rankOf(h.after.likelihood, "likelihood") - rankOf(h.before.likelihood, "likelihood");
  return by === 0 ? "same" : by < 0 ? "better" : "worse";
}

interface EffectsProps {
  effect?: WhatIf;
  error: unknown;
  waiting: boolean;
}

export function Effects({ effect, error, waiting }: EffectsProps) {
  const { t } = useTranslation();
  if (error) return <ErrorNotice error={error} />;
  if (!effect) return <Loading />;
  const count = (d: string) => effect.harms.filter((h) => direction(h) === d).length;
  return (
    <section aria-busy={waiting}>
      <h2>{t("threats.effects")}</h2>
      <p role="status">
        {t("threats.effectsCount", { better: count("better"), worse: count("worse"), same: count("same") })}
      </p>
      <Scroll label={t("threats.effects")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("harms.harm")}</th>
              <th scope="col">{t("threats.change")}</th>
              <th scope="col">{t("harms.situationLikelihood")}</th>
              <th scope="col">{t("harms.verdict")}</th>
            </tr>
          </thead>
          <tbody>
            {effect.harms.map((h) => (
              <tr key={h.harm}>
                <th scope="row">
                  <Link href={`/harms/${encodeURIComponent(h.harm)}`}>{h.title}</Link>
                  <div className="muted small">{t(`levels.${h.severity}`)}</div>
                </th>
                <td>
                  <Verdict value={direction(h)} />
                </td>
                <td>
                  {h.before.likelihood !== h.after.likelihood && (
                    <>
                      <Level value={h.before.likelihood} scale="likelihood" /> <span className="arrow">→</span>
                    </>
                  )}
                  <Level value={h.after.likelihood} scale="likelihood" />
                </td>
                <td>
                  {h.before.acceptability !== h.after.acceptability && (
                    <>
                      <Verdict value={h.before.acceptability} /> <span className="arrow">→</span>
                    </>
                  )}
                  <Verdict value={h.after.acceptability} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {effect.changed.length > 0 && (
        <details>
          <summary>{t("threats.changed", { count: effect.changed.length + effect.more })}</summary>
          <ul>
            {effect.changed.map((c) => (
              <li key={c.element + c.text}>
                <Link href={`/system?select=${encodeURIComponent(c.element)}`}>{c.text}</Link>:{" "}
                {t(`levels.${c.before}`)} <span className="arrow">→</span> {t(`levels.${c.after}`)}
              </li>
            ))}
          </ul>
          {effect.more > 0 && <p className="muted">{t("threats.more", { count: effect.more })}</p>}
        </details>
      )}
    </section>
  );
}
