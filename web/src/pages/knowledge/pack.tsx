// One pack: its entries as texts with what is wrong in them, saving, use, and what it changes for a system.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useOrganisation } from "../../app/place";
import { ErrorPage } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { Loading, Notice } from "../../parts/states";
import { usePacks } from "./data";
import { Desk } from "./desk";
import { Effect } from "./effect";
import { Use } from "./use";
import "./knowledge.css";

export function PackPage({ pack }: { pack: string }) {
  const { t } = useTranslation();
  const organisation = useOrganisation();
  const packs = usePacks();
  const record = useQuery({
    queryKey: inProject(pack, "record"),
    queryFn: () => need(api.GET("/api/v1/projects/{project}", { params: { path: { project: pack } } })),
  });
  const head = useQuery({
    queryKey: inProject(pack, "revision", "head"),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}", {
          params: { path: { project: pack, revision: "head" } },
        }),
      ),
  });
  const error = record.error ?? head.error ?? packs.error;
  if (error) return <ErrorPage error={error} retry={() => void Promise.all([record.refetch(), head.refetch()])} />;
  if (!record.data || !head.data || !packs.data) return <Loading />;
  const row = packs.data.items.find((p) => p.project === pack);
  const used = row?.["in-use"];
  const mayEdit = record.data.may?.includes("packs") ?? false;
  return (
    <Page
      title={record.data.name}
      subject={organisation?.name}
      intro={
        <>
          {used ? t("knowledge.inUse", { number: used.number }) : t("knowledge.notInUse")} ·{" "}
          {t("knowledge.newest", { number: head.data.number })}
        </>
      }
      crumbs={[
        { label: t("nav.knowledge"), href: "/knowledge" },
        { label: t("knowledge.packs"), href: "/knowledge/packs" },
      ]}
      focusKey={pack}
      actions={row && organisation?.may?.includes("manage") && <Use pack={row} packs={packs.data.items} />}
    >
      <div className="stack">
        {!mayEdit && <Notice>{t("knowledge.readOnly")}</Notice>}
        <Desk pack={pack} head={head.data} readOnly={!mayEdit} />
        <Effect pack={pack} revision={head.data.id} />
      </div>
    </Page>
  );
}
