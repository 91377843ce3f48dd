// Duties to report: what runs, until when in the zone of the authority, why, and what is still to be answered.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { localeOf } from "../../i18n";
import { ErrorPage } from "../../parts/error-page";
import { Empty, Loading } from "../../parts/states";
import { ClockCard } from "./clock-card";
import { type Happening, useMay, useReporting } from "./data";
import { EventDialog } from "./event-form";
import { Questions } from "./questions";

/** order of the states: what asks for something first. */
const states = ["overdue", "running", "may-run", "not-yet", "met", "stopped", "not-in-force"] as const;
const folded = ["may-run", "not-yet", "met", "stopped", "not-in-force"];

export function ClocksTab() {
  const { t } = useTranslation();
  const reporting = useReporting();
  const may = useMay("triage");
  const [recording, setRecording] = useState(false);
  if (reporting.error) return <ErrorPage error={reporting.error} retry={() => void reporting.refetch()} />;
  if (!reporting.data) return <Loading />;
  const record = may && (
    <button type="button" className="primary" onClick={() => setRecording(true)}>
      {t("after.clocks.record")}
    </button>
  );
  return (
    <div className="stack">
      <p className="muted">{t("after.clocks.intro")}</p>
      {reporting.data.events.length === 0 ? (
        <Empty title={t("after.clocks.none")} actions={record}>
          {t("after.clocks.noneSays")}
        </Empty>
      ) : (
        <div className="row">{record}</div>
      )}
      {reporting.data.events.map((e) => (
        <Happened key={e.file} event={e} />
      ))}
      <EventDialog reporting={reporting.data} open={recording} onClose={() => setRecording(false)} />
    </div>
  );
}

function Happened({ event }: { event: Happening }) {
  const { t, i18n } = useTranslation();
  const may = useMay("triage");
  return (
    <section>
      <h2>{event.title}</h2>
      <p className="muted">
        {event.aware && (
          <>{t("after.clocks.aware", { at: inZone(event.aware, event.zone, localeOf(i18n.language)) })} · </>
        )}
        {t("after.clocks.zone", { zone: event.zone })} · <code>{event.file}</code>
      </p>
      {event.clocks.length === 0 && <p>{t("after.clocks.starts")}</p>}
      {states.map((state) => {
        const list = event.clocks.filter((c) => c.state === state);
        if (list.length === 0) return null;
        return <InState key={state} state={state} list={list} event={event} />;
      })}
      {event.asks.length > 0 && <Questions event={event} may={may} />}
    </section>
  );
}

function InState({ state, list, event }: { state: string; list: Happening["clocks"]; event: Happening }) {
  const { t } = useTranslation();
  const may = useMay("triage");
  const title = t(`after.clocks.states.${state}`);
  const cards = (
    <div className="grid clocks">
      {list.map((c) => (
        <ClockCard key={c.id} clock={c} event={event} may={may} />
      ))}
    </div>
  );
  if (folded.includes(state))
    return (
      <details>
        <summary>
          {title} ({list.length})
        </summary>
        {cards}
      </details>
    );
  return (
    <div>
      <h3>{title}</h3>
      {cards}
    </div>
  );
}

/** inZone writes a point in time as it is in a zone, with the zone's name. */
export function inZone(at: string, zone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(new Date(at));
}
