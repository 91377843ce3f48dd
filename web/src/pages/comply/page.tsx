// Compliance: which clauses bind the device, how far each is met, what to do, and what decides; or one clause.
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { useProject } from "../../app/place";
import { ErrorPage } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { Empty, Loading, Notice } from "../../parts/states";
import { Tabs } from "../../parts/tabs";
import { Applicability } from "./applicability";
import { AsOf } from "./as-of";
import { Clauses } from "./clauses";
import { useCompliance } from "./data";
import { Gaps } from "./gaps";
import { One } from "./one";
import { Overview } from "./overview";
import { Questions } from "./questions";
import "./comply.css";

export default function ComplyPage() {
  const [search] = useSearchParams();
  const clause = search.get("clause");
  return clause ? <One key={clause} clause={clause} /> : <All />;
}

function All() {
  const { t } = useTranslation();
  const project = useProject();
  const { data, error, refetch, isPlaceholderData } = useCompliance();
  if (error) return <ErrorPage error={error} retry={() => void refetch()} />;
  if (!data)
    return (
      <Page title={t("nav.comply")} subject={project.data?.name}>
        <Loading label={t("comply.judging")} />
      </Page>
    );
  const asked = data.questions.length;
  return (
    <Page
      title={t("nav.comply")}
      subject={project.data?.name}
      intro={t("comply.intro")}
      actions={
        <button type="button" onClick={() => window.print()}>
          {t("comply.print")}
        </button>
      }
    >
      <AsOf day={data.day} />
      {isPlaceholderData && <Loading label={t("comply.judging")} />}
      {asked > 0 && <Notice tone="fair">{t("comply.asked", { count: asked })}</Notice>}
      {data.clauses.length === 0 ? (
        <Empty title={t("comply.none")}>{t("comply.noneSays")}</Empty>
      ) : (
        <Tabs
          label={t("nav.comply")}
          param="view"
          tabs={[
            { id: "overview", title: t("comply.view.overview"), content: <Overview of={data} /> },
            { id: "clauses", title: t("comply.view.clauses"), content: <Clauses of={data} /> },
            {
              id: "gaps",
              title: `${t("comply.view.gaps")} (${data.gaps.length})`,
              content: <Gaps of={data} />,
            },
            { id: "questions", title: `${t("comply.view.questions")} (${asked})`, content: <Questions of={data} /> },
            { id: "applicability", title: t("comply.view.applicability"), content: <Applicability of={data} /> },
          ]}
        />
      )}
    </Page>
  );
}
