// Settings of the organisation.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answered, api, ifMatch, need, needTagged } from "../../api/client";
import { inOrganisation, sessionKey } from "../../api/queries";
import { useOrganisation, usePlace } from "../../app/place";
import { ErrorNotice } from "../../parts/error-page";
import { Field, Form } from "../../parts/form";
import { Loading } from "../../parts/states";
import { say } from "../../parts/toasts";

type Organisation = Answered<"/api/v1/organisations/{organisation}", "get">;

export function Settings() {
  const { t } = useTranslation();
  const { organisation = "" } = usePlace();
  const owner = useOrganisation()?.role === "owner";
  const query = useQuery({
    queryKey: inOrganisation(organisation, "settings"),
    queryFn: () => needTagged(api.GET("/api/v1/organisations/{organisation}", { params: { path: { organisation } } })),
  });
  if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  return (
    <div className="stack">
      <Fields key={query.data.etag} kept={query.data.data} etag={query.data.etag ?? "*"} />
      {owner && (
        <section className="card">
          <h2>{t("admin.everything")}</h2>
          <p>{t("admin.everythingSays")}</p>
          <a className="button" href={`/api/v1/organisations/${organisation}/export`} download>
            {t("admin.downloadAll")}
          </a>
        </section>
      )}
    </div>
  );
}

function Fields({ kept, etag }: { kept: Organisation; etag: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { organisation = "" } = usePlace();
  const [name, setName] = useState(kept.name);
  const [autosave, setAutosave] = useState(kept.autosave);
  const [two, setTwo] = useState(kept["two-people"]);
  const [days, setDays] = useState(String(kept["retain-days"]));

  async function save() {
    await need(
      api.PUT("/api/v1/organisations/{organisation}", {
        params: { path: { organisation }, header: ifMatch(etag) },
        body: { name, autosave, "two-people": two, "retain-days": Number(days) },
      }),
    );
    await client.invalidateQueries({ queryKey: inOrganisation(organisation) });
    await client.invalidateQueries({ queryKey: sessionKey });
    say(t("admin.saved"));
  }

  return (
    <section className="card">
      <h2>{t("admin.settings")}</h2>
      <Form submit={t("admin.save")} onSubmit={save}>
        <Field label={t("admin.organisationName")} path="name">
          <input type="text" required maxLength={120} value={name} onChange={(e) => setName(e.target.value)} />
        </Field>
        <Field label={t("admin.twoPeople")} hint={t("admin.twoPeopleSays")} check>
          <input type="checkbox" checked={two} onChange={(e) => setTwo(e.target.checked)} />
        </Field>
        <Field label={t("admin.autosave")} hint={t("admin.autosaveSays")} check>
          <input type="checkbox" checked={autosave} onChange={(e) => setAutosave(e.target.checked)} />
        </Field>
        <Field label={t("admin.retain")} hint={t("admin.retainSays")} path="retain-days">
          <input type="number" required min={0} max={36500} value={days} onChange={(e) => setDays(e.target.value)} />
        </Field>
      </Form>
    </section>
  );
}
