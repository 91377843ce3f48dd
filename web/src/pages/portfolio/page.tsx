// All systems of an organisation: the ones that need somebody first.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type Answered, api, need } from "../../api/client";
import { inOrganisation } from "../../api/queries";
import { useOrganisation, usePlace } from "../../app/place";
import { DataTable } from "../../parts/data-table";
import { ErrorPage } from "../../parts/error-page";
import { Level } from "../../parts/level";
import { rankOf } from "../../parts/levels";
import { Page } from "../../parts/page";
import { Empty, Loading } from "../../parts/states";
import { Time } from "../../parts/time";
import { Change } from "./change";
import { NewProject } from "./new-project";
import { Sums } from "./sums";

export type Portfolio = Answered<"/api/v1/organisations/{organisation}/portfolio", "get">;
export type Row = Portfolio["items"][number];

export default function PortfolioPage() {
  const { t } = useTranslation();
  const { organisation = "" } = usePlace();
  const mine = useOrganisation();
  const [archived, setArchived] = useState(false);
  const [making, setMaking] = useState(false);
  const query = useInfiniteQuery({
    queryKey: inOrganisation(organisation, "portfolio", archived),
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      need(
        api.GET("/api/v1/organisations/{organisation}/portfolio", {
          params: { path: { organisation }, query: { cursor: pageParam, limit: 200, archived } },
        }),
      ),
    getNextPageParam: (last) => last.next,
  });
  const first = query.data?.pages[0];
  const rows = query.data?.pages.flatMap((p) => p.items);
  const mayCreate = mine?.may.includes("create") ?? false;
  const add = (
    <button type="button" className="primary" onClick={() => setMaking(true)}>
      {t("portfolio.add")}
    </button>
  );

  if (query.error) return <ErrorPage error={query.error} retry={() => void query.refetch()} />;
  return (
    <Page title={t("portfolio.title")} subject={mine?.name} intro={t("portfolio.intro")} actions={mayCreate && add}>
      {!rows || !first ? (
        <Loading />
      ) : rows.length === 0 && !archived ? (
        <Empty title={t("portfolio.none")} actions={mayCreate && add}>
          {t(mayCreate ? "portfolio.noneSays" : "portfolio.noneForYou")}
        </Empty>
      ) : (
        <div className="stack">
          <Sums portfolio={first} />
          <DataTable
            name="systems"
            caption={t("portfolio.systems")}
            rows={rows}
            rowKey={(r) => r.project.id}
            loading={query.isFetchingNextPage}
            onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
            actions={
              <label className="row">
                <input type="checkbox" checked={archived} onChange={(e) => setArchived(e.target.checked)} />
                {t("portfolio.archived")}
              </label>
            }
            columns={[
              {
                id: "name",
                title: t("portfolio.name"),
                head: true,
                text: (r) => r.project.name,
                cell: (r) => <Link href={`/p/${r.project.id}`}>{r.project.name}</Link>,
              },
              {
                id: "risk",
                title: t("portfolio.risk"),
                text: (r) => r.summary?.worst ?? "",
                sort: (r) => rankOf(r.summary?.worst ?? "", "risk"),
                cell: (r) => <Risk row={r} />,
              },
              {
                id: "change",
                title: t("portfolio.change"),
                text: (r) => (r.summary?.before ? `${r.summary.before.worst} → ${r.summary.worst}` : ""),
                cell: (r) => <Change summary={r.summary} />,
              },
              {
                id: "questions",
                title: t("portfolio.questions"),
                number: true,
                sort: (r) => r.summary?.questions ?? -1,
                cell: (r) => r.summary?.questions ?? "–",
              },
              {
                id: "fallen",
                title: t("portfolio.fallen"),
                number: true,
                sort: (r) => r.summary?.fallen ?? -1,
                cell: (r) => r.summary?.fallen ?? "–",
              },
              {
                id: "changed",
                title: t("portfolio.changed"),
                text: (r) => r.project.changed,
                cell: (r) => <Time at={r.project.changed} show="ago" />,
              },
            ]}
          />
        </div>
      )}
      <NewProject open={making} onClose={() => setMaking(false)} organisation={organisation} />
    </Page>
  );
}

function Risk({ row }: { row: Row }) {
  const { t } = useTranslation();
  const s = row.summary;
  if (!s) return <span className="muted">{t("portfolio.computing")}</span>;
  if (s.errors > 0) return <span className="badge bad">{t("portfolio.errors", { count: s.errors })}</span>;
  if (!s.worst) return <span className="muted">{t("portfolio.nothingFound")}</span>;
  return (
    <span className="row">
      <Level value={s.worst} />{" "}
      <span className="muted small">{t("portfolio.consequences", { count: s.risk[s.worst] ?? 0 })}</span>
    </span>
  );
}
