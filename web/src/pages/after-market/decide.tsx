// Deciding on vulnerabilities: one form, prefilled with what published rules propose. Several get the same decision and reason.
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { useProject, useProjectId } from "../../app/place";
import { useTyped } from "../../app/typed";
import { Dialog } from "../../parts/dialog";
import { Field, Form } from "../../parts/form";
import { Notice } from "../../parts/states";
import { say } from "../../parts/toasts";
import { justifications } from "../decisions/justifications";
import { type Concern, useChange } from "./data";

export const choices = ["affected", "not-affected", "fixed", "under-investigation"] as const;

/** Decision is what is sent. */
interface Decision {
  base: string;
  about: string[];
  choice: (typeof choices)[number];
  justification?: string;
  action?: string;
  why: string;
  role: string;
  until?: string;
}

interface DecideDialogProps {
  about: readonly Concern[];
  /** argument is the proposed reason, sentence by sentence. */
  argument?: readonly string[];
  open: boolean;
  onClose: (done: boolean) => void;
}

export function DecideDialog({ about, argument = [], open, onClose }: DecideDialogProps) {
  const { t } = useTranslation();
  const title =
    about.length === 1
      ? t("after.decideOn", { vulnerability: about[0]?.vulnerability, element: about[0]?.title })
      : t("after.decideOnMany", { count: about.length });
  return (
    <Dialog title={title} open={open} onClose={() => onClose(false)} wide>
      {open && <DecideForm about={about} argument={argument} onDone={() => onClose(true)} />}
    </Dialog>
  );
}

function DecideForm({
  about,
  argument,
  onDone,
}: {
  about: readonly Concern[];
  argument: readonly string[];
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const id = useProjectId();
  const project = useProject();
  const first = about[0];
  const same = about.every((c) => c.proposed === first?.proposed && c.justification === first?.justification);
  const role = project.data?.roles?.[0];
  const start = {
    choice: same ? (first?.proposed ?? "").replaceAll("_", "-") : "under-investigation",
    justification: (same && first?.justification) || "",
    action: "",
    why: argument.join(" "),
    role: role ? t(`roles.${role}`) : "",
    until: "",
  };
  const [typed, setTyped] = useTyped<Partial<typeof start>>(`triage ${id} ${about.map((c) => c.id).join(" ")}`);
  const form = { ...start, ...typed };
  const decide = useChange((body: Decision) =>
    need(api.POST("/api/v1/projects/{project}/decisions", { params: { path: { project: id } }, body })),
  );
  const bind = (name: keyof typeof form) => ({
    value: form[name],
    onChange: (e: { target: { value: string } }) => setTyped({ ...typed, [name]: e.target.value }),
  });

  async function onSubmit() {
    const got = await decide.mutateAsync({
      base: project.data?.head ?? "",
      about: about.map((c) => c.id),
      choice: form.choice as (typeof choices)[number],
      justification: form.choice === "not-affected" ? form.justification : undefined,
      action: form.choice === "affected" ? form.action : undefined,
      why: form.why,
      role: form.role,
      until: form.until || undefined,
    });
    setTyped(undefined);
    say(t("after.decidedSaid", { count: got.decisions.length }));
    onDone();
  }

  return (
    <Form submit={t("after.record")} busy={t("after.recording")} onSubmit={onSubmit}>
      {about.length > 1 && (
        <Notice>
          {t("after.sameFor")} {about.map((c) => c.id).join(", ")}
        </Notice>
      )}
      <p className="muted">{t("after.decideSays")}</p>
      <Field label={t("after.form.choice")} path="choice">
        <select required {...bind("choice")}>
          {choices.map((c) => (
            <option key={c} value={c}>
              {t(`after.status.${c.replaceAll("-", "_")}`)}
            </option>
          ))}
        </select>
      </Field>
      {form.choice === "not-affected" && (
        <Field label={t("after.form.justification")} hint={t("after.form.justificationHint")} path="justification">
          <select required {...bind("justification")}>
            <option value="">{t("after.form.choose")}</option>
            {justifications.map((j) => (
              <option key={j} value={j}>
                {t(`after.justification.${j}`)}
              </option>
            ))}
          </select>
        </Field>
      )}
      {form.choice === "affected" && (
        <Field label={t("after.form.action")} hint={t("after.form.actionHint")} path="action">
          <textarea required rows={2} maxLength={4000} {...bind("action")} />
        </Field>
      )}
      <Field label={t("after.form.why")} hint={t("after.form.whyHint")} path="why">
        <textarea required rows={5} maxLength={16000} {...bind("why")} />
      </Field>
      <Field label={t("after.form.role")} hint={t("after.form.roleHint")} path="role">
        <input type="text" required maxLength={200} {...bind("role")} />
      </Field>
      <Field label={t("after.form.until")} hint={t("after.form.untilHint")} path="until">
        <input type="date" {...bind("until")} />
      </Field>
    </Form>
  );
}
