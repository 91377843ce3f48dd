// What is taken for granted of the surroundings: their controls, and what is assumed of them.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Level } from "../../parts/level";
import { Scroll } from "../../parts/scroll";
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
      <h3>{t("layers.assumed")}</h3>
      {s.assumptions.length === 0 ? (
        <p className="muted">{t("layers.none")}</p>
      ) : (
        <Scroll label={t("layers.assumed")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("layers.element")}</th>
                <th scope="col">{t("layers.assumption")}</th>
                <th scope="col">{t("layers.trust")}</th>
                <th scope="col">{t("layers.takenTo")}</th>
              </tr>
            </thead>
            <tbody>
              {s.assumptions.map((a) => (
                <tr key={a.element + a.attribute}>
                  <th scope="row">
                    <Link href={`/system?select=${encodeURIComponent(a.element)}`}>
                      {layers.elements[a.element] ?? a.element}
                    </Link>
                  </th>
                  <td>{layers.trust[a.attribute]}</td>
                  <td>
                    <Level value={a.assumed} scale="trust" />
                  </td>
                  <td>
                    <Level value={a["taken-to"]} scale="trust" />
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
