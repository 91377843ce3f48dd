// The audit log of an organisation, and what an auditor takes along.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Answered, api, need } from "../../api/client";
import { inOrganisation } from "../../api/queries";
import { usePlace } from "../../app/place";
import { ErrorNotice } from "../../parts/error-page";
import { Field } from "../../parts/form";
import { LogTable } from "./log-table";

export function Log() {
  const { t } = useTranslation();
  const { organisation = "" } = usePlace();
  const path = { organisation };
  return (
    <div className="stack">
      <State
        key={organisation}
        read={() => need(api.GET("/api/v1/organisations/{organisation}/log/state", { params: { path } }))}
      />
      <LogTable
        name="log"
        caption={t("admin.log")}
        queryKey={inOrganisation(organisation, "log")}
        read={(cursor) =>
          need(api.GET("/api/v1/organisations/{organisation}/log", { params: { path, query: { cursor, limit: 200 } } }))
        }
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
