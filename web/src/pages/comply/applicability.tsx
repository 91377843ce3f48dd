// The statement of applicability: for each clause of a document whether it applies, why, how far it is met and by what. It is made to be printed.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { csv, save } from "../../parts/csv";
import { Scroll } from "../../parts/scroll";
import { Verdict } from "../../parts/verdict";
import { type Clause, type Compliance, place, useAddress, useParam } from "./data";
import { inWords, Named, titlesOf } from "./named";

export function Applicability({ of }: { of: Compliance }) {
  const { t } = useTranslation();
  const address = useAddress();
  const [wanted, setWanted] = useParam("document");
  const document =
    of.documents.find((d) => d.id === wanted) ??
    of.documents.find((d) => (d.statuses["not-applicable"] ?? 0) === 0) ??
    of.documents[0];
  if (!document) return null;
  const rows = of.clauses.filter((c) => c.document === document.id);
  const by = (c: Clause) =>
    c.statement
      ? `${c.statement.who} (${c.statement.role}), ${c.statement.when}`
      : c.criteria.map((x) => names.get(x) ?? x).join("; ");
  const names = titlesOf(of.findings);
  const heads = ["place", "clause", "applies", "reason", "status", "why", "shownBy"].map((k) => t(`comply.soa.${k}`));

  function download() {
    const lines = rows.map((c) => [
      place(c.id),
      c.title,
      t(`verdicts.${c.verdict}`),
      c.because || t("comply.noConditions"),
      t(`verdicts.${c.status}`),
      inWords(c.why, names),
      by(c),
    ]);
    save(`applicability-${document?.id}.csv`, csv([heads, ...lines]));
  }

  return (
    <section className="stack">
      <div className="toolbar">
        <select
          className="comply-select"
          aria-label={t("comply.by.document")}
          value={document.id}
          onChange={(e) => setWanted(e.target.value)}
        >
          {of.documents.map((d) => (
            <option key={d.id} value={d.id}>
              {d.title}
            </option>
          ))}
        </select>
        <span className="grow" />
        <button type="button" onClick={download}>
          {t("parts.table.export")}
        </button>
      </div>
      <h2>{t("comply.soa.title", { document: document.title })}</h2>
      <p className="muted">
        {t("comply.soa.says", { day: of.day })} {document.because && `${document.because}.`}
      </p>
      <Scroll label={t("comply.view.applicability")}>
        <table>
          <thead>
            <tr>
              {heads.map((h) => (
                <th key={h} scope="col">
                  {h}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((c) => (
              <tr key={c.id}>
                <td className="nowrap">{place(c.id)}</td>
                <th scope="row">
                  <Link href={address({ clause: c.id })}>{c.title}</Link>
                </th>
                <td>
                  <Verdict value={c.verdict} />
                </td>
                <td>{c.because || t("comply.noConditions")}</td>
                <td>
                  <Verdict value={c.status} />
                </td>
                <td>
                  <Named text={c.why} titles={names} />
                </td>
                <td>{by(c)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
