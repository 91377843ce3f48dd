// After release: what became known, what it does to patients, what was decided, what has to be reported.
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { useProject } from "../../app/place";
import { Page } from "../../parts/page";
import { Tabs } from "../../parts/tabs";
import "./after-market.css";
import { ClocksTab } from "./clocks";
import { DetailPage } from "./detail";
import { FeedsTab } from "./feeds";
import { InboxTab } from "./inbox";
import { RiskTab } from "./risk";
import { VexTab } from "./vex";

export default function AfterMarketPage() {
  const { t } = useTranslation();
  const project = useProject();
  const about = useSearchParams()[0].get("about");
  if (about) return <DetailPage about={about} />;
  return (
    <Page title={t("nav.after-market")} subject={project.data?.name} intro={t("after.intro")}>
      <Tabs
        label={t("after.parts")}
        param="tab"
        tabs={[
          { id: "inbox", title: t("after.tab.inbox"), content: <InboxTab /> },
          { id: "feeds", title: t("after.tab.feeds"), content: <FeedsTab /> },
          { id: "clocks", title: t("after.tab.clocks"), content: <ClocksTab /> },
          { id: "risk", title: t("after.tab.risk"), content: <RiskTab /> },
          { id: "vex", title: t("after.tab.vex"), content: <VexTab /> },
        ]}
      />
    </Page>
  );
}
