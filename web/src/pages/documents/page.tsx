// Documents: what can be made of a revision, all of it as a zip, links for people without an account; or one document.
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { useProject } from "../../app/place";
import { ErrorPage } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { Loading } from "../../parts/states";
import { Tabs } from "../../parts/tabs";
import { useDocuments } from "./data";
import { Dossiers } from "./dossiers";
import { List } from "./list";
import { One } from "./one";
import { Shares } from "./shares";
import { Which } from "./which";
import "./documents.css";

export default function DocumentsPage() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const project = useProject();
  const { data, error, refetch } = useDocuments();
  const kind = search.get("document");
  if (error) return <ErrorPage error={error} retry={() => void refetch()} />;
  if (!data)
    return (
      <Page title={t("nav.documents")} subject={project.data?.name}>
        <Loading label={t("documents.making")} />
      </Page>
    );
  if (kind) return <One key={kind} kind={kind} of={data} />;
  return (
    <Page title={t("nav.documents")} subject={project.data?.name} intro={t("documents.intro")}>
      <Which of={data} />
      <Tabs
        label={t("nav.documents")}
        param="view"
        tabs={[
          { id: "list", title: t("documents.view.list"), content: <List of={data} /> },
          { id: "dossiers", title: t("documents.view.dossiers"), content: <Dossiers of={data} /> },
          { id: "shares", title: t("documents.view.shares"), content: <Shares of={data} /> },
        ]}
      />
    </Page>
  );
}
