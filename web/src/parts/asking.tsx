// Asking people for review or approval, and answering with no.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../api/client";
import { inProject } from "../api/queries";
import { useProjectId } from "../app/place";
import { Dialog } from "./dialog";
import { Field, Form } from "./form";
import { usePeople } from "./people";
import type { Review } from "./signing";
import { say } from "./toasts";

type Meaning = "review" | "approval";

/** able are the roles that may sign so: workbench.mays. */
const able: Record<Meaning, string[]> = {
  review: ["owner", "security-engineer", "clinical", "regulatory", "integrator"],
  approval: ["owner", "clinical", "regulatory", "operator"],
};

export function AskDialog({ about, onClose }: { about: string; onClose: () => void }) {
  const { t } = useTranslation();
  const project = useProjectId();
  const client = useQueryClient();
  const { people } = usePeople();
  const [meaning, setMeaning] = useState<Meaning>("review");
  const [roles, setRoles] = useState<string[]>([]);
  const [persons, setPersons] = useState<string[]>([]);
  const [text, setText] = useState("");
  const toggle = (list: string[], x: string, on: boolean) => (on ? [...list, x] : list.filter((y) => y !== x));
  const fit = people.filter((p) => able[meaning].includes(p.role));

  async function ask() {
    await need(
      api.POST("/api/v1/projects/{project}/reviews", {
        params: { path: { project } },
        body: {
          about,
          meaning,
          text,
          roles: roles.filter((r) => able[meaning].includes(r)),
          people: persons.filter((p) => fit.some((x) => x.account === p)),
        },
      }),
    );
    say(t("signing.asked"));
    onClose();
    await client.invalidateQueries({ queryKey: inProject(project, "reviews") });
  }

  return (
    <Dialog title={t("signing.ask")} open onClose={onClose}>
      <Form submit={t("signing.send")} onSubmit={ask}>
        <Field label={t("signing.askFor")} path="meaning">
          <select value={meaning} onChange={(e) => setMeaning(e.target.value as Meaning)}>
            <option value="review">{t("signing.meaning.review")}</option>
            <option value="approval">{t("signing.meaning.approval")}</option>
          </select>
        </Field>
        <fieldset>
          <legend>{t("signing.fromRoles")}</legend>
          {able[meaning].map((r) => (
            <Field key={r} label={t(`roles.${r}`)} check>
              <input
                type="checkbox"
                checked={roles.includes(r)}
                onChange={(e) => setRoles(toggle(roles, r, e.target.checked))}
              />
            </Field>
          ))}
        </fieldset>
        {fit.length > 0 && (
          <fieldset>
            <legend>{t("signing.fromPeople")}</legend>
            {fit.map((p) => (
              <Field key={p.account} label={`${p.name} (${t(`roles.${p.role}`)})`} check>
                <input
                  type="checkbox"
                  checked={persons.includes(p.account)}
                  onChange={(e) => setPersons(toggle(persons, p.account, e.target.checked))}
                />
              </Field>
            ))}
          </fieldset>
        )}
        <Field label={t("signing.lookAt")} path="text">
          <textarea maxLength={4000} value={text} onChange={(e) => setText(e.target.value)} />
        </Field>
      </Form>
    </Dialog>
  );
}

export function RejectDialog({ review, onClose }: { review: Review; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const project = useProjectId();
  const [reason, setReason] = useState("");
  async function reject() {
    const path = { project, review: review.id };
    await need(api.POST("/api/v1/projects/{project}/reviews/{review}/reject", { params: { path }, body: { reason } }));
    say(t("signing.wasRejected"));
    onClose();
    await client.invalidateQueries({ queryKey: inProject(project, "reviews") });
  }
  return (
    <Dialog title={t("signing.rejectTitle")} open onClose={onClose}>
      <p>{review.words}</p>
      <Form submit={t("signing.reject")} onSubmit={reject}>
        <Field label={t("signing.rejectWhy")} path="reason">
          <textarea required maxLength={2000} value={reason} onChange={(e) => setReason(e.target.value)} />
        </Field>
      </Form>
    </Dialog>
  );
}
