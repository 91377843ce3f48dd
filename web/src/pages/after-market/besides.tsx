// What counts beside single vulnerabilities: harms that are otherwise now, ageing, events, and what waits for people.
import { useTranslation } from "react-i18next";
import { Notice } from "../../parts/states";
import { Verdict } from "../../parts/verdict";
import type { HarmTurn, Inbox, Turn } from "./data";

export function Besides({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation();
  return (
    <>
      {inbox.waiting.map((w) => (
        <Notice key={w.event} tone="fair">
          {t("after.waits", { event: w.event, has: w.has, needs: w.needs })} {w.because}
        </Notice>
      ))}
      {inbox.absent.map((s) => (
        <Notice key={s} tone="fair">
          {t("after.notWeighed")} {s}
        </Notice>
      ))}
      {inbox.harms.length > 0 && (
        <section>
          <h2>{t("after.harmsNow")}</h2>
          <p className="muted">{t("after.harmsNowSays")}</p>
          <HarmTurns list={inbox.harms} />
        </section>
      )}
      {inbox.besides.length > 0 && (
        <details>
          <summary>{t("after.besides", { count: inbox.besides.length })}</summary>
          <Turns list={inbox.besides} />
        </details>
      )}
    </>
  );
}

/** HarmTurns lists harms with what they were and are. */
export function HarmTurns({ list }: { list: HarmTurn[] }) {
  const { t } = useTranslation();
  return (
    <ul className="bare">
      {list.map((h) => (
        <li key={h.id}>
          <strong>{h.title}</strong>:{" "}
          {t("after.likelihood", {
            before: t(`levels.${h.before.likelihood}`),
            after: t(`levels.${h.after.likelihood}`),
          })}{" "}
          {h.before.acceptability !== h.after.acceptability && (
            <>
              <Verdict value={h.before.acceptability} /> <span aria-hidden="true">→</span>{" "}
            </>
          )}
          <Verdict value={h.after.acceptability} />
          {h.contexts.length > 0 && (
            <span className="muted"> {t("after.contexts", { contexts: h.contexts.join(", ") })}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Turns lists what is otherwise than the description says. */
export function Turns({ list }: { list: Turn[] }) {
  const { t } = useTranslation();
  return (
    <ul>
      {list.map((c) => (
        <li key={c.sort + c.element + c.what + c.from}>
          <strong>{c.title}</strong>: {c.what}
          {c.level && ` ${t(`after.op.${c.op || "is"}`)} ${t(`levels.${c.level}`)}`}
          {c.state && ` ${t(`after.state.${c.state}`)}`}. <span className="muted">{c.because}</span>
        </li>
      ))}
    </ul>
  );
}
