// The sums over all systems.
import { useTranslation } from "react-i18next";
import { Level } from "../../parts/level";
import type { Portfolio } from "./page";

export function Sums({ portfolio: p }: { portfolio: Portfolio }) {
  const { t } = useTranslation();
  const worst = ["very-high", "high", "medium", "low", "very-low"].filter((l) => p.worst[l]);
  return (
    <dl className="figures card">
      <div>
        <dt>{t("portfolio.systems")}</dt>
        <dd>{p.total}</dd>
      </div>
      {worst.map((l) => (
        <div key={l}>
          <dt>
            <Level value={l} />
          </dt>
          <dd>{t("portfolio.count", { count: p.worst[l] })}</dd>
        </div>
      ))}
      <div>
        <dt>{t("portfolio.questions")}</dt>
        <dd>{p.questions}</dd>
      </div>
      <div>
        <dt>{t("portfolio.fallen")}</dt>
        <dd>{p.fallen}</dd>
      </div>
      {p.errors > 0 && (
        <div>
          <dt>{t("portfolio.withErrors")}</dt>
          <dd>{p.errors}</dd>
        </div>
      )}
    </dl>
  );
}
