// Saving: what and why, what became of it, and conflicts with what others did meanwhile.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { api, need } from "../../api/client";
import { asApiError } from "../../api/problem";
import { useShortcut } from "../../app/shortcuts";
import { Dialog } from "../../parts/dialog";
import { Field, Form } from "../../parts/form";
import { Time } from "../../parts/time";
import { say } from "../../parts/toasts";
import { Conflicts } from "./conflicts";
import { useSnapshot, useWork } from "./context";
import { layoutFile } from "./desk";
import { Moved } from "./effects";
import type { Conflict } from "./types";
import { useNames } from "./use-names";
import type { Revision } from "./use-start";
import type { Arrival } from "./workplace";

interface SaveProps {
  /** number of the revision that the changes were made from. */
  number: number;
  flush: () => Promise<void>;
  saved: (arrival: Arrival) => Promise<void>;
}

/** byPosition decides conflicts about where boxes are drawn: the last one who moves a box is right. */
export function byPosition(conflicts: readonly Conflict[]): { asked: Conflict[]; choices: Record<string, "ours"> } {
  const asked = conflicts.filter((c) => c.file !== layoutFile);
  return {
    asked,
    choices: Object.fromEntries(conflicts.filter((c) => c.file === layoutFile).map((c) => [c.key, "ours" as const])),
  };
}

export function SaveButton({ number, flush, saved }: SaveProps) {
  const { t } = useTranslation();
  const { desk, project } = useWork();
  const { files, all, view } = useSnapshot(desk);
  const [open, setOpen] = useState(false);
  const [message, setMessage] = useState("");
  const [conflicts, setConflicts] = useState<Conflict[]>();
  const [settled, setSettled] = useState<Record<string, string>>({});
  const [others, setOthers] = useState<Revision[]>();
  const changed = Object.keys(files).filter((f) => f !== layoutFile);
  const nothing = Object.keys(files).length === 0;
  const errors = view?.diagnostics.filter((d) => d.severity === "error").length ?? 0;

  async function start() {
    await flush();
    if (Object.keys(desk.now.files).length > 0) setOpen(true);
  }
  useShortcut("Control+s", t("system.save"), () => void start());

  async function save(choices: Record<string, string>): Promise<void> {
    const { base, files } = desk.now;
    const body = { base, files, message: message.trim(), choices };
    try {
      const made = await need(
        api.POST("/api/v1/projects/{project}/revisions", { params: { path: { project } }, body }),
      );
      if (!made.revision) return;
      setOpen(false);
      setConflicts(undefined);
      setSettled({});
      setMessage("");
      await saved({ to: made.revision, files: {}, sent: files, others: made.merged });
      if (made.merged) setOthers(await between(project, number, made.revision.number));
      else say(t("system.saved", { number: made.revision.number }));
    } catch (e) {
      const found = asApiError(e).status === 409 && (asApiError(e).body.conflicts as Conflict[] | undefined);
      if (!found || found.length === 0) throw e;
      const { asked, choices: ours } = byPosition(found);
      const next = { ...choices, ...ours };
      setSettled(next);
      if (asked.length === 0) return save(next);
      setOpen(false);
      setConflicts(asked);
    }
  }

  return (
    <>
      <button type="button" className="primary" aria-disabled={nothing} onClick={() => void start()}>
        {t("system.save")}
      </button>
      <Dialog title={t("system.save")} open={open} onClose={() => setOpen(false)}>
        <Form submit={t("system.saveNow")} onSubmit={() => save(settled)}>
          <p className="small">
            {changed.length > 0 ? t("system.filesChanged", { count: changed.length }) : t("system.onlyMoved")}{" "}
            {changed.slice(0, 8).map((f) => (
              <code key={f}>{f} </code>
            ))}
          </p>
          {errors > 0 && <p className="wrong">{t("system.saveWithErrors", { count: errors })}</p>}
          {all && errors === 0 && <Moved changes={all} most={5} />}
          <Field label={t("system.message")} hint={t("system.messageHint")}>
            <textarea required value={message} maxLength={4000} onChange={(e) => setMessage(e.target.value)} />
          </Field>
        </Form>
      </Dialog>
      {conflicts && (
        <Conflicts
          conflicts={conflicts}
          submit={t("system.saveNow")}
          onClose={() => setConflicts(undefined)}
          onChosen={(choices) => save({ ...settled, ...choices })}
        />
      )}
      <Others list={others} close={() => setOthers(undefined)} />
    </>
  );
}

/** between lists what others saved after one revision and before another, newest first. */
async function between(project: string, from: number, to: number): Promise<Revision[]> {
  const params = { path: { project }, query: { limit: 50 } };
  const { items } = await need(api.GET("/api/v1/projects/{project}/revisions", { params }));
  return items.filter((r) => r.number > from && r.number < to);
}

function Others({ list, close }: { list: Revision[] | undefined; close: () => void }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  return (
    <Dialog
      title={t("system.merged")}
      open={list !== undefined}
      onClose={close}
      actions={
        <button type="button" className="primary" onClick={close}>
          {t("parts.close")}
        </button>
      }
    >
      <p>{t("system.mergedSays")}</p>
      <ul className="system-list">
        {list?.map((r) => (
          <li key={r.id}>
            <div>
              <Link href={`/history/${r.id}`}>{t("system.revision", { number: r.number })}</Link> · {nameOf(r.author)} ·{" "}
              <Time at={r.at} show="ago" />
              <p>{r.message}</p>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
