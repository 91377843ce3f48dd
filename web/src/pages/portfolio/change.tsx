// What the last revision did, in few words: risk and open questions, before and now.
import { useTranslation } from "react-i18next";
import { rankOf } from "../../parts/levels";
import type { Row } from "./page";

export function Change({ summary: s }: { summary: Row["summary"] }) {
  const { t } = useTranslation();
  if (!s?.before) return <span className="muted">{t("portfolio.firstRevision")}</span>;
  const b = s.before;
  const said: string[] = [];
  const rank = rankOf(s.worst, "risk") - rankOf(b.worst, "risk");
  const count = (s.risk[s.worst] ?? 0) - (b.risk[s.worst] ?? 0);
  if (rank > 0) said.push(`▲ ${t("portfolio.riskUp", { from: t(`levels.${b.worst || "none-given"}`) })}`);
  else if (rank < 0) said.push(`▼ ${t("portfolio.riskDown", { from: t(`levels.${b.worst}`) })}`);
  else if (count !== 0) said.push(t(count > 0 ? "portfolio.more" : "portfolio.fewer", { count: Math.abs(count) }));
  const asked = s.questions - b.questions;
  if (asked !== 0)
    said.push(t(asked > 0 ? "portfolio.moreQuestions" : "portfolio.fewerQuestions", { count: Math.abs(asked) }));
  return said.length > 0 ? <span>{said.join("; ")}</span> : <span className="muted">{t("portfolio.same")}</span>;
}
