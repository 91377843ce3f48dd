// A log, newest first: who did what, when and why.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Answered, api, need } from "../../api/client";
import { inOrganisation } from "../../api/queries";
import { usePlace } from "../../app/place";
import { DataTable } from "../../parts/data-table";
import { ErrorNotice } from "../../parts/error-page";
import { usePeople } from "../../parts/people";
import { Time } from "../../parts/time";

type Page = Answered<"/api/v1/organisations/{organisation}/log", "get">;
type Entry = Page["items"][number];

/** words gives a value as it was logged: a text, or JSON. */
const words = (v: unknown) => (v === undefined ? "" : typeof v === "string" ? v : JSON.stringify(v));

const ids = /\b[0-9a-f]{64}\b|\b[0-9a-v]{26}\b/g; // digests and ids of the server

/** changeOf says what was there before and after. Of ids and digests the beginning is enough here; the export has them whole. */
function changeOf(e: Entry): string {
  const [old, now] = [words(e.old), words(e.new)].map((s) => s.replace(ids, (d) => `${d.slice(0, 10)}…`));
  return old && now ? `${old} → ${now}` : old ? `${old} → –` : (now ?? "");
}

interface LogTableProps {
  name: string;
  caption: string;
  queryKey: readonly unknown[];
  /** read gives the page of a cursor; "" is the first. */
  read: (cursor: string) => Promise<Page>;
}

export function LogTable({ name, caption, queryKey, read }: LogTableProps) {
  const { t } = useTranslation();
  const { organisation = "" } = usePlace();
  const { nameOf } = usePeople();
  const projects = useQuery({
    queryKey: inOrganisation(organisation, "systems"),
    queryFn: () =>
      need(
        api.GET("/api/v1/organisations/{organisation}/projects", {
          params: { path: { organisation }, query: { limit: 500 } },
        }),
      ),
  });
  const projectOf = (e: Entry) => projects.data?.items.find((p) => p.id === e.project)?.name ?? e.project ?? "";
  const action = (e: Entry) => t(`admin.did.${e.action}`, e.action);
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: "",
    queryFn: ({ pageParam }) => read(pageParam),
    getNextPageParam: (last) => last.next,
  });
  if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />;
  return (
    <DataTable
      name={name}
      caption={caption}
      rows={query.data?.pages.flatMap((p) => p.items)}
      rowKey={(e) => String(e.index)}
      loading={query.isFetchingNextPage}
      onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
      columns={[
        { id: "at", title: t("admin.when"), head: true, text: (e) => e.at, cell: (e) => <Time at={e.at} /> },
        {
          id: "name",
          title: t("admin.who"),
          text: (e) => (e.name ?? "") + (e.token ? ` (${t("admin.byToken")})` : ""),
        },
        { id: "action", title: t("admin.action"), text: (e) => `${action(e)} (${e.action})`, cell: action },
        { id: "project", title: t("admin.project"), text: projectOf },
        { id: "change", title: t("admin.oldNew"), text: changeOf },
        { id: "reason", title: t("admin.reason"), text: (e) => e.reason ?? "" },
        {
          id: "about",
          title: t("admin.about"),
          text: (e) => e.about ?? "",
          cell: (e) => {
            const name = nameOf(e.about ?? "");
            return name === e.about ? <code title={name}>{name.replace(ids, (d) => `${d.slice(0, 10)}…`)}</code> : name;
          },
        },
        { id: "address", title: t("profile.address"), text: (e) => e.address ?? "" },
      ]}
    />
  );
}
