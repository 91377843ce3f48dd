// What is not saved is kept on the server, where the organisation allows that.
import { useCallback, useEffect, useRef, useState } from "react";
import { api, need } from "../../api/client";
import type { Snapshot } from "./desk";

const pause = 1200; // milliseconds after the last change

/** DraftState says whether what is on the screen is kept: "none" if nothing is changed, "off" if drafts are not kept here. */
export type DraftState = "none" | "pending" | "kept" | "off" | "failed";

export function useDraft(project: string, now: Snapshot, on: boolean, had: boolean): DraftState {
  const [state, setState] = useState<DraftState>("none");
  const there = useRef(had);
  const done = useRef(now.files);
  const tail = useRef<Promise<unknown>>(Promise.resolve());
  const latest = useRef(now);
  latest.current = now;

  const put = useCallback(() => {
    const { base, files } = latest.current;
    const params = { path: { project } };
    const empty = Object.keys(files).length === 0;
    done.current = files;
    if (empty && !there.current) return setState("none");
    there.current = !empty;
    tail.current = tail.current
      .catch(() => undefined)
      .then(() =>
        empty
          ? need(api.DELETE("/api/v1/projects/{project}/draft", { params }))
          : need(api.PUT("/api/v1/projects/{project}/draft", { params, body: { base, files } })),
      )
      .then(
        () => done.current === files && setState(empty ? "none" : "kept"),
        () => done.current === files && setState("failed"),
      );
  }, [project]);

  const { files } = now;
  useEffect(() => {
    if (files === done.current) return;
    if (!on) return setState(Object.keys(files).length > 0 ? "off" : "none");
    setState("pending");
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
  return on && files !== done.current ? "pending" : state;
}
