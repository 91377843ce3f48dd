// One duty to report.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { useProject, useProjectId } from "../../app/place";
import { localeOf } from "../../i18n";
import { Dialog } from "../../parts/dialog";
import { Field, Form } from "../../parts/form";
import { say } from "../../parts/toasts";
import { inZone } from "./clocks";
import { type Clock, type Happening, useChange } from "./data";

const tones: Record<string, string> = { overdue: "bad", running: "fair", "may-run": "open", met: "good" };

/** left says how far a deadline is away. */
export function left(seconds: number): { key: "left" | "ago"; days: number; hours: number; minutes: number } {
  const s = Math.abs(seconds);
  return {
    key: seconds < 0 ? "ago" : "left",
    days: Math.floor(s / 86400),
    hours: Math.floor((s % 86400) / 3600),
    minutes: Math.floor((s % 3600) / 60),
  };
}

export function ClockCard({ clock: c, event, may }: { clock: Clock; event: Happening; may: boolean }) {
  const { t, i18n } = useTranslation();
  const project = useProjectId();
  const [sending, setSending] = useState(false);
  const locale = localeOf(i18n.language);
  const file = (what: string, more = {}) =>
    `/api/v1/projects/${encodeURIComponent(project)}/revisions/head/clocks/${what}?${new URLSearchParams({ event: event.file, ...more })}`;
  const span = c.deadline ? left(c["left-seconds"]) : null;
  const runs = c.state === "running" || c.state === "overdue";
  return (
    <div className="card">
      <h4>
        {c.title} <span className="muted">{c.id}</span>
      </h4>
      <p>
        <span className={`badge ${tones[c.state] ?? ""}`}>{t(`after.clocks.states.${c.state}`)}</span>{" "}
        {c.sent && (
          <>
            {t("after.clocks.sent", { at: inZone(c.sent.at, c.zone || event.zone, locale) })} {c.sent.reference}
            {c.sent.late && ` ${t("after.clocks.late")}`}
          </>
        )}
      </p>
      {c.deadline && !c.sent && (
        <p>
          <strong>{t("after.clocks.ends", { at: inZone(c.deadline, c.zone || event.zone, locale) })}</strong>
          {span && (
            <>
              {" · "}
              {span.days > 0
                ? t(`after.clocks.${span.key}Days`, { days: span.days, hours: span.hours })
                : t(`after.clocks.${span.key}Hours`, { hours: span.hours, minutes: span.minutes })}
            </>
          )}
        </p>
      )}
      {c.latest && (
        <p className="muted">
          {t("after.clocks.latest", { at: inZone(c.latest, c.zone || event.zone, locale) })} {c["latest-because"]}
        </p>
      )}
      <p>{t("after.clocks.to", { recipient: c.recipient })}</p>
      <p className="muted small">
        {c.regime}, {c.article}. {c.time}. {t("after.clocks.because", { list: c.because.join("; ") })}
      </p>
      {c.beware && <p className="small">{c.beware}</p>}
      <div className="row">
        <a className="button" href={file("draft", { clock: c.id })} download={`${c.id}.md`}>
          {t("after.clocks.draft")}
        </a>
        {runs && c.deadline && (
          <a className="button" href={file("calendar")} download="deadlines.ics">
            {t("after.clocks.calendar")}
          </a>
        )}
        {may && runs && (
          <button type="button" onClick={() => setSending(true)}>
            {t("after.clocks.wasSent")}
          </button>
        )}
      </div>
      <Dialog title={t("after.clocks.sentTitle", { report: c.title })} open={sending} onClose={() => setSending(false)}>
        <SentForm clock={c} event={event} onDone={() => setSending(false)} />
      </Dialog>
    </div>
  );
}

function SentForm({ clock, event, onDone }: { clock: Clock; event: Happening; onDone: () => void }) {
  const { t } = useTranslation();
  const id = useProjectId();
  const project = useProject();
  const [at, setAt] = useState(localNow());
  const [reference, setReference] = useState("");
  const tell = useChange((sent: { clock: string; at: string; reference?: string }) =>
    need(
      api.POST("/api/v1/projects/{project}/after/events/tell", {
        params: { path: { project: id } },
        body: { base: project.data?.head ?? "", event: event.file, sent: [sent] },
      }),
    ),
  );
  return (
    <Form
      submit={t("after.clocks.noteSent")}
      onSubmit={async () => {
        await tell.mutateAsync({
          clock: clock.id,
          at: new Date(at).toISOString(),
          reference: reference || undefined,
        });
        say(t("after.clocks.sentSaid"));
        onDone();
      }}
    >
      <Field label={t("after.clocks.sentAt")} hint={t("after.clocks.yourZone")}>
        <input type="datetime-local" required value={at} onChange={(e) => setAt(e.target.value)} />
      </Field>
      <Field label={t("after.clocks.reference")} hint={t("after.clocks.referenceHint")}>
        <input type="text" maxLength={300} value={reference} onChange={(e) => setReference(e.target.value)} />
      </Field>
    </Form>
  );
}

/** localNow is now as a datetime-local input writes it, in the person's zone. */
export function localNow(now = new Date()): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
