// What was sent to a webhook, and whether it arrived.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { inOrganisation } from "../../api/queries";
import { useWorking } from "../../app/events";
import { usePlace } from "../../app/place";
import { DataTable } from "../../parts/data-table";
import { Dialog } from "../../parts/dialog";
import { ErrorNotice } from "../../parts/error-page";
import { Empty } from "../../parts/states";
import { Time } from "../../parts/time";
import type { Webhook } from "./webhooks";

export function Deliveries({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useTranslation();
  const { organisation = "" } = usePlace();
  const query = useQuery({
    queryKey: inOrganisation(organisation, "deliveries", webhook.id),
    queryFn: () =>
      need(
        api.GET("/api/v1/organisations/{organisation}/webhooks/{webhook}/deliveries", {
          params: { path: { organisation, webhook: webhook.id } },
        }),
      ),
    ...useWorking(), // tries go on while one looks
  });
  return (
    <Dialog title={t("admin.deliveriesTo", { url: webhook.url })} open wide onClose={onClose}>
      <ErrorNotice error={query.error} />
      <DataTable
        name="deliveries"
        caption={t("admin.deliveries")}
        rows={query.data?.items}
        rowKey={(d) => d.id}
        empty={<Empty title={t("admin.noDeliveries")} />}
        columns={[
          { id: "made", title: t("admin.when"), head: true, text: (d) => d.made, cell: (d) => <Time at={d.made} /> },
          { id: "topic", title: t("admin.topic"), text: (d) => t(`admin.did.${d.topic}`, d.topic) },
          { id: "state", title: t("admin.state"), text: (d) => t(`admin.delivery.${d.state}`) },
          { id: "tries", title: t("admin.tries"), number: true, sort: (d) => d.tries, cell: (d) => d.tries },
          {
            id: "answer",
            title: t("admin.answer"),
            text: (d) => (d.problem ? t(`admin.problem.${d.problem}`) : d.status ? String(d.status) : "–"),
          },
        ]}
      />
    </Dialog>
  );
}
