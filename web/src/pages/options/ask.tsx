// What is asked of a set of controls: how far harm has to come down, who can act, and what it may cost.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Field, Form } from "../../parts/form";
import { scales } from "../../parts/levels";
import { useHarms } from "../harms/data";
import { type Asked, efforts, roles } from "./request";
import { Controls } from "./wishes";

export function Ask({ asked, onAsk }: { asked: Asked; onAsk: (q: Asked) => void }) {
  const { t } = useTranslation();
  const harms = useHarms();
  const [q, setQ] = useState(asked);
  const set = (change: Partial<Asked>) => setQ({ ...q, ...change });
  const all = [...(harms.data?.risks ?? []), ...(harms.data?.apart ?? [])];
  return (
    <section className="card">
      <Form submit={t("options.ask")} onSubmit={async () => onAsk(q)}>
        <Field label={t("options.verdict")} path="verdict">
          <select value={q.verdict} onChange={(e) => set({ verdict: e.target.value as Asked["verdict"] })}>
            <option value="reduce">{t("options.verdicts.reduce")}</option>
            <option value="acceptable">{t("options.verdicts.acceptable")}</option>
          </select>
        </Field>
        <Field label={t("options.oneOff")} hint={t("options.noBound")} path="one-off">
          <input
            type="number"
            min={0}
            max={1_000_000_000}
            value={q.oneOff || ""}
            onChange={(e) => set({ oneOff: e.target.valueAsNumber || 0 })}
          />
        </Field>
        <Field label={t("options.yearly")} hint={t("options.noBound")} path="yearly">
          <input
            type="number"
            min={0}
            max={1_000_000_000}
            value={q.yearly || ""}
            onChange={(e) => set({ yearly: e.target.valueAsNumber || 0 })}
          />
        </Field>
        <fieldset>
          <legend>{t("options.roles")}</legend>
          {roles.map((r) => (
            <Field key={r} label={t(`options.role.${r}`)} check>
              <input
                type="checkbox"
                checked={q.roles.includes(r)}
                onChange={(e) => set({ roles: e.target.checked ? [...q.roles, r] : q.roles.filter((x) => x !== r) })}
              />
            </Field>
          ))}
          <p className="hint">{t("options.everybody")}</p>
        </fieldset>
        <details open={Object.keys(asked.limits).length + asked.wishes.length + asked.without.length > 0}>
          <summary>{t("options.further")}</summary>
          <div className="stack">
            <fieldset>
              <legend>{t("options.limits")}</legend>
              {all.map((h) => (
                <Field key={h.harm} label={h.title}>
                  <select
                    value={q.limits[h.harm] ?? ""}
                    onChange={(e) => {
                      const { [h.harm]: _, ...rest } = q.limits;
                      set({ limits: e.target.value ? { ...rest, [h.harm]: e.target.value } : rest });
                    }}
                  >
                    <option value="">{t("options.byVerdict")}</option>
                    {scales.likelihood.map((l) => (
                      <option key={l} value={l}>
                        {t("options.atMost", { level: t(`levels.${l}`) })}
                      </option>
                    ))}
                  </select>
                </Field>
              ))}
            </fieldset>
            <Controls label={t("options.wishes")} chosen={q.wishes} onChange={(wishes) => set({ wishes })} />
            <Controls label={t("options.without")} chosen={q.without} onChange={(without) => set({ without })} />
            <Field label={t("options.lower")} check>
              <input type="checkbox" checked={q.lower} onChange={(e) => set({ lower: e.target.checked })} />
            </Field>
            <Field label={t("options.effort")} hint={t("options.effortHint")} path="effort">
              <select value={q.effort} onChange={(e) => set({ effort: Number(e.target.value) as Asked["effort"] })}>
                {efforts.map((e, i) => (
                  <option key={e} value={e}>
                    {t(`options.efforts.${i}`)}
                  </option>
                ))}
              </select>
            </Field>
          </div>
        </details>
      </Form>
    </section>
  );
}
