// All pages. A page is a folder: src/pages/<topic>/page.tsx exports the component Page as its default. A line whose folder is
// not there yet gives no page and no entry in the navigation.
import { type ComponentType, type LazyExoticComponent, lazy } from "react";

/** PageRoute is a page: where it is, and where it stands in the navigation. Its name is the text nav.<topic>. */
export interface PageRoute {
  topic: string;
  /** path is relative to the organisation or project: a Link to "/threats" within a project goes to its threats. */
  path: string;
  of: "organisation" | "project";
  /** group is the heading in the navigation: the text nav.group.<group>. */
  group: string;
  /** may are actions of which one must be allowed to see the entry; the server decides who may read. */
  may?: readonly string[];
}

export const routes: readonly PageRoute[] = [
  { topic: "portfolio", path: "/", of: "organisation", group: "organisation" },
  { topic: "knowledge", path: "/knowledge/*?", of: "organisation", group: "organisation" },
  { topic: "admin", path: "/admin/*?", of: "organisation", group: "organisation", may: ["manage", "read-log"] },

  { topic: "home", path: "/", of: "project", group: "design" },
  { topic: "system", path: "/system/*?", of: "project", group: "design" },
  { topic: "threats", path: "/threats/*?", of: "project", group: "design" },
  { topic: "harms", path: "/harms/*?", of: "project", group: "design" },
  { topic: "layers", path: "/layers/*?", of: "project", group: "design" },
  { topic: "options", path: "/options/*?", of: "project", group: "design" },
  { topic: "comply", path: "/comply/*?", of: "project", group: "evidence" },
  { topic: "verification", path: "/verification/*?", of: "project", group: "evidence" },
  { topic: "documents", path: "/documents/*?", of: "project", group: "evidence" },
  { topic: "after-market", path: "/after-market/*?", of: "project", group: "use" },
  { topic: "integration", path: "/integration/*?", of: "project", group: "use" },
  { topic: "decisions", path: "/decisions/*?", of: "project", group: "together" },
  { topic: "history", path: "/history/*?", of: "project", group: "together" },
];

type Loaded = { default: ComponentType };
const files = import.meta.glob<Loaded>("../pages/*/page.tsx");
const components: Record<string, LazyExoticComponent<ComponentType>> = Object.fromEntries(
  Object.entries(files).map(([file, load]) => [file.split("/").at(-2) ?? "", lazy(load)]),
);

/** pageOf gives the component of a topic, or nothing if there is no such page. */
export function pageOf(topic: string): LazyExoticComponent<ComponentType> | undefined {
  return components[topic];
}

/** entries gives what the navigation shows, in order and by group. */
export function entries(
  of: PageRoute["of"],
  may: readonly string[],
  all = routes,
  has = (topic: string) => topic in components,
) {
  const groups: { group: string; pages: PageRoute[] }[] = [];
  for (const r of all) {
    if (r.of !== of || !has(r.topic) || (r.may && !r.may.some((a) => may.includes(a)))) continue;
    const last = groups.at(-1);
    if (last?.group === r.group) last.pages.push(r);
    else groups.push({ group: r.group, pages: [r] });
  }
  return groups;
}

/** address of a page without what its path leaves open. */
export function addressOf(r: PageRoute): string {
  return r.path.replace(/\/\*\?$/, "") || "/";
}
