// Names of the people of a project, by account: those of its organisation, and those who have a role in it alone.
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, need } from "../api/client";
import { inOrganisation, inProject } from "../api/queries";
import { usePlace } from "../app/place";

export interface Known {
  account: string;
  name: string;
  role: string;
}

/** usePeople gives who is known here, and nameOf, which gives the id of who is not. */
export function usePeople() {
  const { organisation = "", project = "" } = usePlace();
  const members = useQuery({
    queryKey: inOrganisation(organisation, "members"),
    queryFn: () =>
      need(api.GET("/api/v1/organisations/{organisation}/members", { params: { path: { organisation } } })),
    enabled: organisation !== "",
  });
  const grants = useQuery({
    queryKey: inProject(project, "grants"),
    queryFn: () => need(api.GET("/api/v1/projects/{project}/grants", { params: { path: { project } } })),
    enabled: project !== "",
  });
  return useMemo(() => {
    const people: Known[] = [...(members.data?.items ?? []), ...(grants.data?.items ?? [])].filter((p) => !p.disabled);
    const names = new Map(
      [...(members.data?.items ?? []), ...(grants.data?.items ?? [])].map((p) => [p.account, p.name]),
    );
    return { people, nameOf: (account: string) => names.get(account) ?? account };
  }, [members.data, grants.data]);
}
