// What changed between two states, as a list in words: added, removed, changed from and to.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "./states";

export interface Change {
  change: "added" | "removed" | "changed";
  /** what is the thing: "flow telemetry". */
  what: string;
  /** of is the property that changed, if not the whole thing. */
  of?: string;
  before?: ReactNode;
  after?: ReactNode;
}

const signs = { added: "+", removed: "−", changed: "±" };

export function Diff({ changes, label }: { changes: Change[]; label: string }) {
  const { t } = useTranslation();
  if (changes.length === 0) return <Empty title={t("parts.diff.none")} />;
  return (
    <ul className="diff" aria-label={label}>
      {changes.map((c, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same thing may change twice
        <li key={i} className={c.change}>
          <span className="sign" aria-hidden="true">
            {signs[c.change]}
          </span>
          <div>
            <span className="sr-only">{t(`parts.diff.${c.change}`)}: </span>
            <strong>{c.what}</strong>
            {c.of && <span className="muted"> · {c.of}</span>}
            {(c.before !== undefined || c.after !== undefined) && (
              <div className="values">
                {c.before !== undefined && (
                  <del>
                    <span className="sr-only">{t("parts.diff.before")}: </span>
                    {c.before}
                  </del>
                )}
                {c.before !== undefined && c.after !== undefined && <span aria-hidden="true"> → </span>}
                {c.after !== undefined && (
                  <ins>
                    <span className="sr-only">{t("parts.diff.after")}: </span>
                    {c.after}
                  </ins>
                )}
              </div>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
