// The system: canvas beside text, and the guided form. Both work on one state, so that one can go from one to the other.
import "./system.css";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { useProject, useProjectId } from "../../app/place";
import { ErrorPage } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { Loading } from "../../parts/states";
import { useStart } from "./use-start";
import { Workplace } from "./workplace";

export default function SystemPage() {
  const { t } = useTranslation();
  const project = useProjectId();
  const record = useProject();
  const [search] = useSearchParams();
  const wanted = search.get("revision");
  const edits = record.data?.may?.includes("edit") ?? false;
  const start = useStart(project, wanted, edits);
  if (start.error) return <ErrorPage error={start.error} retry={() => void start.refetch()} />;
  if (!start.data || start.isFetching)
    return (
      <Page title={t("nav.system")} subject={record.data?.name}>
        <Loading />
      </Page>
    );
  return (
    <Workplace
      key={`${start.data.revision.id} ${wanted ?? ""}`}
      start={start.data}
      old={wanted !== null && wanted !== record.data?.head}
      readOnly={!edits || wanted !== null}
    />
  );
}
