// What others do: the server's event stream, from which pages learn what to read again.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

/** WorkbenchEvent is an event as the server sends it. */
export interface WorkbenchEvent {
  number: number;
  organisation: string;
  project?: string;
  kind: string;
  at: string;
  by?: string;
  data?: unknown;
}

/** topics are the kinds of events: workbench.Topics, each of which the stream names. */
export const topics = [
  "project.created",
  "project.renamed",
  "project.archived",
  "project.restored",
  "revision.made",
  "summary.made",
  "comment.made",
  "comment.resolved",
  "review.asked",
  "review.done",
  "signature.made",
  "decision.changed",
  "vex.published",
  "share.made",
  "share.ended",
  "feeds.synced",
];

const listeners = new Set<(e: WorkbenchEvent) => void>();

/** parseEvent reads the data of a message; null for anything that is no event. */
export function parseEvent(data: string): WorkbenchEvent | null {
  try {
    const e = JSON.parse(data);
    return typeof e?.number === "number" && typeof e.kind === "string" ? e : null;
  } catch {
    return null;
  }
}

/** invalidate marks what the event may have changed as to be read again. */
export function invalidate(client: QueryClient, e: WorkbenchEvent): void {
  if (e.project) void client.invalidateQueries({ queryKey: ["project", e.project] });
  void client.invalidateQueries({ queryKey: ["organisation", e.organisation] });
}

/** delay before the n-th attempt in a row, in milliseconds: it doubles from one second to half a minute. */
export function delay(n: number): number {
  return Math.min(30_000, 1000 * 2 ** n);
}

/**
 * useEvents keeps the stream open while an organisation is shown. The browser itself reconnects with Last-Event-ID after a broken
 * connection; after a refusal it gives up, so that a new stream is opened here, which tells the last number in its address.
 */
export function useEvents(organisation: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!organisation) return;
    let stream: EventSource;
    let timer: ReturnType<typeof setTimeout>;
    let failures = 0;
    let last = "";
    const open = () => {
      const after = last && `?after=${last}`;
      stream = new EventSource(`/api/v1/organisations/${organisation}/events/stream${after}`);
      stream.onopen = () => {
        failures = 0;
      };
      const hear = (m: MessageEvent<string>) => {
        last = m.lastEventId || last;
        const e = parseEvent(m.data);
        if (!e) return;
        invalidate(client, e);
        for (const l of listeners) l(e);
      };
      for (const t of ["hello", ...topics]) stream.addEventListener(t, hear);
      stream.onerror = () => {
        if (stream.readyState === EventSource.CLOSED) timer = setTimeout(open, delay(failures++));
      };
    };
    open();
    return () => {
      clearTimeout(timer);
      stream.close();
    };
  }, [organisation, client]);
}

/** useEvent calls f for each event, for pages that say what happened. */
export function useEvent(f: (e: WorkbenchEvent) => void): void {
  const latest = useRef(f);
  latest.current = f;
  useEffect(() => {
    const l = (e: WorkbenchEvent) => latest.current(e);
    listeners.add(l);
    return () => void listeners.delete(l);
  }, []);
}
