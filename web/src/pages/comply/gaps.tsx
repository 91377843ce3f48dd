// What to do so that more clauses are met: first what serves the most clauses, then what people have to state.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { csv, save } from "../../parts/csv";
import { Empty } from "../../parts/states";
import { type Compliance, useAddress, useParam } from "./data";
import { Finding } from "./finding";

const step = 15; // gaps that are drawn at once

export function Gaps({ of }: { of: Compliance }) {
  const { t } = useTranslation();
  const [role, setRole] = useParam("role");
  const [drawn, setDrawn] = useState(step);
  const clause = new Map(of.clauses.map((c) => [c.id, c]));
  const mine = (id: string) => !role || (clause.get(id)?.who ?? []).includes(role);
  const finding = new Map(of.findings.map((f) => [f.criterion, f]));
  const waits = (id: string) => {
    const c = clause.get(id);
    return c !== undefined && (c.status === "open" || c.status === "partly" || c.contradicted === true);
  };
  const gaps = of.gaps
    .flatMap((id) => finding.get(id) ?? [])
    .map((f) => ({ ...f, clauses: f.clauses.filter((id) => mine(id) && waits(id)) }))
    .filter((f) => f.clauses.length > 0)
    .sort((a, b) => b.clauses.length - a.clauses.length);

  function download() {
    const rows = gaps.map((f) => [
      f.criterion,
      f.title,
      t(`comply.outcome.${f.outcome}`),
      f.hint ?? "",
      String(f.clauses.length),
      f.clauses.join(" "),
    ]);
    const heads = ["criterion", "title", "status", "toDo", "waiting", "clauses"].map((k) => t(`comply.csv.${k}`));
    save("gaps.csv", csv([heads, ...rows]));
  }

  return (
    <section className="stack">
      <h2 className="sr-only">{t("comply.view.gaps")}</h2>
      <div className="toolbar">
        <select
          className="comply-select"
          aria-label={t("comply.by.role")}
          value={role}
          onChange={(e) => setRole(e.target.value)}
        >
          <option value="">{t("comply.any", { what: t("comply.by.role") })}</option>
          {of.roles.map((w) => (
            <option key={w} value={w}>
              {t(`comply.who.${w}`)}
            </option>
          ))}
        </select>
        <span className="muted small grow" role="status">
          {t("comply.toDo", { count: gaps.length })}
        </span>
        <button type="button" onClick={download}>
          {t("parts.table.export")}
        </button>
      </div>
      {gaps.length === 0 && <Empty title={t("comply.noGaps")} />}
      <ol className="comply-gaps">
        {gaps.slice(0, drawn).map((f) => (
          <li key={f.criterion} className="card">
            <Finding of={f} waiting={f.clauses.length} titles={clause} />
          </li>
        ))}
      </ol>
      {gaps.length > drawn && (
        <button type="button" onClick={() => setDrawn(drawn + step)}>
          {t("parts.table.draw", { count: Math.min(step, gaps.length - drawn) })}
        </button>
      )}
      <Unstated of={of} mine={mine} />
    </section>
  );
}

/** Unstated lists by document the clauses that nothing shows and nobody has stated. */
function Unstated({ of, mine }: { of: Compliance; mine: (id: string) => boolean }) {
  const { t } = useTranslation();
  const address = useAddress();
  const left = new Set(of.unstated.filter(mine));
  const groups = of.documents
    .map((d) => ({ ...d, clauses: of.clauses.filter((c) => c.document === d.id && left.has(c.id)) }))
    .filter((d) => d.clauses.length > 0);
  if (groups.length === 0) return null;
  return (
    <section>
      <h2>{t("comply.unstated", { count: left.size })}</h2>
      <p className="muted">{t("comply.unstatedSays")}</p>
      {groups.map((d) => (
        <details key={d.id} className="comply-group">
          <summary>
            {d.title} <span className="badge">{d.clauses.length}</span>
          </summary>
          <ul>
            {d.clauses.map((c) => (
              <li key={c.id}>
                <Link href={address({ clause: c.id })}>{c.title}</Link>{" "}
                <Link className="small" href={`/decisions/new?about=${encodeURIComponent(c.id)}`}>
                  {t("comply.state")}
                  <span className="sr-only">: {c.title}</span>
                </Link>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}
