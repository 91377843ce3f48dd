// Of which revision documents are made, and the day on them.
import { useTranslation } from "react-i18next";
import { localeOf } from "../../i18n";
import { type Documents, useRevisions, useWhich } from "./data";

export function Which({ of }: { of: Documents }) {
  const { t, i18n } = useTranslation();
  const { revision, set } = useWhich();
  const revisions = useRevisions().data?.items ?? [];
  const date = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: "medium", timeStyle: "short" });
  return (
    <div className="row documents-which no-print">
      <label>
        {t("documents.revision")}{" "}
        <select value={revision} onChange={(e) => set("revision", e.target.value === "head" ? "" : e.target.value)}>
          <option value="head">{t("documents.newest")}</option>
          {revisions.map((r) => (
            <option key={r.id} value={r.id}>
              {r.number} · {date.format(new Date(r.at))} · {r.message.slice(0, 60)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("documents.day")}{" "}
        <input
          type="date"
          value={of.day}
          min="2000-01-01"
          max="2099-12-31"
          onChange={(e) => set("on", e.target.value)}
        />
      </label>
    </div>
  );
}
