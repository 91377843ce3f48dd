// The inbox: vulnerabilities in the releases in use, those first that do most to patients.
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";
import { useProjectId } from "../../app/place";
import { keep, kept } from "../../look/kept";
import { type Column, DataTable } from "../../parts/data-table";
import { ErrorPage } from "../../parts/error-page";
import { Empty, Loading, Notice } from "../../parts/states";
import { Time } from "../../parts/time";
import { Verdict } from "../../parts/verdict";
import { Besides } from "./besides";
import { type Concern, useInbox, useMay } from "./data";
import { DecideDialog } from "./decide";
import { LookUp } from "./look-up";
import { Approval, Decided, Exploited, Priority } from "./marks";

const shows = ["undecided", "unapproved", "all", "new", "exploited", "decided"] as const;

/** open tells whether somebody must decide, or decide again. */
export const open = (c: Concern) => !c.status || c.stale;

/** shown chooses the rows of a filter; since is the last visit. */
export function shown(items: readonly Concern[], show: string, priority: string, since: string): Concern[] {
  return items.filter(
    (c) =>
      (!priority || String(c.priority) === priority) &&
      (show === "all" ||
        (show === "undecided" && open(c)) ||
        (show === "unapproved" && !open(c) && c.approval !== "approved") ||
        (show === "decided" && !open(c)) ||
        (show === "exploited" && c.exploited) ||
        (show === "new" && c.known > since)),
  );
}

/** useLastVisit gives when this browser showed the inbox last, and remembers this time. */
function useLastVisit(): string {
  const name = `after.${useProjectId()}`;
  const [last] = useState(() => kept(name) ?? "");
  useEffect(() => keep(name, new Date().toISOString()), [name]);
  return last;
}

export function InboxTab() {
  const { t } = useTranslation();
  const inbox = useInbox();
  const may = useMay("triage");
  const since = useLastVisit();
  const [search, setSearch] = useSearchParams();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deciding, setDeciding] = useState(false);
  const show = shows.find((s) => s === search.get("show")) ?? "undecided";
  const priority = search.get("priority") ?? "";
  const rows = useMemo(
    () => shown(inbox.data?.items ?? [], show, priority, since),
    [inbox.data, show, priority, since],
  );
  const columns = useColumns();

  if (inbox.error) return <ErrorPage error={inbox.error} retry={() => void inbox.refetch()} />;
  if (!inbox.data) return <Loading />;
  const set = (name: string, value: string) =>
    setSearch(
      (s) => {
        value ? s.set(name, value) : s.delete(name);
        return s;
      },
      { replace: true },
    );
  const { items, looked } = inbox.data;
  const urgent = items.filter((c) => open(c) && c.priority === 1).length;
  return (
    <div className="stack">
      {urgent > 0 && <Notice tone="bad">{t("after.urgent", { count: urgent })}</Notice>}
      <LookUp looked={looked} bills={inbox.data.bills} />
      {items.length === 0 ? (
        <Empty title={looked ? t("after.nothing") : t("after.never")}>{looked ? "" : t("after.neverSays")}</Empty>
      ) : (
        <DataTable
          name="inbox"
          caption={t("after.tab.inbox")}
          rows={rows}
          columns={columns}
          rowKey={(c) => c.id}
          chosen={may ? chosen : undefined}
          onChoose={may ? setChosen : undefined}
          empty={
            <Empty title={t("after.noneShown")} actions={<Filters {...{ show, priority, set }} />}>
              {t("after.ofAll", { count: items.length })}
            </Empty>
          }
          actions={
            <>
              <Filters {...{ show, priority, set }} />
              {may && (
                <button
                  type="button"
                  className="primary"
                  aria-disabled={chosen.size === 0}
                  onClick={() => chosen.size > 0 && setDeciding(true)}
                >
                  {t("after.decideChosen")}
                </button>
              )}
            </>
          }
        />
      )}
      <Besides inbox={inbox.data} />
      <DecideDialog
        about={items.filter((c) => chosen.has(c.id))}
        open={deciding}
        onClose={(done) => {
          setDeciding(false);
          if (done) setChosen(new Set());
        }}
      />
    </div>
  );
}

interface FiltersProps {
  show: string;
  priority: string;
  set: (name: string, value: string) => void;
}

function Filters({ show, priority, set }: FiltersProps) {
  const { t } = useTranslation();
  return (
    <>
      <label>
        {t("after.filter.show")}{" "}
        <select value={show} onChange={(e) => set("show", e.target.value)}>
          {shows.map((s) => (
            <option key={s} value={s}>
              {t(`after.show.${s}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("after.filter.priority")}{" "}
        <select value={priority} onChange={(e) => set("priority", e.target.value)}>
          <option value="">{t("after.filter.each")}</option>
          {[1, 2, 3, 4, 5].map((n) => (
            <option key={n} value={n}>
              {t("after.priorityOf", { level: n })}: {t(`after.priority.${n}`)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

function useColumns(): Column<Concern>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: "vulnerability",
        title: t("after.column.vulnerability"),
        head: true,
        text: (c) => `${c.vulnerability} ${c.summary ?? ""}`,
        cell: (c) => (
          <>
            <Link href={`/after-market?about=${encodeURIComponent(c.id)}`}>{c.vulnerability}</Link>
            <div className="muted summary">{c.summary}</div>
          </>
        ),
      },
      {
        id: "patients",
        title: t("after.column.patients"),
        text: (c) => [t(`after.priority.${c.priority}`), ...c.harms.map((h) => h.title)].join("; "),
        sort: (c) => c.priority,
        cell: (c) => (
          <>
            <Priority level={c.priority} />
            {c.harms.map((h) => (
              <div key={h.id} className="harm-line">
                {h.title} <Verdict value={h.after.acceptability} />
              </div>
            ))}
          </>
        ),
      },
      {
        id: "where",
        title: t("after.column.where"),
        text: (c) => [c.title, ...c.components.map((p) => p.name)].join("; "),
        cell: (c) => (
          <>
            <Link href={`/system?select=${encodeURIComponent(c.element)}`}>{c.title}</Link>
            {c.components.map((p) => (
              <div key={p.bill + p.name} className="muted">
                {p.name}
                {c.unsure && ` (${t("after.unsure")})`}
              </div>
            ))}
          </>
        ),
      },
      {
        id: "exploitation",
        title: t("after.column.exploitation"),
        text: (c) => (c.exploited ? t("after.exploited") : ""),
        sort: (c) => -((c.exploited ? 1 : 0) + (c.epss ?? 0)),
        cell: (c) => <Exploited of={c} />,
      },
      {
        id: "known",
        title: t("after.column.known"),
        sort: (c) => c.known,
        cell: (c) => <Time at={c.known} show="ago" />,
      },
      {
        id: "decided",
        title: t("after.column.decided"),
        text: (c) =>
          c.status ? `${t(`after.status.${c.status}`)}, ${t(`after.approval.${c.approval}`)}` : t("after.undecided"),
        cell: (c) => (
          <>
            <Decided of={c} /> {!open(c) && <Approval value={c.approval} />}
            {open(c) && <div className="muted">{t("after.proposed", { status: t(`after.status.${c.proposed}`) })}</div>}
          </>
        ),
      },
    ],
    [t],
  );
}
