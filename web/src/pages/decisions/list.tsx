// All decisions, those that ask for something first.
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";
import { useProject } from "../../app/place";
import { type Column, DataTable } from "../../parts/data-table";
import { ErrorPage } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { useReviews } from "../../parts/signing";
import { Empty, Loading, Notice } from "../../parts/states";
import { Time } from "../../parts/time";
import { Verdict } from "../../parts/verdict";
import { ChangeText, ReasonText } from "./facts";
import { addressOf, type Decisions, mayDecide, newAddress, type Review, useDecisions, type Wanted } from "./read";
import { moved, State, states } from "./state";
import "./decisions.css";

export function ListPage() {
  const { t } = useTranslation();
  const query = useDecisions();
  const project = useProject().data;
  const may = project?.may ?? [];
  if (query.error) return <ErrorPage error={query.error} retry={() => void query.refetch()} />;
  const d = query.data;
  return (
    <Page
      title={t("nav.decisions")}
      subject={project?.name}
      intro={t("decisions.intro")}
      actions={
        may.includes("edit") && (
          <Link className="button primary" href="/decisions/new">
            {t("decisions.new")}
          </Link>
        )
      }
    >
      {d ? (
        <div className="stack">
          {d.diagnostics.map((x) => (
            <Notice key={`${x.file}${x.line}${x.message}`} tone={x.severity === "error" ? "bad" : "fair"}>
              {x.message}
              {x.hint && <p>{x.hint}</p>}
              <p className="small muted">
                {x.file}:{x.line}
              </p>
            </Notice>
          ))}
          <Waiting reviews={d.items} />
          <WantedList wanted={d.wanted} may={may} />
          <Table reviews={d.items} titles={d.titles} />
        </div>
      ) : (
        <Loading />
      )}
    </Page>
  );
}

/** Waiting lists what waits for the person's signature. */
function Waiting({ reviews }: { reviews: Review[] }) {
  const { t } = useTranslation();
  const mine = (useReviews().data?.items ?? []).filter((r) => r.mine);
  if (mine.length === 0) return null;
  const addressFor = (about: string) => {
    const [sort, name] = [about.slice(0, about.indexOf(":")), about.slice(about.indexOf(":") + 1)];
    const decision = reviews.find((x) => x.file === name);
    if (sort === "decision") return decision && addressOf(decision.id);
    return sort === "revision" ? `/history/${encodeURIComponent(name)}` : "/documents";
  };
  return (
    <section className="card">
      <h2>{t("decisions.waiting", { count: mine.length })}</h2>
      <ul>
        {mine.map((r) => (
          <li key={r.id}>
            <Link href={addressFor(r.about) ?? "/decisions"}>{r.words}</Link>{" "}
            <span className="muted">
              {t(`signing.meaning.${r.meaning}`)} · <Time at={r.at} show="ago" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function WantedList({ wanted, may }: { wanted: Wanted[]; may: string[] }) {
  const { t } = useTranslation();
  if (wanted.length === 0) return null;
  return (
    <section className="card">
      <h2>{t("decisions.wanted", { count: wanted.length })}</h2>
      <p className="muted">{t("decisions.wantedSays")}</p>
      <ul className="wanted">
        {wanted.map((w) => (
          <li key={w.about}>
            <span className="grow">{w.about === "overall" ? t("decisions.overall") : w.title}</span>
            {w.verdict && <Verdict value={w.verdict} />}
            {mayDecide(may, w.about) && (
              <Link
                className="button"
                href={newAddress(w.about)}
                aria-label={t("decisions.decideOn", { name: w.about === "overall" ? t("decisions.overall") : w.title })}
              >
                {t("decisions.decide")}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Table({ reviews, titles }: { reviews: Review[]; titles: Decisions["titles"] }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const only = search.get("state") ?? "";
  const rows = reviews
    .filter((r) => !only || r.state === only)
    .sort((a, b) => states.indexOf(a.state) - states.indexOf(b.state));
  const titleOf = (r: Review) => (r.about === "overall" ? t("decisions.overall") : r.title || r.about);
  const columns: Column<Review>[] = [
    {
      id: "about",
      title: t("decisions.about"),
      head: true,
      text: titleOf,
      cell: (r) => (
        <>
          <Link href={addressOf(r.id)}>{titleOf(r)}</Link>
          <br />
          <span className="small muted">{r.about}</span>
        </>
      ),
    },
    {
      id: "state",
      title: t("decisions.stateOf"),
      text: (r) => t(`decisions.state.${r.state}`),
      sort: (r) => states.indexOf(r.state),
      cell: (r) => (
        <>
          <State state={r.state} moved={moved(r)} />
          {r.state !== "replaced" && <First review={r} titles={titles} />}
        </>
      ),
    },
    { id: "choice", title: t("decisions.choiceOf"), text: (r) => t(`decisions.choice.${r.choice}`) },
    { id: "who", title: t("decisions.who"), text: (r) => `${r.who}, ${r.role}` },
    { id: "when", title: t("decisions.when"), text: (r) => r.when, cell: (r) => <Time at={r.when} show="date" /> },
    {
      id: "until",
      title: t("decisions.until"),
      text: (r) => r.until ?? "",
      cell: (r) => (r.until ? <Time at={r.until} show="date" /> : t("decisions.noEnd")),
    },
  ];
  return (
    <DataTable
      name="decisions"
      caption={t("nav.decisions")}
      rows={rows}
      columns={columns}
      rowKey={(r) => r.id}
      empty={<Empty title={t(only ? "decisions.noneSo" : "decisions.none")}>{!only && t("decisions.noneSays")}</Empty>}
      actions={
        <select
          aria-label={t("decisions.filter")}
          value={only}
          onChange={(e) =>
            setSearch(
              (s) => {
                if (e.target.value) s.set("state", e.target.value);
                else s.delete("state");
                return s;
              },
              { replace: true },
            )
          }
        >
          <option value="">{t("decisions.all")}</option>
          {states.map((s) => (
            <option key={s} value={s}>
              {t(`decisions.state.${s}`)} ({reviews.filter((r) => r.state === s).length})
            </option>
          ))}
        </select>
      }
    />
  );
}

/** First says the first of what a decision does not stand for, and how much more there is. */
function First({ review: r, titles }: { review: Review; titles: Decisions["titles"] }) {
  const { t } = useTranslation();
  const [reason, change] = [r.reasons[0], r.changes[0]];
  const what = reason ? (
    <ReasonText reason={reason} titles={titles} />
  ) : (
    change && <ChangeText change={change} titles={titles} />
  );
  if (!what) return null;
  const more = r.reasons.length + r.changes.length - 1;
  return (
    <span className="small block">
      {what}
      {more > 0 && ` ${t("decisions.andMore", { count: more })}`}
    </span>
  );
}
