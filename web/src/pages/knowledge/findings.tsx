// What is wrong with a pack as a whole, file by file.
import { useTranslation } from "react-i18next";
import { Notice } from "../../parts/states";
import type { PackCheck } from "./data";

interface FindingsProps {
  check: PackCheck;
  open: (file: string) => void;
  /** waiting: what is shown is of an older text. */
  waiting: boolean;
}

export function Findings({ check, open, waiting }: FindingsProps) {
  const { t } = useTranslation();
  const { diagnostics, errors } = check;
  return (
    <div aria-busy={waiting}>
      <Notice tone={errors > 0 ? "bad" : diagnostics.length > 0 ? "fair" : "good"} live>
        {diagnostics.length === 0
          ? t("knowledge.allGood", { count: check.entries.length })
          : `${t("knowledge.errors", { count: errors })}, ${t("knowledge.warnings", { count: diagnostics.length - errors })}`}
      </Notice>
      {diagnostics.length > 0 && (
        <ul className="knowledge-list">
          {diagnostics.map((d, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: findings have no name but their place
            <li key={i}>
              <div>
                <span className="badge">{t(`knowledge.severity.${d.severity}`)}</span> {d.message}
              </div>
              <p className="small muted">
                {d.file ? (
                  <button type="button" className="link" onClick={() => open(d.file)}>
                    {d.file}
                    {d.line ? `:${d.line}` : ""}
                  </button>
                ) : (
                  t("knowledge.wholePack")
                )}{" "}
                <code>{d.code}</code>
                {d.hint && ` · ${d.hint}`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
