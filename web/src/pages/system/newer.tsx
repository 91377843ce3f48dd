// Somebody saved a revision while one works: it is brought in at once where nothing of one's own is changed, else when one likes.
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { ErrorNotice } from "../../parts/error-page";
import { Notice } from "../../parts/states";
import { say } from "../../parts/toasts";
import { Conflicts } from "./conflicts";
import { useWork } from "./context";
import { byPosition } from "./save";
import type { Conflict } from "./types";
import { useNames } from "./use-names";
import { readRevision } from "./use-start";
import type { Arrival } from "./workplace";

interface NewerProps {
  by?: string;
  flush: () => Promise<void>;
  arrive: (arrival: Arrival) => Promise<void>;
}

export function Newer({ by, flush, arrive }: NewerProps) {
  const { t } = useTranslation();
  const { desk, project } = useWork();
  const nameOf = useNames();
  const [conflicts, setConflicts] = useState<Conflict[]>();
  const [failed, setFailed] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  const bringIn = useCallback(
    async (choices: Record<string, string> = {}): Promise<void> => {
      setBusy(true);
      setFailed(undefined);
      try {
        await flush();
        const { base, files } = desk.now;
        const body = { base, files, choices };
        const found = await need(
          api.POST("/api/v1/projects/{project}/rebase", { params: { path: { project } }, body }),
        );
        const { asked, choices: ours } = byPosition(found.conflicts);
        if (asked.length > 0) return setConflicts(asked);
        if (found.conflicts.length > 0) return await bringIn({ ...choices, ...ours });
        setConflicts(undefined);
        const to = await readRevision(project, found.revision.id);
        await arrive({ to, files: found.files, sent: files, others: true });
        say(t("system.broughtIn", { number: found.revision.number }));
      } catch (e) {
        setFailed(e);
      } finally {
        setBusy(false);
      }
    },
    [desk, project, flush, arrive, t],
  );

  const once = useRef(false);
  useEffect(() => {
    if (once.current || Object.keys(desk.now.files).length > 0) return;
    once.current = true;
    void bringIn();
  }, [desk, bringIn]);

  return (
    <>
      <Notice live>
        <div className="row">
          <span>{t(by ? "system.newer" : "system.newerSince", { name: nameOf(by) })}</span>
          <button type="button" aria-disabled={busy} onClick={() => !busy && void bringIn()}>
            {t("system.bringIn")}
          </button>
        </div>
      </Notice>
      {failed !== undefined && <ErrorNotice error={failed} />}
      {conflicts && (
        <Conflicts
          conflicts={conflicts}
          submit={t("system.bringIn")}
          onClose={() => setConflicts(undefined)}
          onChosen={(choices) => bringIn(choices)}
        />
      )}
    </>
  );
}
