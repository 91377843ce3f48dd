// What is taken for granted of the surroundings: their controls, and what is assumed of them.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type Layers, nameOf } from "./data";

export function Surroundings({ layers }: { layers: Layers }) {
  const { t } = useTranslation();
  const s = layers.surroundings;
  return (
    <section>
      <h2>{t("layers.surroundings")}</h2>
      <p className="muted">{t("layers.surroundingsSay")}</p>
      <div className="grid">
        <div>
          <h3>{t("layers.theirControls")}</h3>
          {s.controls.length === 0 && <p className="muted">{t("layers.none")}</p>}
          <ul>
            {s.controls.map((c) => (
              <li key={c}>{nameOf(c, layers)}</li>
            ))}
          </ul>
        </div>
        <div>
          <h3>{t("layers.assumed")}</h3>
          {s.assumptions.length === 0 && <p className="muted">{t("layers.none")}</p>}
          <ul>
            {s.assumptions.map((a) => (
              <li key={a.element + a.attribute}>
                <Link href={`/system?select=${encodeURIComponent(a.element)}`}>
                  {layers.elements[a.element] ?? a.element}
                </Link>
                : {layers.trust[a.attribute]}{" "}
                {t("layers.taken", { from: t(`levels.${a.assumed}`), to: t(`levels.${a["taken-to"]}`) })}
              </li>
            ))}
          </ul>
        </div>
        {layers["in-words"].length > 0 && (
          <div>
            <h3>{t("layers.inWords")}</h3>
            <ul>
              {layers["in-words"].map((a) => (
                <li key={a}>{a}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </section>
  );
}
