// What was decided on something, for the page of the thing itself, with the way to decide.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useProject } from "../../app/place";
import { Time } from "../../parts/time";
import { addressOf, mayDecide, newAddress, useDecisions } from "./read";
import { moved, State } from "./state";

export function DecidedOn({ about }: { about: string }) {
  const { t } = useTranslation();
  const may = useProject().data?.may ?? [];
  const decisions = useDecisions().data;
  if (!decisions) return null;
  const standing = decisions.items.filter((r) => r.state !== "replaced" && r.now.includes(about));
  return (
    <div className="row">
      {standing.length === 0 && <span>{t("decisions.noneOn")}</span>}
      {standing.map((r) => (
        <span key={r.id}>
          {t("decisions.decided")} <Link href={addressOf(r.id)}>{t(`decisions.choice.${r.choice}`)}</Link>, {r.who},{" "}
          <Time at={r.when} show="date" /> <State state={r.state} moved={moved(r)} />
        </span>
      ))}
      {mayDecide(may, about) && (
        <Link className={`no-print button ${standing.length === 0 ? "primary" : ""}`} href={newAddress(about)}>
          {t(standing.length === 0 ? "decisions.decide" : "decisions.again")}
        </Link>
      )}
    </div>
  );
}
