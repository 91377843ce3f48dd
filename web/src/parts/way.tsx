// A way to something bad, drawn from left to right or, where there is little room, from top to bottom: what does not hold, what then
// happens step by step, and where it ends. It is a list, so that it is read out and printed as what it says.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Level } from "./level";

export interface WayStep {
  threat: string;
  title: string;
  likelihood: string;
  secondary?: boolean;
}

export interface WayShown {
  likelihood: string;
  assumes: { element: string; title: string; attribute: string; says: string; level: string }[];
  steps: WayStep[];
}

interface WayProps {
  way: WayShown;
  /** label names the way, such as "Way 1". */
  label: string;
  /** end is what it leads to. */
  end?: ReactNode;
}

export function Way({ way, label, end }: WayProps) {
  const { t } = useTranslation();
  return (
    <section className="way" aria-label={label}>
      <p className="row">
        <strong>{label}</strong>
        <span className="muted small">{t("way.likelihood")}</span> <Level value={way.likelihood} scale="likelihood" />
      </p>
      <ol>
        {way.assumes.length > 0 && (
          <li className="assumed">
            <span className="what">{t("way.assumed")}</span>
            <ul>
              {way.assumes.map((a) => (
                <li key={a.element + a.attribute}>
                  <Link href={`/system?select=${encodeURIComponent(a.element)}`}>{a.title}</Link>: {a.says}{" "}
                  <span className="muted">{t("way.trust", { level: t(`levels.${a.level}`) })}</span>
                </li>
              ))}
            </ul>
          </li>
        )}
        {way.steps.map((s, i) => (
          <li key={s.threat} className={s.secondary ? "passed" : "done"}>
            <span className="what">{t(s.secondary ? "way.follows" : "way.step", { number: i + 1 })}</span>
            <Link href={`/threats/${encodeURIComponent(s.threat)}`}>{s.title}</Link>
            <Level value={s.likelihood} scale="likelihood" />
          </li>
        ))}
        {end && (
          <li className="end">
            <span className="what">{t("way.end")}</span>
            {end}
          </li>
        )}
      </ol>
    </section>
  );
}
