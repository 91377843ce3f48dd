// A time of the server (RFC 3339 UTC) in the person's language and zone; the title says it in UTC.
import { useTranslation } from "react-i18next";
import { localeOf } from "../i18n";

type Show = "time" | "date" | "ago" | "zone";

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86400],
  ["month", 30 * 86400],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

/** ago says how far a time is from now, in the largest unit that is reached. */
export function ago(at: Date, now: Date, language: string): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const [unit, length] = units.find(([, n]) => Math.abs(seconds) >= n) ?? ["second", 1];
  return format.format(Math.trunc(seconds / length), unit);
}

const fields: Record<Exclude<Show, "ago">, Intl.DateTimeFormatOptions> = {
  time: { dateStyle: "medium", timeStyle: "short" },
  date: { dateStyle: "medium" },
  // For signatures: to the second, with the zone (21 CFR 11.50).
  zone: {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  },
};

export function Time({ at, show = "time" }: { at: string | undefined; show?: Show }) {
  const { t, i18n } = useTranslation();
  const date = new Date(at ?? "");
  if (Number.isNaN(date.getTime())) return <span className="muted">{t("parts.never")}</span>;
  const text =
    show === "ago"
      ? ago(date, new Date(), localeOf(i18n.language))
      : new Intl.DateTimeFormat(localeOf(i18n.language), fields[show]).format(date);
  const utc = `${date.toISOString().replace("T", " ").slice(0, 19)} UTC`;
  return (
    <time dateTime={date.toISOString()} title={utc} className="nowrap">
      {text}
    </time>
  );
}
