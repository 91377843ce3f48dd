// The place of pages that come with a later part of Cordon: it says so, and what can be done until then.
import { useTranslation } from "react-i18next";
import { Page } from "../parts/page";
import { Empty } from "../parts/states";
import { useProject } from "./place";

export function Later({ topic }: { topic: "verification" | "integration" }) {
  const { t } = useTranslation();
  const project = useProject();
  return (
    <Page title={t(`nav.${topic}`)} subject={project.data?.name}>
      <Empty title={t("later.title")}>{t(`later.${topic}`)}</Empty>
    </Page>
  );
}
