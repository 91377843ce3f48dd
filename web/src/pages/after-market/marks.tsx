// Small marks of a vulnerability: how urgent it is for patients, what was decided, whether it is exploited.
import { useTranslation } from "react-i18next";
import { localeOf } from "../../i18n";
import type { Concern } from "./data";

const tones = ["", "bad", "fair", "info", "", ""] as const;

/** Priority says what a vulnerability does to patients: 1 is the gravest of 5. */
export function Priority({ level }: { level: number }) {
  const { t } = useTranslation();
  return (
    <span className={`badge long ${tones[level] ?? ""}`}>
      {t("after.priorityOf", { level })}: {t(`after.priority.${level}`)}
    </span>
  );
}

const looks: Record<string, { tone: string; sign: string }> = {
  affected: { tone: "bad", sign: "!" },
  not_affected: { tone: "good", sign: "✓" },
  fixed: { tone: "good", sign: "✓" },
  under_investigation: { tone: "open", sign: "?" },
};

/** Status is a status of VEX in words. */
export function Status({ value }: { value: string }) {
  const { t } = useTranslation();
  const look = looks[value];
  return (
    <span className={`badge ${look?.tone ?? ""}`}>
      <span aria-hidden="true">{look?.sign}</span>
      {t(`after.status.${value}`)}
    </span>
  );
}

/** Decided says what was decided on a vulnerability, or that nobody did. */
export function Decided({ of }: { of: Concern }) {
  const { t } = useTranslation();
  if (of.stale)
    return (
      <span className="badge fair">
        <span aria-hidden="true">↻</span>
        {t("after.stale")}
      </span>
    );
  if (!of.status) return <span className="badge">{t("after.undecided")}</span>;
  return <Status value={of.status} />;
}

const approvals: Record<string, { tone: string; sign: string }> = {
  unapproved: { tone: "fair", sign: "○" },
  asked: { tone: "info", sign: "◷" },
  refused: { tone: "bad", sign: "✕" },
  approved: { tone: "good", sign: "✓" },
};

/** Approval says how far the approval of a decision is; nothing where there is no decision that stands. */
export function Approval({ value }: { value?: string }) {
  const { t } = useTranslation();
  const look = approvals[value ?? ""];
  if (!look) return null;
  return (
    <span className={`badge ${look.tone}`}>
      <span aria-hidden="true">{look.sign}</span>
      {t(`after.approval.${value}`)}
    </span>
  );
}

export function Exploited({ of }: { of: Concern }) {
  const { t, i18n } = useTranslation();
  const percent = new Intl.NumberFormat(localeOf(i18n.language), { style: "percent", maximumSignificantDigits: 2 });
  return (
    <>
      {of.exploited && (
        <span className="badge bad">
          <span aria-hidden="true">⚠</span>
          {t("after.exploited")}
        </span>
      )}{" "}
      {of.epss !== undefined && <span>{t("after.epss", { value: percent.format(of.epss) })}</span>}
    </>
  );
}
