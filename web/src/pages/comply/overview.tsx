// How many clauses are met, by document, by who has to meet them, or by stage in the life of the device.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Choice, useChoice } from "../../parts/choice";
import { type Column, DataTable } from "../../parts/data-table";
import { type Compliance, count, statuses, useAddress } from "./data";

const groupings = ["document", "role", "stage"] as const;

interface Row {
  id: string;
  title: string;
  because: string;
  counts: Record<string, number>;
}

/** rowsOf counts the clauses under each heading. Those of several roles or stages count for each. */
function rowsOf(of: Compliance, by: (typeof groupings)[number], title: (word: string) => string): Row[] {
  if (by === "document")
    return of.documents.map((d) => ({
      id: d.id,
      title: d.title,
      because: d.because,
      counts: count(of.clauses.filter((c) => c.document === d.id)),
    }));
  return (by === "role" ? of.roles : of.stages).map((w) => ({
    id: w,
    title: title(w),
    because: "",
    counts: count(of.clauses.filter((c) => (by === "role" ? c.who : c.stages).includes(w))),
  }));
}

export function Overview({ of }: { of: Compliance }) {
  const { t } = useTranslation();
  const address = useAddress();
  const by = useChoice("by", groupings);
  const rows = rowsOf(of, by, (w) => t(`comply.${by === "role" ? "who" : "stage"}.${w}`));
  const columns: Column<Row>[] = [
    {
      id: "title",
      title: t(`comply.by.${by}`),
      head: true,
      text: (r) => r.title,
      cell: (r) => (
        <>
          <Link href={address({ view: "clauses", [by]: r.id, status: "binding" })}>{r.title}</Link>
          {r.because && <span className="muted small comply-because">{r.because}</span>}
        </>
      ),
    },
    {
      id: "share",
      title: t("comply.share"),
      cell: (r) => <Share counts={r.counts} />,
    },
    ...statuses.map((s) => ({
      id: s,
      title: t(`verdicts.${s}`),
      number: true,
      sort: (r: Row) => r.counts[s] ?? 0,
      cell: (r: Row) =>
        r.counts[s] ? <Link href={address({ view: "clauses", [by]: r.id, status: s })}>{r.counts[s]}</Link> : "0",
    })),
  ];
  return (
    <section className="stack">
      <Choice
        label={t("comply.by.label")}
        param="by"
        options={groupings.map((g) => ({ id: g, title: t(`comply.by.${g}`) }))}
      />
      <DataTable
        name={`compliance-${by}`}
        caption={t("comply.view.overview")}
        rows={rows}
        columns={columns}
        rowKey={(r) => r.id}
      />
      <p className="muted small">{t("comply.shareSays")}</p>
    </section>
  );
}

/** Share draws the clauses that bind as one bar; the numbers stand beside it. */
function Share({ counts }: { counts: Record<string, number> }) {
  const { t } = useTranslation();
  const binding = statuses.slice(0, 4);
  const all = binding.reduce((n, s) => n + (counts[s] ?? 0), 0);
  if (all === 0) return <span className="muted small">{t("comply.bindsNot")}</span>;
  return (
    <span className="comply-share" aria-hidden="true">
      {binding.map((s) => (
        <i key={s} className={s} style={{ width: `${(100 * (counts[s] ?? 0)) / all}%` }} />
      ))}
    </span>
  );
}
