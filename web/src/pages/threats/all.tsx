// All threats, those that matter most first. Filters stand in the address.
import { useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";
import { useProject } from "../../app/place";
import { type Column, DataTable } from "../../parts/data-table";
import { ErrorPage } from "../../parts/error-page";
import { Level } from "../../parts/level";
import { rankOf, scales } from "../../parts/levels";
import { Page } from "../../parts/page";
import { Empty, Loading } from "../../parts/states";
import { causes, type Filter, type ListedThreat, readFilter, useThreats } from "./data";

export function All() {
  const { t } = useTranslation();
  const project = useProject();
  const [search] = useSearchParams();
  const filter = readFilter(search);
  const query = useDeferredValue(filter.query);
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetching } = useThreats({ ...filter, query });
  if (error) return <ErrorPage error={error} retry={() => void refetch()} />;
  const first = data?.pages[0];
  const titles = Object.assign({}, ...(data?.pages.map((p) => p.titles) ?? [])) as Record<string, string>;
  return (
    <Page
      title={t("nav.threats")}
      subject={project.data?.name}
      intro={t("threats.intro")}
      actions={
        <Link className="button" href="/threats/try">
          {t("threats.whatIf")}
        </Link>
      }
    >
      {!first ? (
        <Loading />
      ) : first.all === 0 ? (
        <Empty
          title={t("threats.none")}
          actions={
            <Link className="button primary" href="/system">
              {t("threats.describe")}
            </Link>
          }
        >
          {t("threats.noneSays")}
        </Empty>
      ) : (
        <div className="stack">
          <Filters filter={filter} categories={first.categories} titles={titles} />
          <p className="muted" role="status">
            {t("threats.count", { count: first.total, all: first.all })}
          </p>
          <List
            threats={data.pages.flatMap((p) => p.items)}
            titles={titles}
            loading={isFetching}
            onMore={hasNextPage ? () => void fetchNextPage() : undefined}
          />
        </div>
      )}
    </Page>
  );
}

function Filters({
  filter,
  categories,
  titles,
}: {
  filter: Filter;
  categories: string[];
  titles: Record<string, string>;
}) {
  const { t } = useTranslation();
  const [, setSearch] = useSearchParams();
  function set(name: string, value: string) {
    setSearch(
      (s) => {
        value ? s.set(name, value) : s.delete(name);
        return s;
      },
      { replace: true },
    );
  }
  const select = (
    name: "category" | "cause" | "likelihood" | "risk",
    options: readonly string[],
    word: (o: string) => string,
  ) => (
    <label>
      {t(`threats.filter.${name}`)}{" "}
      <select value={filter[name]} onChange={(e) => set(name, e.target.value)}>
        <option value="">{t("threats.any")}</option>
        {options.map((o) => (
          <option key={o} value={o}>
            {word(o)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <search className="row">
      <input
        type="search"
        aria-label={t("threats.search")}
        placeholder={t("threats.search")}
        value={filter.query}
        maxLength={200}
        onChange={(e) => set("q", e.target.value)}
      />
      {select("category", categories, (c) => t(`threats.categories.${c}`, c))}
      {select("cause", causes, (c) => t(`harms.causeOf.${c}`))}
      {select("likelihood", scales.likelihood.slice(1), (l) => t("threats.atLeast", { level: t(`levels.${l}`) }))}
      {select("risk", scales.risk.slice(1), (l) => t("threats.atLeast", { level: t(`levels.${l}`) }))}
      <label>
        <input type="checkbox" checked={filter.all} onChange={(e) => set("all", e.target.checked ? "1" : "")} />{" "}
        {t("threats.withSecondary")}
      </label>
      {filter.element && (
        <button type="button" onClick={() => set("element", "")}>
          {t("threats.onlyAt", { element: titles[filter.element] ?? filter.element })} ✕
        </button>
      )}
    </search>
  );
}

interface ListProps {
  threats: ListedThreat[];
  titles: Record<string, string>;
  loading: boolean;
  onMore?: () => void;
}

function List({ threats, titles, loading, onMore }: ListProps) {
  const { t } = useTranslation();
  const [, setSearch] = useSearchParams();
  const columns: Column<ListedThreat>[] = [
    {
      id: "threat",
      title: t("threats.threat"),
      head: true,
      text: (x) => x.title,
      cell: (x) => (
        <>
          <Link href={`/threats/${encodeURIComponent(x.id)}`}>{x.title}</Link>
          <div className="muted small">
            {[x.root && t("threats.root"), x.secondary && t("threats.secondary"), x.opened && t("threats.opened")]
              .filter(Boolean)
              .join(" · ")}
          </div>
        </>
      ),
    },
    {
      id: "likelihood",
      title: t("threats.likelihood"),
      text: (x) => t(`levels.${x.likelihood}`),
      sort: (x) => rankOf(x.likelihood, "likelihood"),
      cell: (x) => <Level value={x.likelihood} scale="likelihood" />,
    },
    {
      id: "risk",
      title: t("threats.risk"),
      text: (x) => t(`levels.${x.risk}`),
      sort: (x) => rankOf(x.risk),
      cell: (x) => <Level value={x.risk} />,
    },
    {
      id: "ways",
      title: t("threats.waysTo"),
      number: true,
      text: (x) => (x.ways ? String(x.ways) : ""),
      sort: (x) => x.ways,
    },
    {
      id: "cause",
      title: t("threats.filter.cause"),
      text: (x) => `${t(`harms.causeOf.${x.cause}`)}, ${t(`threats.categories.${x.category}`, x.category)}`,
    },
    {
      id: "elements",
      title: t("threats.elements"),
      text: (x) => x.elements.map((e) => titles[e] ?? e).join(", "),
      cell: (x) => (
        <ul className="plain-list">
          {x.elements.slice(0, 4).map((e) => (
            <li key={e}>
              <button
                type="button"
                className="link in-table"
                onClick={() =>
                  setSearch((s) => {
                    s.set("element", e);
                    return s;
                  })
                }
              >
                {titles[e] ?? e}
              </button>
            </li>
          ))}
          {x.elements.length > 4 && <li className="muted">{t("threats.more", { count: x.elements.length - 4 })}</li>}
        </ul>
      ),
    },
  ];
  return (
    <DataTable
      name="threats"
      caption={t("nav.threats")}
      rows={threats}
      columns={columns}
      rowKey={(x) => x.id}
      search={false}
      loading={loading}
      onMore={onMore}
      empty={<Empty title={t("threats.noMatch")} />}
    />
  );
}
