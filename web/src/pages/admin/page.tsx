// What those who manage an organisation do: people, settings, webhooks, background work, audit log; and for who runs the installation, backups.
import { useTranslation } from "react-i18next";
import { useOrganisation } from "../../app/place";
import { useSession } from "../../app/session";
import { Page } from "../../parts/page";
import { type Tab, Tabs } from "../../parts/tabs";
import { Installation } from "./installation";
import { Jobs } from "./jobs";
import { Log } from "./log";
import { People } from "./people";
import { Settings } from "./settings";
import { Webhooks } from "./webhooks";

export default function AdminPage() {
  const { t } = useTranslation();
  const organisation = useOrganisation();
  const { account } = useSession();
  const may = (action: string) => organisation?.may.includes(action) ?? false;
  const tabs: Tab[] = [{ id: "people", title: t("admin.people"), content: <People /> }];
  if (may("manage"))
    tabs.push(
      { id: "settings", title: t("admin.settings"), content: <Settings /> },
      { id: "webhooks", title: t("admin.webhooks"), content: <Webhooks /> },
      { id: "jobs", title: t("admin.jobs"), content: <Jobs /> },
    );
  if (may("read-log")) tabs.push({ id: "log", title: t("admin.log"), content: <Log /> });
  if (account.operator) tabs.push({ id: "installation", title: t("admin.installation"), content: <Installation /> });
  return (
    <Page title={t("nav.admin")} subject={organisation?.name} intro={t("admin.intro")}>
      <Tabs label={t("nav.admin")} param="tab" tabs={tabs} />
    </Page>
  );
}
