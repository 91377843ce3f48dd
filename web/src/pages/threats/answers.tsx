// Controls that answer a threat, with what happens when one that is in place goes, and a way to try each.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Level } from "../../parts/level";
import { Scroll } from "../../parts/scroll";
import type { Threat } from "./data";

type Answer = Threat["answers"][number];

/** tryIt is the address that tries the opposite of how an answer is. */
function tryIt(a: Answer): string {
  return `/threats/try?${new URLSearchParams(a.controls.map((c) => ["control", `${c.id}=${a.on ? "absent" : "present"}`]))}`;
}

export function Answers({ threat }: { threat: Threat }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t("threats.answers")}</h2>
      {threat.answers.length === 0 && <p className="muted">{threat.unanswered || t("threats.noAnswers")}</p>}
      {threat.answers.length > 0 && (
        <Scroll label={t("threats.answers")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("harms.control")}</th>
                <th scope="col">{t("harms.controlState")}</th>
                <th scope="col">{t("threats.effect")}</th>
                <th scope="col">{t("threats.ifItGoes")}</th>
                <th scope="col">{t("threats.whatIf")}</th>
              </tr>
            </thead>
            <tbody>
              {threat.answers.map((a) => (
                <tr key={a.controls.map((c) => c.id).join()}>
                  <th scope="row">
                    {a.title}
                    <div className="muted small">
                      {a.controls
                        .map((c) => t("harms.controlAt", { control: c.title, element: c.at }))
                        .join(` ${t("harms.and")} `)}
                    </div>
                  </th>
                  <td>{a.on ? `✓ ${t("threats.isOn")}` : t("threats.isOff")}</td>
                  <td>
                    <Level value={a.effect} scale="trust" />
                  </td>
                  <td>
                    {!a.on ? (
                      ""
                    ) : a.without.length === 0 ? (
                      <span className="muted">{t("threats.held")}</span>
                    ) : (
                      <ul className="plain-list">
                        {a.without.map((w) => (
                          <li key={w.consequence}>
                            {w.consequence}: {t(`levels.${w.before}`)} <span className="arrow">→</span>{" "}
                            {t(`levels.${w.after}`)}
                          </li>
                        ))}
                      </ul>
                    )}
                  </td>
                  <td>
                    <Link href={tryIt(a)}>{t(a.on ? "threats.tryWithout" : "threats.tryWith")}</Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}
