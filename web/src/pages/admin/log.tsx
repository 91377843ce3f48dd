// The audit log: who did what, when and why, newest first; and what an auditor takes along.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Answered, api, need } from "../../api/client";
import { inOrganisation } from "../../api/queries";
import { usePlace } from "../../app/place";
import { DataTable } from "../../parts/data-table";
import { ErrorNotice } from "../../parts/error-page";
import { Field } from "../../parts/form";
import { usePeople } from "../../parts/people";
import { Time } from "../../parts/time";

type Entry = Answered<"/api/v1/organisations/{organisation}/log", "get">["items"][number];

/** words gives a value as it was logged: a text, or JSON. */
const words = (v: unknown) => (v === undefined ? "" : typeof v === "string" ? v : JSON.stringify(v));

const ids = /\b[0-9a-f]{64}\b|\b[0-9a-v]{26}\b/g; // digests and ids of the server

/** changeOf says what was there before and after. Of ids and digests the beginning is enough here; the export has them whole. */
function changeOf(e: Entry): string {
  const [old, now] = [words(e.old), words(e.new)].map((s) => s.replace(ids, (d) => `${d.slice(0, 10)}…`));
  return old && now ? `${old} → ${now}` : old ? `${old} → –` : (now ?? "");
}

export function Log() {
  const { t } = useTranslation();
  const { organisation = "" } = usePlace();
  const path = { params: { path: { organisation } } };
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
    queryKey: inOrganisation(organisation, "log"),
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      need(
        api.GET("/api/v1/organisations/{organisation}/log", {
          params: { path: { organisation }, query: { cursor: pageParam, limit: 200 } },
        }),
      ),
    getNextPageParam: (last) => last.next,
  });
  if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />;
  return (
    <div className="stack">
      <State key={organisation} read={() => need(api.GET("/api/v1/organisations/{organisation}/log/state", path))} />
      <DataTable
        name="log"
        caption={t("admin.log")}
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
              return name === e.about ? (
                <code title={name}>{name.replace(ids, (d) => `${d.slice(0, 10)}…`)}</code>
              ) : (
                name
              );
            },
          },
          { id: "address", title: t("profile.address"), text: (e) => e.address ?? "" },
        ]}
      />
    </div>
  );
}

/** State is what an auditor keeps: key, checkpoint, export. */
function State({ read }: { read: () => Promise<Answered<"/api/v1/organisations/{organisation}/log/state", "get">> }) {
  const { t } = useTranslation();
  const { organisation = "" } = usePlace();
  const state = useQuery({ queryKey: inOrganisation(organisation, "log-state"), queryFn: read });
  const s = state.data;
  return (
    <section className="card">
      <h2>{t("admin.forAuditors")}</h2>
      <p>{t("admin.forAuditorsSays")}</p>
      <ErrorNotice error={state.error} />
      {s && (
        <Field label={t("admin.verifier")} hint={t("admin.verifierHint")}>
          <input type="text" readOnly className="code" value={s.verifier} onFocus={(e) => e.target.select()} />
        </Field>
      )}
      <p className="row">
        <a className="button" href={`/api/v1/organisations/${organisation}/log/export`} download>
          {t("admin.exportLog")}
        </a>
        {s && (
          <a
            className="button"
            href={`data:text/plain,${encodeURIComponent(s.checkpoint)}`}
            download={`audit-log-${s.size}.checkpoint`}
          >
            {t("admin.checkpoint", { count: s.size })}
          </a>
        )}
      </p>
    </section>
  );
}
