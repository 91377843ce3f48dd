// Short messages that something was done, read out when they appear. Errors stay until they are closed.
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Notice, type Tone } from "./states";

interface Toast {
  id: number;
  text: string;
  tone: Tone;
}

const stay = 6000; // milliseconds; what needs longer is no toast
let toasts: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function set(list: readonly Toast[]) {
  toasts = list;
  for (const l of listeners) l();
}

function drop(id: number) {
  set(toasts.filter((x) => x.id !== id));
}

/** say shows a text, in the person's language. */
export function say(text: string, tone: Tone = "good"): void {
  const id = next++;
  set([...toasts, { id, text, tone }]);
  if (tone !== "bad") setTimeout(() => drop(id), stay);
}

/** Toasts is where they appear. There is one, in the app. */
export function Toasts() {
  const { t } = useTranslation();
  const list = useSyncExternalStore(
    (l) => {
      listeners.add(l);
      return () => listeners.delete(l);
    },
    () => toasts,
  );
  return (
    <section className="toasts" aria-live="polite" aria-label={t("parts.messages")}>
      {list.map((x) => (
        <Notice key={x.id} tone={x.tone}>
          <div className="row">
            <span>{x.text}</span>
            <button type="button" className="link" onClick={() => drop(x.id)}>
              {t("parts.close")}
            </button>
          </div>
        </Notice>
      ))}
    </section>
  );
}
