// What is read is kept by TanStack Query. Keys begin with what they belong to, so that an event of the server can tell which to read again.
import { QueryClient } from "@tanstack/react-query";
import { asApiError } from "./problem";

/** inProject is the key of something read from a project; inOrganisation and ofAccount likewise. */
export const inProject = (project: string, ...rest: unknown[]) => ["project", project, ...rest] as const;
export const inOrganisation = (organisation: string, ...rest: unknown[]) =>
  ["organisation", organisation, ...rest] as const;
export const ofAccount = (...rest: unknown[]) => ["account", ...rest] as const;
export const sessionKey = ["session"] as const;

/** newQueryClient reads again only what may succeed a second time: no answer, or an overloaded server. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000, // events invalidate sooner
        retry: (count, error) => {
          const { status } = asApiError(error);
          return count < 2 && (status === 0 || status === 429 || status >= 502);
        },
      },
    },
  });
}
