// The page around one desk: what is saved and what is not, who else is here, and the two ways to work.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useSearchParams } from "wouter";
import { useEvent } from "../../app/events";
import { useOrganisation, usePlace, useProject, useProjectId } from "../../app/place";
import { usePresence } from "../../app/presence";
import { useUnsaved } from "../../app/unsaved";
import type { CanvasHandle } from "../../canvas/canvas";
import type { Operation } from "../../canvas/operations";
import { localeOf } from "../../i18n";
import { ErrorNotice } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { Notice } from "../../parts/states";
import { say } from "../../parts/toasts";
import { useSnapshot, type Work, WorkContext } from "./context";
import { Desk, type Files } from "./desk";
import { Guide } from "./guide/guide";
import { Newer } from "./newer";
import { SaveButton } from "./save";
import { serverOf } from "./server";
import { Status } from "./status";
import { Studio, type StudioHandle } from "./studio";
import { useDraft } from "./use-draft";
import type { Revision, Start } from "./use-start";

/** Arrival is what going to another revision takes: the changed files that were sent, what of them differs there, and whether others changed something. */
export interface Arrival {
  to: Revision;
  files: Files;
  sent: Files;
  others: boolean;
}

export function Workplace({ start, old, readOnly }: { start: Start; old: boolean; readOnly: boolean }) {
  const { t } = useTranslation();
  const project = useProjectId();
  const { organisation = "" } = usePlace();
  const autosave = useOrganisation()?.autosave ?? false;
  const record = useProject();
  const [path] = useLocation();
  const [desk] = useState(() => new Desk(serverOf(project), start.revision.id));
  const [revision, setRevision] = useState<Revision>(start.revision);
  const now = useSnapshot(desk);
  const [recovered, setRecovered] = useState(start.draft);
  const [failed, setFailed] = useState<unknown>();
  const studio = useRef<StudioHandle>(null);
  const canvas = useRef<CanvasHandle>(null);
  const [search] = useSearchParams();
  const [chosen, choose] = useState(search.get("select") ?? undefined); // other pages lead to an element
  const [inverses, setInverses] = useState<readonly (readonly Operation[])[]>([]); // of what was done in the form
  const [since, setSince] = useState(start.revision.id); // the last revision with something of others
  const guided = path === "/system/guide";
  const [file, setFile] = useState<string>(); // whose text is shown

  useEffect(() => {
    desk.open(start.draft?.files ?? {}).catch(setFailed);
  }, [desk, start]);

  const { state, take } = useDraft(project, now, autosave && !readOnly, start.draft);
  const changed = Object.keys(now.files).length > 0;
  const here = usePresence(project, { file, element: chosen, unsaved: changed });
  useUnsaved(changed && (state === "off" || state === "failed" || state === "elsewhere"));

  const work = useMemo<Work>(
    () => ({
      desk,
      organisation,
      project,
      readOnly,
      chosen,
      choose,
      here,
      back:
        inverses.length === 0
          ? undefined
          : () => {
              setInverses(inverses.slice(0, -1));
              desk.run(inverses.at(-1) ?? []).catch((e) => say(e.message, "bad"));
            },
      show: (file, line, column) => studio.current?.show(file, line, column),
      run: async (label: string, ops: readonly Operation[]) => {
        if (canvas.current) return canvas.current.run(label, ops);
        try {
          const inverse = await desk.run(ops);
          setInverses((all) => [...all, inverse].slice(-100));
          return true;
        } catch (e) {
          say(t("canvas.refused", { what: label, why: e instanceof Error ? e.message : String(e) }), "bad");
          return false;
        }
      },
    }),
    [desk, organisation, project, readOnly, chosen, here, inverses, t],
  );

  const arrive = useCallback(
    async ({ to, files, sent, others }: Arrival) => {
      await desk.rebase(to.id, files, sent);
      setRevision(to);
      if (!others) return;
      setSince(to.id);
      setInverses([]);
    },
    [desk],
  );
  const flush = useCallback(async () => {
    studio.current?.flush();
    await desk.settled();
  }, [desk]);

  // A revision that somebody else made is offered; without changes of one's own it is simply shown.
  const behind = start.draft && record.data && record.data.head !== start.revision.id;
  const [newer, setNewer] = useState<{ number: number; by?: string }>({
    number: start.revision.number + (behind ? 1 : 0),
  });
  useEvent((e) => {
    const { number = 0 } = (e.data as { number?: number } | undefined) ?? {};
    if (e.kind === "revision.made" && e.project === project)
      setNewer((known) => (number > known.number ? { number, by: e.by } : known));
  });

  // On the way to another revision nothing is offered: the event of what one saves oneself comes before the answer.
  const offered = !old && newer.number > revision.number && now.base === revision.id;

  return (
    <WorkContext value={work}>
      <Page
        title={t(guided ? "system.guide.title" : "nav.system")}
        subject={record.data?.name}
        focusKey={guided ? "guide" : "studio"}
        actions={
          <>
            <Link className="button" href={guided ? "/system" : "/system/guide"}>
              {t(guided ? "system.toCanvas" : "system.toGuide")}
            </Link>
            {!readOnly && (
              <SaveButton
                number={revision.number}
                flush={flush}
                saved={(to) => {
                  setRecovered(undefined);
                  return arrive(to);
                }}
              />
            )}
          </>
        }
      >
        <Status revision={revision} state={state} />
        {failed !== undefined && <ErrorNotice error={failed} retry={() => location.reload()} />}
        {now.failed !== undefined && <ErrorNotice error={now.failed} retry={() => desk.look()} />}
        {old && (
          <Notice>
            <p>
              {t("system.old", { number: revision.number })} <Link href="/system">{t("system.newest")}</Link>
            </p>
          </Notice>
        )}
        {state === "elsewhere" && (
          <Notice tone="fair" live>
            <div className="row">
              <span>{t("system.elsewhere")}</span>
              <button type="button" onClick={take}>
                {t("system.keepThese")}
              </button>
            </div>
          </Notice>
        )}
        {recovered && changed && (
          <Recovered
            at={recovered.changed}
            keep={() => setRecovered(undefined)}
            discard={() => {
              setRecovered(undefined);
              desk.drop(...Object.keys(desk.now.files));
            }}
          />
        )}
        {offered && <Newer by={newer.by} flush={flush} arrive={arrive} />}
        {guided ? (
          <Guide />
        ) : (
          <Studio ref={studio} canvas={canvas} revision={revision} since={since} onFile={setFile} />
        )}
      </Page>
    </WorkContext>
  );
}

function Recovered({ at, keep, discard }: { at: string; keep: () => void; discard: () => void }) {
  const { t, i18n } = useTranslation();
  const when = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(at),
  );
  return (
    <Notice live>
      <p>{t("system.recovered", { when })}</p>
      <div className="row">
        <button type="button" onClick={keep}>
          {t("system.keepDraft")}
        </button>
        <button type="button" className="danger" onClick={discard}>
          {t("system.discardDraft")}
        </button>
      </div>
    </Notice>
  );
}
