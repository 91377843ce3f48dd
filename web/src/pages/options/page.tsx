// Enough, and not more: sets of controls for what is asked, as a plot of cost against what remains, and one of them in detail.
import { useTranslation } from "react-i18next";
import { useLocation, useSearchParams } from "wouter";
import { api, need } from "../../api/client";
import { useProject, useProjectId } from "../../app/place";
import { Computation } from "../../parts/computation";
import { Page } from "../../parts/page";
import { Ask } from "./ask";
import { bodyOf, readAsked, writeAsked } from "./request";
import { type Proposal, Result } from "./result";

export default function OptionsPage() {
  const { t } = useTranslation();
  const project = useProjectId();
  const record = useProject();
  const [search] = useSearchParams();
  const [, go] = useLocation();
  const asked = readAsked(search);
  const body = bodyOf(asked);
  return (
    <Page title={t("nav.options")} subject={record.data?.name} intro={t("options.intro")}>
      <div className="stack">
        <details open={search.get("asked") !== "1"}>
          <summary>{t("options.question")}</summary>
          <Ask key={writeAsked(asked).toString()} asked={asked} onAsk={(q) => go(`/options?${writeAsked(q)}`)} />
        </details>
        {search.get("asked") === "1" && (
          <Computation
            project={project}
            name="options"
            question={[record.data?.head, body]}
            label={t("options.computing")}
            ask={() =>
              need(
                api.POST("/api/v1/projects/{project}/revisions/{revision}/options", {
                  params: { path: { project, revision: "head" } },
                  body,
                }),
              )
            }
          >
            {(p: Proposal) => <Result proposal={p} />}
          </Computation>
        )}
      </div>
    </Page>
  );
}
