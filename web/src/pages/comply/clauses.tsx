// All clauses as a list that can be narrowed.
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";
import { type Column, DataTable } from "../../parts/data-table";
import { Verdict } from "../../parts/verdict";
import { type Clause, type Compliance, chosen, place, statuses, useAddress, useParam } from "./data";
import { inWords, Named, titlesOf } from "./named";

export function Clauses({ of }: { of: Compliance }) {
  const { t } = useTranslation();
  const address = useAddress();
  const [document, setDocument] = useParam("document");
  const [role, setRole] = useParam("role");
  const [stage, setStage] = useParam("stage");
  const [status, setStatus] = useParam("status");
  const titles = new Map(of.documents.map((d) => [d.id, d.title]));
  const names = titlesOf(of.findings);
  const rows = of.clauses.filter((c) => chosen(c, { document, role, stage, status }));
  const columns: Column<Clause>[] = [
    {
      id: "clause",
      title: t("comply.clause"),
      head: true,
      text: (c) => `${c.title} ${c.id}`,
      cell: (c) => (
        <>
          <Link href={address({ clause: c.id })}>{c.title}</Link>
          <span className="muted small comply-because">
            {place(c.id)} · {titles.get(c.document)}
          </span>
        </>
      ),
    },
    { id: "says", title: t("comply.asks"), text: (c) => c.says },
    { id: "who", title: t("comply.by.role"), text: (c) => c.who.map((w) => t(`comply.who.${w}`)).join(", ") },
    { id: "stages", title: t("comply.by.stage"), text: (c) => c.stages.map((w) => t(`comply.stage.${w}`)).join(", ") },
    {
      id: "verdict",
      title: t("comply.binds"),
      text: (c) => `${t(`verdicts.${c.verdict}`)}${c.because ? `: ${c.because}` : ""}`,
      cell: (c) => (
        <>
          <Verdict value={c.verdict} />
          {c.because && <span className="muted small comply-because">{c.because}</span>}
        </>
      ),
    },
    {
      id: "status",
      title: t("comply.status"),
      text: (c) => t(`verdicts.${c.status}`),
      sort: (c) => statuses.indexOf(c.status),
      cell: (c) => <Verdict value={c.status} />,
    },
    {
      id: "why",
      title: t("comply.why"),
      text: (c) => inWords(c.why, names),
      cell: (c) => <Named text={c.why} titles={names} />,
    },
  ];
  return (
    <DataTable
      name="clauses"
      caption={t("comply.view.clauses")}
      rows={rows}
      columns={columns}
      rowKey={(c) => c.id}
      empty={<NoneLeft />}
      actions={
        <>
          <Select
            label={t("comply.by.document")}
            value={document}
            set={setDocument}
            options={of.documents.map((d) => [d.id, d.title])}
          />
          <Select
            label={t("comply.by.role")}
            value={role}
            set={setRole}
            options={of.roles.map((w) => [w, t(`comply.who.${w}`)])}
          />
          <Select
            label={t("comply.by.stage")}
            value={stage}
            set={setStage}
            options={of.stages.map((w) => [w, t(`comply.stage.${w}`)])}
          />
          <Select
            label={t("comply.status")}
            value={status}
            set={setStatus}
            options={[
              ["binding", t("comply.binding")],
              ...statuses.map((s): [string, string] => [s, t(`verdicts.${s}`)]),
            ]}
          />
        </>
      }
    />
  );
}

function NoneLeft() {
  const { t } = useTranslation();
  const [, setSearch] = useSearchParams();
  const clear = () =>
    setSearch(
      (s) => {
        for (const name of ["document", "role", "stage", "status"]) s.delete(name);
        return s;
      },
      { replace: true },
    );
  return (
    <div className="empty">
      <p>{t("comply.noneLeft")}</p>
      <button type="button" onClick={clear}>
        {t("comply.clear")}
      </button>
    </div>
  );
}

interface SelectProps {
  label: string;
  value: string;
  set: (value: string) => void;
  options: [string, string][];
}

function Select({ label, value, set, options }: SelectProps) {
  const { t } = useTranslation();
  return (
    <select className="comply-select" aria-label={label} value={value} onChange={(e) => set(e.target.value)}>
      <option value="">{t("comply.any", { what: label })}</option>
      {options.map(([id, title]) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </select>
  );
}
