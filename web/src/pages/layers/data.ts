// What the page of layers reads, and how ways are put into words.
import { useQuery } from "@tanstack/react-query";
import { type Answered, api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProjectId } from "../../app/place";
import type { WayShown } from "../../parts/way";

export type Layers = Answered<"/api/v1/projects/{project}/revisions/{revision}/layers", "get">;
export type Harm = Layers["harms"][number];
type Chain = Pick<Harm["paths"][number], "likelihood" | "assumes" | "steps">;

export const modes = ["future", "current"] as const;

export function useLayers(mode: (typeof modes)[number]) {
  const project = useProjectId();
  return useQuery({
    queryKey: inProject(project, "layers", mode),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/layers", {
          params: { path: { project, revision: "head" }, query: { mode } },
        }),
      ),
  });
}

/** wayOf puts a chain into the words of the description. */
export function wayOf(c: Chain, l: Pick<Layers, "elements" | "trust">): WayShown {
  return {
    likelihood: c.likelihood,
    assumes: c.assumes.map((a) => ({
      element: a.element,
      title: l.elements[a.element] ?? a.element,
      attribute: a.low ?? "",
      says: l.trust[a.low ?? ""] ?? "",
      level: a.level,
    })),
    steps: c.steps,
  };
}

/** nameOf is a control at an element in words. */
export function nameOf(id: string, l: Pick<Layers, "elements" | "controls">): string {
  const [control = "", element = ""] = id.split(/@(.*)/s);
  const title = l.controls[control] ?? control;
  return element ? `${title} · ${l.elements[element] ?? element}` : title;
}
