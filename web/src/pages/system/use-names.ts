// Names of people by their accounts.
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { inOrganisation } from "../../api/queries";
import { usePlace } from "../../app/place";

/** useNames gives a function from accounts to names; "somebody" where the name may not be read. */
export function useNames(): (account: string | undefined) => string {
  const { t } = useTranslation();
  const { organisation = "" } = usePlace();
  const { data } = useQuery({
    queryKey: inOrganisation(organisation, "members"),
    queryFn: () =>
      need(api.GET("/api/v1/organisations/{organisation}/members", { params: { path: { organisation } } })),
    enabled: organisation !== "",
    staleTime: Number.POSITIVE_INFINITY,
  });
  return useCallback(
    (account) => data?.items?.find((m) => m.account === account)?.name ?? t("system.somebody"),
    [data, t],
  );
}
