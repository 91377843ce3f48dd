// Going to something by name, from the header. Pages are found always; whoever knows more (projects, elements) adds a source.
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { Combobox } from "../parts/combobox";
import { useOrganisation, usePlace } from "./place";
import { addressOf, entries } from "./routes";
import { useShortcut } from "./shortcuts";

/** Hit is something that can be gone to; address is absolute, as in /o/…/p/…/threats. */
export interface Hit {
  label: string;
  hint?: string;
  address: string;
}

/** Source finds what matches what somebody typed, at most a dozen; the signal says that nobody waits any more. */
export type Source = (typed: string, signal: AbortSignal) => Promise<Hit[]>;

const sources = new Set<Source>();

/** useSource adds a source while the calling component is shown. */
export function useSource(source: Source): void {
  const latest = useRef(source);
  latest.current = source;
  useEffect(() => {
    const s: Source = (typed, signal) => latest.current(typed, signal);
    sources.add(s);
    return () => void sources.delete(s);
  }, []);
}

export function GoTo() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const place = usePlace();
  const may = useOrganisation()?.may;
  const input = useRef<HTMLInputElement>(null);
  useShortcut("/", t("shell.goTo"), () => input.current?.focus());

  const find = useCallback(
    async (typed: string, signal: AbortSignal) => {
      const bases = {
        organisation: place.organisation && `/o/${place.organisation}`,
        project: place.project && place.base,
      };
      const pages: Hit[] = (["project", "organisation"] as const).flatMap((of) => {
        const base = bases[of];
        if (!base) return [];
        return entries(of, may ?? []).flatMap((g) =>
          g.pages.map((p) => ({ label: t(`nav.${p.topic}`), address: base + addressOf(p) })),
        );
      });
      const found = await Promise.allSettled([...sources].map((s) => s(typed, signal)));
      const matching = pages.filter((p) => p.label.toLowerCase().includes(typed.toLowerCase()));
      return [...matching, ...found.flatMap((f) => (f.status === "fulfilled" ? f.value : []))].map((h) => ({
        value: h.address,
        label: h.label,
        hint: h.hint,
      }));
    },
    [t, place, may],
  );

  return (
    <Combobox
      ref={input}
      label={t("shell.goTo")}
      hideLabel
      placeholder={t("shell.goToPlaceholder")}
      find={find}
      clearOnChoose
      onChoose={(o) => go(o.value)}
    />
  );
}
