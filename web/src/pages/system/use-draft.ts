// What is not saved is kept on the server, where the organisation allows that.
import { useCallback, useEffect, useRef, useState } from "react";
import { type Draft, keepDraft, readDraft } from "../../api/draft";
import { asApiError } from "../../api/problem";
import type { Files, Snapshot } from "./desk";

const pause = 1200; // milliseconds after the last change

/**
 * DraftState says whether what is on the screen is kept: "none" if nothing is changed, "off" if drafts are not kept here, and "elsewhere" if
 * the draft is that of another window of the same person.
 */
export type DraftState = "none" | "pending" | "kept" | "off" | "failed" | "elsewhere";

/** Keeping is that state; take makes what is on this screen the draft, whatever another window made it. */
export interface Keeping {
  state: DraftState;
  take: () => void;
}

interface Sent {
  base: string;
  files: Files;
}

/** isWhat tells whether a draft is what was sent. */
function isWhat(sent: Sent | undefined, draft: Draft): boolean {
  if (draft.base !== sent?.base) return false;
  const paths = Object.keys(sent.files);
  return paths.length === Object.keys(draft.files).length && paths.every((p) => draft.files[p] === sent.files[p]);
}

export function useDraft(project: string, now: Snapshot, on: boolean, had: Draft | undefined): Keeping {
  const [state, setState] = useState<DraftState>("none");
  const seen = useRef<string | null>(had?.tag ?? null);
  const lost = useRef<Sent>(undefined); // what got no answer: it may be kept all the same
  const done = useRef(now.files);
  const tail = useRef<Promise<unknown>>(Promise.resolve());
  const latest = useRef(now);
  latest.current = now;

  const put = useCallback(() => {
    const { base, files } = latest.current;
    const empty = Object.keys(files).length === 0;
    done.current = files;
    const keep = async () => {
      try {
        seen.current = await keepDraft(project, base, files, seen.current);
      } catch (e) {
        const { status } = asApiError(e);
        if (status === 0) lost.current = { base, files };
        if (status !== 409) throw e;
        const there = await readDraft(project);
        if (there && !isWhat(lost.current, there)) throw e;
        seen.current = await keepDraft(project, base, files, there?.tag ?? null);
      }
    };
    tail.current = tail.current.then(keep).then(
      () => done.current === files && setState(empty ? "none" : "kept"),
      (e) => {
        if (done.current !== files) return;
        setState(empty ? "none" : asApiError(e).status === 409 ? "elsewhere" : "failed");
      },
    );
  }, [project]);

  const take = useCallback(() => {
    tail.current = tail.current.then(async () => {
      seen.current = (await readDraft(project))?.tag ?? null;
    });
    put();
  }, [project, put]);

  const { files } = now;
  useEffect(() => {
    if (files === done.current) return;
    if (!on) return setState(Object.keys(files).length > 0 ? "off" : "none");
    setState((s) => (s === "elsewhere" ? s : "pending"));
    const timer = setTimeout(put, pause);
    return () => clearTimeout(timer);
  }, [files, on, put]);

  // Whoever closes the window within the pause is asked; meanwhile it is kept.
  useEffect(() => {
    const leave = (e: BeforeUnloadEvent) => {
      if (!on || latest.current.files === done.current) return;
      put();
      e.preventDefault();
    };
    addEventListener("beforeunload", leave);
    return () => removeEventListener("beforeunload", leave);
  }, [on, put]);

  // Whoever goes to another page within the pause loses nothing.
  useEffect(
    () => () => {
      if (on && latest.current.files !== done.current) put();
    },
    [on, put],
  );
  return { state: on && files !== done.current && state !== "elsewhere" ? "pending" : state, take };
}
