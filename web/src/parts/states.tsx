// What a page shows when there is nothing, when it waits, and what it tells beside its content.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** Loading says that something is on its way. It is announced once. */
export function Loading({ label }: { label?: string }) {
  const { t } = useTranslation();
  return (
    <div className="loading" role="status">
      {label ?? t("parts.loading")}
    </div>
  );
}

/** Empty says that there is none, why that is so, and what to do: children are text and perhaps a button. */
export function Empty({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="empty">
      <p>
        <strong>{title}</strong>
      </p>
      {children && <p className="muted">{children}</p>}
      {actions && <div className="row centre">{actions}</div>}
    </div>
  );
}

export type Tone = "info" | "good" | "fair" | "bad";
const signs: Record<Tone, string> = { info: "i", good: "✓", fair: "!", bad: "⚠" };

/** Notice is something to know. With live it is read out when it appears, at once if it is bad. */
export function Notice({
  tone = "info",
  live = false,
  children,
}: {
  tone?: Tone;
  live?: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className={`notice ${tone}`} role={live ? (tone === "bad" ? "alert" : "status") : undefined}>
      <span className="sign" role="img" aria-label={t(`parts.tone.${tone}`)}>
        {signs[tone]}
      </span>
      <div>{children}</div>
    </div>
  );
}
