// Controls that hold a harm, with what removing each does, and smallest sets that would help.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Answered } from "../../api/client";
import { type Column, DataTable } from "../../parts/data-table";
import { Level } from "../../parts/level";
import { rankOf } from "../../parts/levels";
import { Empty } from "../../parts/states";
import type { Risk } from "./data";

type Control = Risk["controls"][number];

interface ControlsProps {
  controls: Control[];
  /** likelihood of the situation as it is. */
  likelihood: string;
  titles: Record<string, string>;
}

export function Controls({ controls, likelihood, titles }: ControlsProps) {
  const { t } = useTranslation();
  const where = (c: Control) => c.id.split("@")[1] ?? "";
  const columns: Column<Control>[] = [
    {
      id: "control",
      title: t("harms.control"),
      head: true,
      text: (c) => c.title,
      cell: (c) => (
        <>
          {c.title}
          <div className="muted small">
            <Link href={`/system?select=${encodeURIComponent(where(c))}`}>{titles[where(c)] ?? where(c)}</Link>
          </div>
        </>
      ),
    },
    { id: "state", title: t("harms.controlState"), text: (c) => t(`harms.controlStates.${c.state}`) },
    { id: "layer", title: t("harms.layer"), text: (c) => t(`harms.layers.${c.layer}`) },
    {
      id: "removal",
      title: t("harms.removed"),
      text: (c) => c["without-it"] ?? t("harms.nothingChanges"),
      sort: (c) => -rankOf(c["without-it"] ?? likelihood, "likelihood"),
      cell: (c) =>
        c["without-it"] ? (
          <>
            <Level value={c["without-it"]} scale="likelihood" />{" "}
            <span className="muted small">{t("harms.insteadOf", { level: t(`levels.${likelihood}`) })}</span>
          </>
        ) : (
          <span className="muted">{t("harms.nothingChanges")}</span>
        ),
    },
    {
      id: "evidence",
      title: t("harms.shownBy"),
      text: (c) => [...c.evidence, c.verification].join("; "),
      cell: (c) => (
        <>
          {c.evidence.length > 0 && <div>{c.evidence.join(", ")}</div>}
          <div className="muted small">{c.verification}</div>
        </>
      ),
    },
  ];
  return (
    <section>
      <h2>{t("harms.controls")}</h2>
      <p className="muted">{t("harms.controlsSay")}</p>
      <DataTable
        name="controls"
        caption={t("harms.controls")}
        rows={controls}
        columns={columns}
        rowKey={(c) => c.id}
        empty={<Empty title={t("harms.noControls")} />}
      />
    </section>
  );
}

type Help = Answered<"/api/v1/projects/{project}/revisions/{revision}/harms/{harm}", "get">["helps"][number];

export function Helps({ helps }: { helps: Help[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t("harms.helps")}</h2>
      {helps.length === 0 && <p className="muted">{t("harms.noHelps")}</p>}
      <ul>
        {helps.map((h) => (
          <li key={h.controls.map((c) => c.id).join()}>
            {h.controls
              .map((c) => t("harms.controlAt", { control: c.title, element: c.at }))
              .join(` ${t("harms.and")} `)}
            {": "}
            <Level value={h.leaves} scale="likelihood" />{" "}
            <Link href={`/threats/try?${new URLSearchParams(h.controls.map((c) => ["control", `${c.id}=present`]))}`}>
              {t("harms.try")}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
