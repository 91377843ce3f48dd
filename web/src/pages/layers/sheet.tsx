// The sheet of layers: what stands in each, how it is configured, and how that is verified.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Layers } from "./data";

export function Sheet({ layers }: { layers: Layers }) {
  const { t } = useTranslation();
  const title = (id: string) => layers.harms.find((h) => h.id === id)?.title ?? id;
  return (
    <section>
      <h2>{t("layers.sheet")}</h2>
      {layers.layers.map((l) => (
        <details key={l.layer}>
          <summary>
            <strong>{t(`harms.layers.${l.layer}`)}</strong> · {t("layers.controlCount", { count: l.controls.length })}
          </summary>
          {l.controls.length > 0 && (
            <p className="muted">
              {l.harms.length > 0 ? t("layers.lost", { list: l.harms.map(title).join("; ") }) : t("layers.lostNothing")}
            </p>
          )}
          <div className="grid">
            {l.controls.map((c) => (
              <article className="card" key={c.id}>
                <h3>{c.title}</h3>
                <ul>
                  {c.at.map((p) => (
                    <li key={p.element}>
                      <Link href={`/system?select=${encodeURIComponent(p.element)}`}>{p.title}</Link>:{" "}
                      {t(`harms.controlStates.${p.state}`)}
                      {p.coverage && `, ${t("layers.coverage", { level: t(`levels.${p.coverage}`, p.coverage) })}`}
                      {p.evidence.length > 0 && `, ${p.evidence.join(", ")}`}
                      {p.alone.length > 0 && (
                        <div className="small">{t("layers.aloneHolds", { list: p.alone.map(title).join("; ") })}</div>
                      )}
                    </li>
                  ))}
                </ul>
                <h4>{t("layers.configure")}</h4>
                <p>{c.configure}</p>
                <h4>{t("layers.verify")}</h4>
                <p>{c["verify-method"]}</p>
                <p className="muted">{t("layers.seen", { criterion: c["verify-criterion"] })}</p>
              </article>
            ))}
          </div>
        </details>
      ))}
    </section>
  );
}
