// All harms of a system: how many lie where in the table of risk, the list, and what stands against them.
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";
import { useProject } from "../../app/place";
import { Matrix } from "../../charts/matrix";
import { Choice, useChoice } from "../../parts/choice";
import { type Column, DataTable } from "../../parts/data-table";
import { ErrorPage } from "../../parts/error-page";
import { Level } from "../../parts/level";
import { rankOf, scales, verdicts } from "../../parts/levels";
import { NoHarms } from "../../parts/no-harms";
import { Page } from "../../parts/page";
import { Empty, Loading, Notice } from "../../parts/states";
import { Verdict } from "../../parts/verdict";
import { Benefits } from "./benefits";
import { type Harms, type Risk, states, useHarms } from "./data";
import { Numbers } from "./numbers";

export function All() {
  const { t } = useTranslation();
  const project = useProject();
  const { data, error, refetch } = useHarms();
  if (error) return <ErrorPage error={error} retry={() => void refetch()} />;
  return (
    <Page title={t("nav.harms")} subject={project.data?.name} intro={t("harms.intro")}>
      {data ? <Content harms={data} /> : <Loading />}
    </Page>
  );
}

function Content({ harms }: { harms: Harms }) {
  const { t } = useTranslation();
  const all = [...harms.risks, ...harms.apart];
  if (all.length === 0) return <NoHarms />;
  return (
    <div className="stack">
      {!harms.verified && <Notice tone="bad">{t("harms.notVerified")}</Notice>}
      <Where harms={harms} all={all} />
      <List harms={harms} all={all} />
      <Benefits benefits={harms.benefits} harms={all} titles={harms.titles} />
      <Numbers />
    </div>
  );
}

interface Of {
  harms: Harms;
  all: Risk[];
}

/** useCell keeps the chosen cell of the matrix in the address, as severity and probability. */
function useCell(): [string | null, string | null, (severity?: string, probability?: string) => void] {
  const [search, setSearch] = useSearchParams();
  return [
    search.get("severity"),
    search.get("probability"),
    (severity, probability) =>
      setSearch(
        (s) => {
          severity ? s.set("severity", severity) : s.delete("severity");
          probability ? s.set("probability", probability) : s.delete("probability");
          return s;
        },
        { replace: true },
      ),
  ];
}

function Where({ harms, all }: Of) {
  const { t } = useTranslation();
  const state = useChoice("state", states);
  const [severity, probability, choose] = useCell();
  const rows = [...scales.severity].reverse();
  const columns = scales.probability;
  const cells = rows.map((s) =>
    columns.map((p) => {
      const word = harms.table[scales.severity.indexOf(s)]?.[columns.indexOf(p)] ?? "";
      const tone = verdicts[word]?.tone;
      return {
        count: all.filter((r) => r[state].severity === s && r[state]["probability-level"] === p).length,
        tone: tone === "good" || tone === "fair" || tone === "bad" ? tone : 0,
        word: t(`verdicts.${word}`),
      };
    }),
  );
  const chosen =
    severity && probability
      ? ([(rows as string[]).indexOf(severity), (columns as readonly string[]).indexOf(probability)] as [
          number,
          number,
        ])
      : undefined;
  return (
    <section>
      <Choice
        label={t("harms.state.label")}
        param="state"
        options={states.map((s) => ({ id: s, title: t(`harms.state.${s}`) }))}
      />
      <Matrix
        title={t("harms.matrix")}
        rowName={t("harms.severity")}
        columnName={t("harms.probability")}
        rows={rows.map((r) => t(`levels.${r}`))}
        columns={columns.map((c) => t(`levels.${c}`))}
        cells={cells}
        chosen={chosen}
        onChoose={(i, j) => (chosen?.[0] === i && chosen[1] === j ? choose() : choose(rows[i], columns[j]))}
      />
      <details>
        <summary>{t("harms.scales")}</summary>
        <div className="grid">
          <dl className="facts small">
            {harms.severity.map((l) => (
              <div key={l.level}>
                <dt>{t(`levels.${l.level}`)}</dt>
                <dd>{l.says}</dd>
              </div>
            ))}
          </dl>
          <dl className="facts small">
            {harms.probability.map((l) => (
              <div key={l.level}>
                <dt>{t(`levels.${l.level}`)}</dt>
                <dd>{l.says}</dd>
              </div>
            ))}
          </dl>
        </div>
      </details>
    </section>
  );
}

function List({ all }: Of) {
  const { t } = useTranslation();
  const state = useChoice("state", states);
  const [severity, probability, choose] = useCell();
  const shown = all.filter(
    (r) =>
      (!severity || r[state].severity === severity) && (!probability || r[state]["probability-level"] === probability),
  );
  const verdict = (s: (typeof states)[number], title: string): Column<Risk> => ({
    id: s,
    title,
    text: (r) => t(`verdicts.${r[s].acceptability}`),
    sort: (r) =>
      ["acceptable", "reduce", "unacceptable"].indexOf(r[s].acceptability) * 10 +
      rankOf(r[s]["probability-level"], "probability"),
    cell: (r) => (
      <>
        <Verdict value={r[s].acceptability} />
        <div className="muted small">{t(`levels.${r[s]["probability-level"]}`)}</div>
      </>
    ),
  });
  const columns: Column<Risk>[] = [
    {
      id: "harm",
      title: t("harms.harm"),
      head: true,
      text: (r) => r.title,
      cell: (r) => (
        <>
          <Link href={`/harms/${encodeURIComponent(r.harm)}`}>{r.title}</Link>
          {r.situation && <div className="muted small">{r.situation}</div>}
        </>
      ),
    },
    {
      id: "groups",
      title: t("harms.severityByGroup"),
      text: (r) =>
        r.groups.map((g) => `${t(`system.guide.word.${g.group}`, g.group)}: ${t(`levels.${g.severity}`)}`).join("; "),
      sort: (r) => rankOf(r.planned.severity, "severity"),
      cell: (r) => (
        <ul className="plain-list">
          {r.groups.map((g) => (
            <li key={g.group}>
              <span className="muted">{t(`system.guide.word.${g.group}`, g.group)}</span>{" "}
              <Level value={g.severity} scale="severity" />
            </li>
          ))}
        </ul>
      ),
    },
    verdict("without-controls", t("harms.verdictIn.without-controls")),
    verdict("today", t("harms.verdictIn.today")),
    verdict("planned", t("harms.verdictIn.planned")),
    {
      id: "class",
      title: t("harms.class"),
      text: (r) => t(`harms.classes.${r.class}`),
    },
  ];
  return (
    <section>
      <h2>{t("harms.list")}</h2>
      <DataTable
        name="harms"
        caption={t("harms.list")}
        rows={shown}
        columns={columns}
        rowKey={(r) => r.harm}
        empty={<Empty title={t("harms.noneHere")} />}
        actions={
          severity && probability ? (
            <button type="button" onClick={() => choose()}>
              {t("harms.showAll", {
                severity: t(`levels.${severity}`),
                probability: t(`levels.${probability}`),
              })}
            </button>
          ) : undefined
        }
      />
    </section>
  );
}
