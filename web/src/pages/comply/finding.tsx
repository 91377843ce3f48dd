// What a criterion makes of the system: what is missing where, and what to do.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Verdict } from "../../parts/verdict";
import { type Clause, type Criterion, useAddress } from "./data";

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
          <strong>{t("comply.csv.toDo")}:</strong> {of.hint}
        </p>
      )}
      {of.controls.length > 0 && (
        <p className="muted small">
          {of.controls.map((c) => (
            <span key={c.id} className="comply-control">
              {c.id}: {c.title}
            </span>
          ))}
        </p>
      )}
      <Subjects title={t("comply.lacking", { count: lacking.length })} list={lacking} open={lacking.length < 9} />
      <Subjects title={t("comply.held", { count: held.length })} list={held} open={false} />
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

function Subjects({ title, list, open }: { title: string; list: Criterion["subjects"]; open: boolean }) {
  if (list.length === 0) return null;
  return (
    <details open={open}>
      <summary>{title}</summary>
      <ul className="comply-subjects">
        {list.map((s) => (
          <li key={s.id}>
            <Verdict value={s.outcome} /> <Link href={`/system?select=${encodeURIComponent(s.id)}`}>{s.name}</Link>
            <span className="muted">: {s.because}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
