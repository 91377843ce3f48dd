// What others do: the server's event stream, from which pages learn what to read again.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useSyncExternalStore } from "react";

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

/** work is the kind of the events of background work, which are no topic: they come often, and are of use to who waits only. */
export const work = "job";

const listeners = new Set<(e: WorkbenchEvent) => void>();
const streamListeners = new Set<(kind: Said, data: string) => void>();

/** Said is what is said of the stream itself: its id, who else is where one is, and that there is no stream any more. */
export type Said = "hello" | "presence" | "end";

let hello: string | undefined; // data of the stream that is open

function said(kind: Said, data: string): void {
  if (kind !== "presence") hello = kind === "hello" ? data : undefined;
  for (const l of streamListeners) l(kind, data);
}

/** onStream hears what is said of the stream, at once if it is open, until the answer is called. */
export function onStream(f: (kind: Said, data: string) => void): () => void {
  streamListeners.add(f);
  if (hello !== undefined) f("hello", hello);
  return () => void streamListeners.delete(f);
}

/** useConnected tells whether the stream is open, so that nothing has to be asked for again and again. */
export function useConnected(): boolean {
  return useSyncExternalStore(onStream, () => hello !== undefined);
}

/** parseEvent reads the data of a message; null for anything that is no event. */
export function parseEvent(data: string): WorkbenchEvent | null {
  try {
    const e = JSON.parse(data);
    return typeof e?.number === "number" && typeof e.kind === "string" ? e : null;
  } catch {
    return null;
  }
}

/** invalidate marks what the event may have changed as to be read again: by background work only what shows that, see useWorking. */
export function invalidate(client: QueryClient, e: WorkbenchEvent): void {
  if (e.kind === work) {
    const of = [e.project, e.organisation];
    void client.invalidateQueries({
      predicate: (q) => q.meta?.[work] === true && of.includes(q.queryKey[1] as string | undefined),
    });
    return;
  }
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
      for (const t of ["hello", work, ...topics]) stream.addEventListener(t, hear);
      for (const t of ["hello", "presence"] as const)
        stream.addEventListener(t, (m: MessageEvent<string>) => said(t, m.data));
      stream.onerror = () => {
        said("end", "");
        if (stream.readyState === EventSource.CLOSED) timer = setTimeout(open, delay(failures++));
      };
    };
    open();
    return () => {
      clearTimeout(timer);
      stream.close();
      said("end", "");
    };
  }, [organisation, client]);
}

const told = 15_000; // milliseconds: the end of work is not told if the process that did it is killed right then
const asked = 1_500; // milliseconds

/** useWorking are options of a query that shows background work: its events have it read again, and without the stream it is asked for often. */
export function useWorking(): { meta: Record<string, unknown>; refetchInterval: number } {
  return { meta: { [work]: true }, refetchInterval: useConnected() ? told : asked };
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
