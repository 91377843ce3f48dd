// What an attack, misuse, a failure or a side effect of security contributes to a harm.
import { useTranslation } from "react-i18next";
import { Level } from "../../parts/level";
import { Scroll } from "../../parts/scroll";
import type { Risk } from "./data";

export function Causes({ causes, relation }: { causes: Risk["causes"]; relation: Risk["relation"] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t("harms.causes")}</h2>
      <p>{t(`harms.relation.${relation.replaceAll(" ", "-")}`)}</p>
      <Scroll label={t("harms.causes")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("harms.cause")}</th>
              <th scope="col">{t("harms.alone")}</th>
              <th scope="col">{t("harms.withoutCause")}</th>
            </tr>
          </thead>
          <tbody>
            {causes.map((c) => (
              <tr key={c.cause}>
                <th scope="row">
                  {t(`harms.causeOf.${c.cause}`)}
                  <div className="muted small">{t(`harms.causeSays.${c.cause}`)}</div>
                </th>
                <td>
                  <Level value={c.alone} scale="likelihood" />
                </td>
                <td>
                  <Level value={c.without} scale="likelihood" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
