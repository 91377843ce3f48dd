// Where in the workbench one is: /o/<organisation>/p/<project>/<page>.
import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { type Answered, api, need } from "../api/client";
import { inProject } from "../api/queries";
import { type Organisation, useSession } from "./session";

/** Place is what an address says. rest begins with a slash. */
export interface Place {
  organisation?: string;
  project?: string;
  /** base is what rest is relative to. */
  base: string;
  rest: string;
}

export function parsePlace(path: string): Place {
  const [, base = "", organisation, project, rest = ""] =
    /^(\/o\/([^/]+)(?:\/p\/([^/]+))?)(\/.*)?$/.exec(path) ?? ([undefined, "", undefined, undefined, path] as const);
  return { organisation, project, base, rest: rest || "/" };
}

/** Here holds the place for all that is below the frame. */
export const Here = createContext<Place>({ base: "", rest: "/" });

/** usePlace gives the organisation and project of the address. */
export function usePlace(): Place {
  return useContext(Here);
}

/** useOrganisation gives the organisation one is in, with one's role; undefined outside of any. */
export function useOrganisation(): Organisation | undefined {
  const { organisation } = usePlace();
  return useSession().organisations?.find((o) => o.id === organisation);
}

/** useProjectId is for pages of a project: it gives the id, which is always there on these. */
export function useProjectId(): string {
  const { project } = usePlace();
  if (!project) throw new Error("a page of a project is shown outside of any project");
  return project;
}

export type Project = Answered<"/api/v1/projects/{project}", "get">;

/** useProject reads the project one is in; the query is idle outside of any. */
export function useProject() {
  const { project = "" } = usePlace();
  return useQuery({
    queryKey: inProject(project, "record"),
    queryFn: () => need(api.GET("/api/v1/projects/{project}", { params: { path: { project } } })),
    enabled: project !== "",
  });
}
