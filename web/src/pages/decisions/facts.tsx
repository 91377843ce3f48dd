// What a decision rests on and why it does not stand, said from the codes of the server: titles first, threats as links with their ids.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Decision, Review } from "./read";

type Titles = Decision["titles"];
type Named = Pick<Decision["rests-on"][number], "kind" | "name" | "of">;
export type Change = Review["changes"][number];
export type Reason = Review["reasons"][number];

/** useValue says values of a kind: words in the language of the page, things by their titles, all else as it is on record. */
export function useValue(titles: Titles) {
  const { t } = useTranslation();
  function one(kind: string, v: string): string {
    switch (kind) {
      case "verdict":
      case "verdict-on":
        return t(`verdicts.${v}`, v);
      case "control":
      case "state":
        return t(`harms.controlStates.${v}`, v);
      case "exploited":
        return t(`decisions.exploitation.${v}`, v);
      case "role":
      case "held-by":
        return titles[v] ?? v;
      case "severity":
      case "likelihood":
      case "risk":
      case "risk-answered":
      case "trust":
      case "way":
      case "step":
        return t(`levels.${v}`, v);
    }
    return v;
  }
  return (kind: string, values: readonly string[]) => values.map((v) => one(kind, v)).join(", ");
}

/** FactName says which fact it is; the threats it goes through stand behind it. */
export function FactName({ fact, through = [], titles }: { fact: Named; through?: readonly string[]; titles: Titles }) {
  const { t } = useTranslation();
  const name = fact.kind === "severity" ? t(`system.guide.word.${fact.name}`, fact.name ?? "") : fact.name;
  const threats = fact.kind === "step" && fact.of ? [fact.of] : through;
  return (
    <>
      {t(`decisions.what.${fact.kind}`, { name, of: fact.of && (titles[fact.of] ?? fact.of) })}
      {threats.map((id, i) => (
        <span key={id}>
          {i > 0 && " → "}
          {titles[id] ? (
            <>
              <Link href={`/threats/${id}`}>{titles[id]}</Link> <span className="small muted nowrap">{id}</span>
            </>
          ) : (
            id
          )}
        </span>
      ))}
    </>
  );
}

/** ChangeText says what became of a fact. */
export function ChangeText({ change: c, titles }: { change: Change; titles: Titles }) {
  const { t } = useTranslation();
  const value = useValue(titles);
  const was = value(c.kind, c.was);
  const from = c.kind === "step" ? t("decisions.orMore", { level: was }) : was;
  const now = value(c.kind, c.now);
  return (
    <>
      <FactName fact={c} titles={titles} />
      {": "}
      {c.was.length === 0
        ? t("decisions.isNew", { now })
        : c.now.length === 0
          ? t("decisions.isGone", { from })
          : `${from} → ${now}`}
    </>
  );
}

/** ReasonText says why a decision does not stand. */
export function ReasonText({ reason: r, titles }: { reason: Reason; titles: Titles }) {
  const { t } = useTranslation();
  const of = r.of && (titles[r.of] ?? r.of);
  return <>{t(`decisions.reason.${r.code}`, { of, near: r.near, context: r.near && "near" })}</>;
}
