// Saving a pack: a message, and what to do where somebody else changed the same.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answered, api, need } from "../../api/client";
import { ApiError } from "../../api/problem";
import { Dialog } from "../../parts/dialog";
import { Field, Form } from "../../parts/form";
import { Notice } from "../../parts/states";
import { Conflicts } from "../system/conflicts";
import type { Conflict } from "../system/types";
import type { Changes } from "./desk";

type Revision = Answered<"/api/v1/projects/{project}/revisions/{revision}", "get">;

interface SaveProps {
  pack: string;
  base: string;
  changes: Changes;
  errors: number;
  onClose: () => void;
  onSaved: (revision: Revision) => Promise<unknown>;
}

export function Save({ pack, base, changes, errors, onClose, onSaved }: SaveProps) {
  const { t } = useTranslation();
  const [message, setMessage] = useState("");
  const [conflicts, setConflicts] = useState<Conflict[]>([]);

  async function save(choices?: Record<string, string>) {
    try {
      const made = await need(
        api.POST("/api/v1/projects/{project}/revisions", {
          params: { path: { project: pack } },
          body: { base, files: changes, message, choices },
        }),
      );
      if (made.revision) await onSaved(made.revision);
      onClose();
    } catch (e) {
      const found = e instanceof ApiError && e.status === 409 ? e.body.conflicts : undefined;
      if (!Array.isArray(found)) throw e;
      setConflicts(found as Conflict[]);
    }
  }

  if (conflicts.length > 0)
    return <Conflicts conflicts={conflicts} submit={t("knowledge.save")} onClose={onClose} onChosen={save} />;
  return (
    <Dialog title={t("knowledge.save")} open onClose={onClose}>
      {errors > 0 && <Notice tone="fair">{t("knowledge.saveWithErrors", { count: errors })}</Notice>}
      <Form submit={t("knowledge.save")} onSubmit={() => save()}>
        <Field label={t("knowledge.message")} hint={t("knowledge.messageHint")} path="message">
          <textarea required rows={3} maxLength={4000} value={message} onChange={(e) => setMessage(e.target.value)} />
        </Field>
      </Form>
    </Dialog>
  );
}
