// For which day clauses are judged, and whether drafts count.
import { useTranslation } from "react-i18next";
import { useAsOf, useParam } from "./data";

export function AsOf({ day }: { day: string }) {
  const { t } = useTranslation();
  const { drafts } = useAsOf();
  const [, setOn] = useParam("on");
  const [, setDrafts] = useParam("drafts");
  return (
    <div className="row comply-as-of">
      <label>
        {t("comply.on")}{" "}
        <input type="date" value={day} min="2000-01-01" max="2099-12-31" onChange={(e) => setOn(e.target.value)} />
      </label>
      <label>
        <input type="checkbox" checked={drafts} onChange={(e) => setDrafts(e.target.checked ? "yes" : "")} />{" "}
        {t("comply.drafts")}
      </label>
    </div>
  );
}
