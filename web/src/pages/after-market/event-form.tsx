// Recording what happened: for the record of the system, and for the duties to report.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { useProject, useProjectId } from "../../app/place";
import { useSession } from "../../app/session";
import { useTyped } from "../../app/typed";
import { Dialog } from "../../parts/dialog";
import { Field, Form } from "../../parts/form";
import { say } from "../../parts/toasts";
import { localNow } from "./clock-card";
import { type Reporting, useChange } from "./data";
import { type Answer, Ask } from "./questions";

/** first are the questions that somebody can answer at once; the others are asked once duties may run. */
const first = [
  "serious-incident",
  "death",
  "personal-data-breach",
  "actively-exploited",
  "severe-incident",
  "significant-incident",
  "field-action",
];

interface EventDialogProps {
  reporting: Reporting;
  open: boolean;
  onClose: () => void;
}

export function EventDialog({ reporting, open, onClose }: EventDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("after.clocks.record")} open={open} onClose={onClose} wide>
      <EventForm reporting={reporting} onDone={onClose} />
    </Dialog>
  );
}

function EventForm({ reporting, onDone }: { reporting: Reporting; onDone: () => void }) {
  const { t } = useTranslation();
  const id = useProjectId();
  const project = useProject();
  const session = useSession();
  const [start] = useState({
    title: "",
    kind: "incident",
    when: localNow(),
    from: session.account.name,
    why: "",
    zone: reporting.zone || Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  const [typed, setTyped] = useTyped<Partial<typeof start>>(`event ${id}`);
  const form = { ...start, ...typed };
  const [report, setReport] = useState(true);
  const [facts, setFacts] = useState<Record<string, Answer>>(() =>
    Object.fromEntries(reporting.before.map((f) => [f.name, f.is as Answer])),
  );
  const record = useChange((event: NewEvent) =>
    need(
      api.POST("/api/v1/projects/{project}/after/events", {
        params: { path: { project: id } },
        body: { base: project.data?.head ?? "", event },
      }),
    ),
  );
  const bind = (name: keyof typeof form) => ({
    value: form[name],
    onChange: (e: { target: { value: string } }) => setTyped({ ...typed, [name]: e.target.value }),
  });
  const asked = (list: Reporting["facts"]) =>
    list.map((f) => (
      <Ask
        key={f.name}
        fact={f.name}
        asks={f.asks}
        value={facts[f.name]}
        onChange={(a) => setFacts({ ...facts, [f.name]: a })}
      />
    ));
  const about = reporting.facts.filter((f) => first.includes(f.name));
  const standing = reporting.facts.filter((f) => f.standing);

  async function onSubmit() {
    await record.mutateAsync({
      title: form.title,
      kind: form.kind,
      when: new Date(form.when).toISOString(),
      from: form.from,
      why: form.why || undefined,
      zone: report ? form.zone : undefined,
      facts: report ? Object.entries(facts).map(([name, is]) => ({ name, is })) : undefined,
    });
    setTyped(undefined);
    say(t("after.clocks.recorded"));
    onDone();
  }

  return (
    <Form submit={t("after.clocks.save")} busy={t("after.recording")} onSubmit={onSubmit}>
      <Field label={t("after.event.title")} path="event.title">
        <input type="text" required maxLength={500} {...bind("title")} />
      </Field>
      <Field label={t("after.event.kind")} path="event.kind">
        <select {...bind("kind")}>
          {reporting.kinds.map((k) => (
            <option key={k} value={k}>
              {t(`after.event.kinds.${k}`)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t("after.event.when")} hint={t("after.event.whenHint")} path="event.when">
        <input type="datetime-local" required {...bind("when")} />
      </Field>
      <Field label={t("after.event.from")} hint={t("after.event.fromHint")} path="event.from">
        <input type="text" required maxLength={500} {...bind("from")} />
      </Field>
      <Field label={t("after.event.why")} path="event.why">
        <textarea rows={2} maxLength={4000} {...bind("why")} />
      </Field>
      <Field label={t("after.event.report")} hint={t("after.event.reportHint")} check>
        <input type="checkbox" checked={report} onChange={(e) => setReport(e.target.checked)} />
      </Field>
      {report && (
        <>
          <Field label={t("after.event.zone")} hint={t("after.event.zoneHint")} path="event.zone">
            <input type="text" required spellCheck={false} maxLength={60} {...bind("zone")} />
          </Field>
          <h3>{t("after.event.known")}</h3>
          <p className="muted">{t("after.event.knownSays")}</p>
          {asked(about)}
          <details>
            <summary>{t("after.event.standing", { count: standing.length })}</summary>
            {asked(standing)}
          </details>
        </>
      )}
    </Form>
  );
}

/** NewEvent is what is sent. */
interface NewEvent {
  title: string;
  kind: string;
  when: string;
  from: string;
  why?: string;
  zone?: string;
  facts?: { name: string; is: Answer }[];
}
