// The packs of the organisation's own: which there are, which count, and a new one.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { api, need } from "../../api/client";
import { inOrganisation } from "../../api/queries";
import { useOrganisation } from "../../app/place";
import { Dialog } from "../../parts/dialog";
import { ErrorPage } from "../../parts/error-page";
import { Field, Form } from "../../parts/form";
import { Page } from "../../parts/page";
import { Empty, Loading } from "../../parts/states";
import { Time } from "../../parts/time";
import { type Pack, useOrganisationId, usePacks } from "./data";
import { Use } from "./use";
import "./knowledge.css";

export function Packs() {
  const { t } = useTranslation();
  const organisation = useOrganisation();
  const may = organisation?.may ?? [];
  const { data, error, refetch } = usePacks();
  const [adds, add] = useState(false);
  if (error) return <ErrorPage error={error} retry={() => void refetch()} />;
  const mayAdd = may.includes("packs") && may.includes("create");
  const button = mayAdd && (
    <button type="button" className="primary" onClick={() => add(true)}>
      {t("knowledge.newPack")}
    </button>
  );
  return (
    <Page
      title={t("knowledge.packs")}
      subject={organisation?.name}
      intro={t("knowledge.packsIntro")}
      crumbs={[{ label: t("nav.knowledge"), href: "/knowledge" }]}
      actions={button}
    >
      {!data && <Loading />}
      {data?.items.length === 0 && (
        <Empty title={t("knowledge.noPacks")} actions={button}>
          {t("knowledge.noPacksSay")}
        </Empty>
      )}
      <ul className="plain-list stack">
        {data?.items.map((p) => (
          <li key={p.project} className="card">
            <PackCard pack={p} packs={data.items} mayUse={may.includes("manage")} />
          </li>
        ))}
      </ul>
      <NewPack open={adds} onClose={() => add(false)} />
    </Page>
  );
}

function PackCard({ pack, packs, mayUse }: { pack: Pack; packs: Pack[]; mayUse: boolean }) {
  const { t } = useTranslation();
  const used = pack["in-use"];
  return (
    <>
      <h2>
        <Link href={`/knowledge/packs/${pack.project}`}>{pack.name}</Link>
      </h2>
      <p>
        <span className="badge">{used ? t("knowledge.inUse", { number: used.number }) : t("knowledge.notInUse")}</span>{" "}
        <span className="muted">
          {t("knowledge.newest", { number: pack.newest.number })} · <Time at={pack.newest.at} />
        </span>
      </p>
      {used && used.number < pack.newest.number && <p>{t("knowledge.newerThere")}</p>}
      {mayUse && <Use pack={pack} packs={packs} />}
    </>
  );
}

function NewPack({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const organisation = useOrganisationId();
  const client = useQueryClient();
  const [, go] = useLocation();
  const [name, setName] = useState("");
  async function make() {
    const made = await need(
      api.POST("/api/v1/organisations/{organisation}/projects", {
        params: { path: { organisation } },
        body: { name, sort: "pack" },
      }),
    );
    await client.invalidateQueries({ queryKey: inOrganisation(organisation, "packs") });
    go(`/knowledge/packs/${made.id}`);
  }
  return (
    <Dialog title={t("knowledge.newPack")} open={open} onClose={onClose}>
      <Form submit={t("knowledge.makePack")} onSubmit={make}>
        <Field label={t("knowledge.packName")} hint={t("knowledge.packNameHint")} path="name">
          <input type="text" required maxLength={120} value={name} onChange={(e) => setName(e.target.value)} />
        </Field>
      </Form>
    </Dialog>
  );
}
