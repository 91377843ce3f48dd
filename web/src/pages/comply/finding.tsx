// What a criterion makes of the system: what is missing where, and what to do.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Verdict } from "../../parts/verdict";
import { type Clause, type Criterion, useAddress } from "./data";
import { Named, titlesOf } from "./named";

interface FindingProps {
  of: Criterion;
  /** waiting is the number of clauses that wait for it, where that matters. */
  waiting?: number;
  /** titles are the clauses by id; without them, the clauses it bears on are not listed. */
  titles?: ReadonlyMap<string, Clause>;
}

export function Finding({ of, waiting, titles }: FindingProps) {
  const { t } = useTranslation();
  const address = useAddress();
  const lacking = of.subjects.filter((s) => s.outcome !== "met");
  const held = of.subjects.filter((s) => s.outcome === "met");
  const names = titlesOf([of]);
  const others = of.controls.filter((c) => !of.hint?.includes(c.id));
  return (
    <>
      <div className="row">
        <h3 className="comply-finding">{of.title}</h3>
        {of.outcome === "nothing" ? (
          <span className="badge">{t("comply.outcome.nothing")}</span>
        ) : (
          <Verdict value={of.outcome} />
        )}
        {waiting !== undefined && <span className="badge info">{t("comply.waiting", { count: waiting })}</span>}
        <span className="muted small">{of.criterion}</span>
      </div>
      {of.hint && (
        <p>
          <strong>{t("comply.csv.toDo")}:</strong> <Named text={of.hint} titles={names} />
        </p>
      )}
      {others.length > 0 && (
        <p className="muted small">
          {t("comply.servedBy")} <Named text={others.map((c) => c.id).join("; ")} titles={names} />
        </p>
      )}
      <Subjects
        title={t("comply.lacking", { count: lacking.length })}
        list={lacking}
        names={names}
        open={lacking.length < 9}
      />
      <Subjects title={t("comply.held", { count: held.length })} list={held} names={names} open={false} />
      {titles && (
        <details>
          <summary>{t("comply.bearsOn", { count: of.clauses.length })}</summary>
          <ul>
            {of.clauses.map((id) => (
              <li key={id}>
                <Link href={address({ clause: id })}>{titles.get(id)?.title ?? id}</Link>{" "}
                <span className="muted small">{id}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

interface SubjectsProps {
  title: string;
  list: Criterion["subjects"];
  names: ReadonlyMap<string, string>;
  open: boolean;
}

function Subjects({ title, list, names, open }: SubjectsProps) {
  if (list.length === 0) return null;
  return (
    <details open={open}>
      <summary>{title}</summary>
      <ul className="comply-subjects">
        {list.map((s) => (
          <li key={s.id}>
            <Verdict value={s.outcome} /> <Link href={`/system?select=${encodeURIComponent(s.id)}`}>{s.name}</Link>
            <span className="muted">
              : <Named text={s.because} titles={names} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
