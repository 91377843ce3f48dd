// All entries: search, filters, and the list, words first and ids second.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";
import { useOrganisation } from "../../app/place";
import { ErrorPage } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { Empty, Loading } from "../../parts/states";
import { addressOf, type EntryType, type Known, useEntries, usePackName, usePacks, type Wanted } from "./data";
import "./knowledge.css";

const pause = 250; // milliseconds after the last key until it is searched

/** useWanted keeps the filters in the address. */
function useWanted(): [Wanted, (w: Partial<Wanted>) => void] {
  const [search, setSearch] = useSearchParams();
  const of = (name: string) => search.get(name) ?? "";
  const wanted = { type: of("type"), query: of("q"), pack: of("pack"), status: of("status") };
  return [
    wanted,
    (w) =>
      setSearch(
        (s) => {
          for (const [k, v] of Object.entries(w)) {
            const name = k === "query" ? "q" : k;
            v ? s.set(name, v) : s.delete(name);
          }
          return s;
        },
        { replace: true },
      ),
  ];
}

export function List() {
  const { t } = useTranslation();
  const organisation = useOrganisation();
  const [wanted, want] = useWanted();
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage, isPlaceholderData } =
    useEntries(wanted);
  if (error) return <ErrorPage error={error} retry={() => void refetch()} />;
  const first = data?.pages[0];
  const rows = data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Page
      title={t("nav.knowledge")}
      subject={organisation?.name}
      intro={t("knowledge.intro")}
      actions={
        <Link className="button" href="/knowledge/packs">
          {t("knowledge.packs")}
        </Link>
      }
    >
      <div className="knowledge">
        <Types types={first?.types ?? []} chosen={wanted.type} choose={(type) => want({ type })} />
        <div className="stack">
          <Filters wanted={wanted} want={want} types={first?.types ?? []} />
          {!first && <Loading />}
          {first && (
            <p className="muted small" role="status">
              {t("knowledge.found", { count: first.total })}
            </p>
          )}
          {wanted.type && !wanted.query && <p className="muted">{t(`knowledge.about.${wanted.type}`)}</p>}
          {first && rows.length === 0 && (
            <Empty
              title={t("knowledge.none")}
              actions={
                <button type="button" onClick={() => want({ type: "", query: "", pack: "", status: "" })}>
                  {t("knowledge.showAll")}
                </button>
              }
            >
              {t("knowledge.noneSays")}
            </Empty>
          )}
          <Rows rows={rows} typed={wanted.type !== ""} waiting={isPlaceholderData} />
          {hasNextPage && (
            <p className="row centre">
              <button type="button" aria-disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {isFetchingNextPage
                  ? t("parts.loading")
                  : t("knowledge.more", { shown: rows.length, count: first?.total })}
              </button>
            </p>
          )}
        </div>
      </div>
    </Page>
  );
}

/** Types is the choice of a type at the side; narrow screens have it among the filters. */
function Types({ types, chosen, choose }: { types: EntryType[]; chosen: string; choose: (type: string) => void }) {
  const { t } = useTranslation();
  const all = types.reduce((n, x) => n + x.count, 0);
  return (
    <nav className="knowledge-types" aria-label={t("knowledge.types")}>
      <ul className="plain-list">
        {[{ type: "", count: all }, ...types.filter((x) => x.count > 0 || x.type === chosen)].map((x) => (
          <li key={x.type}>
            <button type="button" className="quiet" aria-pressed={x.type === chosen} onClick={() => choose(x.type)}>
              <span>{x.type ? t(`knowledge.type.${x.type}`) : t("knowledge.allTypes")}</span>
              <span className="muted number">{x.count}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface FiltersProps {
  wanted: Wanted;
  want: (w: Partial<Wanted>) => void;
  types: EntryType[];
}

function Filters({ wanted, want, types }: FiltersProps) {
  const { t } = useTranslation();
  const packs = usePacks();
  const [typed, setTyped] = useState(wanted.query);
  useEffect(() => setTyped(wanted.query), [wanted.query]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the pause
  useEffect(() => {
    if (typed === wanted.query) return;
    const timer = setTimeout(() => want({ query: typed }), pause);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <div className="toolbar">
      <input
        type="search"
        className="grow"
        aria-label={t("knowledge.search")}
        placeholder={t("knowledge.searchPlaceholder")}
        maxLength={200}
        value={typed}
        onChange={(e) => setTyped(e.target.value)}
      />
      <select
        className="knowledge-type"
        aria-label={t("knowledge.types")}
        value={wanted.type}
        onChange={(e) => want({ type: e.target.value })}
      >
        <option value="">{t("knowledge.allTypes")}</option>
        {types.map((x) => (
          <option key={x.type} value={x.type}>
            {t(`knowledge.type.${x.type}`)} ({x.count})
          </option>
        ))}
      </select>
      {packs.data?.items.some((p) => p["in-use"]) && (
        <select aria-label={t("knowledge.from")} value={wanted.pack} onChange={(e) => want({ pack: e.target.value })}>
          <option value="">{t("knowledge.fromAll")}</option>
          <option value="shipped">{t("knowledge.shipped")}</option>
          {packs.data.items
            .filter((p) => p["in-use"])
            .map((p) => (
              <option key={p.project} value={p.project}>
                {p.name}
              </option>
            ))}
        </select>
      )}
      <select
        aria-label={t("knowledge.status")}
        value={wanted.status}
        onChange={(e) => want({ status: e.target.value })}
      >
        <option value="">{t("knowledge.statusAll")}</option>
        {["draft", "reviewed", "withdrawn"].map((s) => (
          <option key={s} value={s}>
            {t(`knowledge.statusOf.${s}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Rows({ rows, typed, waiting }: { rows: Known[]; typed: boolean; waiting: boolean }) {
  const { t } = useTranslation();
  const packOf = usePackName();
  return (
    <ul className="knowledge-list" aria-busy={waiting}>
      {rows.map((e) => (
        <li key={`${e.type} ${e.id}`}>
          <div className="row">
            <Link href={addressOf(e)}>{e.title}</Link>
            {!typed && <span className="badge">{t(`knowledge.one.${e.type}`)}</span>}
            {e.status === "withdrawn" && <span className="badge">{t("knowledge.statusOf.withdrawn")}</span>}
            {e.pack && <span className="badge">{packOf(e.pack)}</span>}
            <code className="muted small">{e.id}</code>
          </div>
          {e.says && <p className="muted small">{e.says}</p>}
        </li>
      ))}
    </ul>
  );
}
