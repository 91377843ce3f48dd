// What the newest revision of a pack changes in the assessment of one system, whether the pack is in use or not.
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Router, useSearchParams } from "wouter";
import { api, need } from "../../api/client";
import { asApiError } from "../../api/problem";
import { inOrganisation, inProject } from "../../api/queries";
import { ErrorNotice } from "../../parts/error-page";
import { Loading } from "../../parts/states";
import { Consequences } from "../history/consequences";
import { useOrganisationId } from "./data";

export function Effect({ pack, revision }: { pack: string; revision: string }) {
  const { t } = useTranslation();
  const id = useId();
  const organisation = useOrganisationId();
  const [search, setSearch] = useSearchParams();
  const system = search.get("system") ?? "";
  const systems = useQuery({
    queryKey: inOrganisation(organisation, "systems"),
    queryFn: () =>
      need(
        api.GET("/api/v1/organisations/{organisation}/projects", {
          params: { path: { organisation }, query: { limit: 500 } },
        }),
      ),
    select: (all) => all.items.filter((p) => p.sort === "system"),
  });
  const effect = useQuery({
    queryKey: inProject(system, "pack-effect", pack, revision),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/pack-effect", { params: { path: { project: system }, query: { pack } } }),
      ),
    enabled: system !== "",
    retry: false,
  });
  return (
    <section>
      <h2>{t("knowledge.effect")}</h2>
      <p className="muted">{t("knowledge.effectSays")}</p>
      <p className="row">
        <label htmlFor={id}>{t("knowledge.system")}</label>
        <select
          id={id}
          value={system}
          onChange={(e) =>
            setSearch(
              (s) => {
                e.target.value ? s.set("system", e.target.value) : s.delete("system");
                return s;
              },
              { replace: true },
            )
          }
        >
          <option value="">{t("knowledge.chooseSystem")}</option>
          {systems.data?.map((p) => (
            <option key={p.id} value={p.id}>
              {p.name}
            </option>
          ))}
        </select>
      </p>
      {system && effect.isPending && <Loading label={t("knowledge.computing")} />}
      {effect.error && <ErrorNotice error={asApiError(effect.error)} />}
      {effect.data && (
        <Router base={`/p/${system}`}>
          <Consequences difference={effect.data} />
        </Router>
      )}
    </section>
  );
}
