// What is asked of functions and harms alone: how much a function depends on data, and how bad a harm is.
import { useTranslation } from "react-i18next";
import { Field } from "../../../parts/form";
import { rankOf, scales } from "../../../parts/levels";
import { useSnapshot, useWork } from "../context";
import type { Value } from "./values";
import { useWords } from "./words";

interface SpecialProps {
  id: string;
  title: string;
  value: Value;
}

const isValue = (v: unknown): v is Value => typeof v === "object" && v !== null && !Array.isArray(v);
const needs = ["integrity", "availability", "timeliness"] as const;

/** Uses are the data that a function depends on. */
export function Uses({ id, title, value }: SpecialProps) {
  const { t } = useTranslation();
  const { desk, run } = useWork();
  const { view } = useSnapshot(desk);
  const uses = isValue(value.uses) ? value.uses : {};
  const data = view?.graph?.nodes.filter((n) => n.block === "data") ?? [];
  const assets = view?.graph?.nodes.filter((n) => n.block === "assets") ?? [];
  const name = (d: string) => data.find((x) => x.id === d)?.title ?? d;
  const left = data.filter((d) => !(d.id in uses));
  return (
    <div className="guide-uses">
      {Object.entries(uses).map(([d, use]) => (
        <fieldset key={d}>
          <legend>{t("system.guide.needs", { data: name(d) })}</legend>
          <Field label={t("system.guide.use.at")}>
            <select
              value={isValue(use) && typeof use.at === "string" ? use.at : ""}
              onChange={(e) =>
                void run(t("system.guide.didOf", { what: t("system.guide.use.at"), title }), [
                  { do: "set", id, path: ["uses", d, "at"], value: e.target.value },
                ])
              }
            >
              <option value="">{t("system.guide.notSaid")}</option>
              {assets.map((a) => (
                <option key={a.id} value={a.id}>
                  {a.title}
                </option>
              ))}
            </select>
          </Field>
          {needs.map((n) => (
            <Need key={n} id={id} title={title} data={d} need={n} value={isValue(use) ? use[n] : undefined} />
          ))}
        </fieldset>
      ))}
      {left.length > 0 && (
        <Field label={t("system.guide.use.add")}>
          <select
            value=""
            onChange={(e) =>
              e.target.value &&
              void run(t("system.did.put", { what: name(e.target.value), title }), [
                { do: "set", id, path: ["uses", e.target.value], value: { integrity: "high" } },
              ])
            }
          >
            <option value="">{t("system.guide.choose")}</option>
            {left.map((d) => (
              <option key={d.id} value={d.id}>
                {d.title}
              </option>
            ))}
          </select>
        </Field>
      )}
    </div>
  );
}

function Need({
  id,
  title,
  data,
  need,
  value,
}: {
  id: string;
  title: string;
  data: string;
  need: string;
  value: unknown;
}) {
  const { t } = useTranslation();
  const { organisation, run } = useWork();
  const words = useWords(organisation, ["functions", "x", "uses", "y", need]);
  const label = t(`system.guide.use.${need}`);
  return (
    <Field label={label}>
      <select
        value={typeof value === "string" ? value : ""}
        onChange={(e) =>
          void run(t("system.guide.didOf", { what: label, title }), [
            { do: "set", id, path: ["uses", data, need], value: e.target.value },
          ])
        }
      >
        {value === undefined && <option value="">{t("system.guide.notSaid")}</option>}
        {words.map((w) => (
          <option key={w} value={w}>
            {t(`system.guide.word.${w}`, { defaultValue: w })}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Severity is how bad a harm is at worst, for each group of patients. */
export function Severity({ id, title, value }: SpecialProps) {
  const { t } = useTranslation();
  const { run } = useWork();
  const severity = isValue(value.severity) ? value.severity : {};
  return (
    <>
      {Object.entries(severity).map(([group, n]) => (
        <Field
          key={group}
          label={t("system.guide.severity", { group: t(`system.guide.word.${group}`, { defaultValue: group }) })}
        >
          <select
            value={String(n)}
            onChange={(e) =>
              void run(t("system.guide.didOf", { what: t("system.guide.howBad"), title }), [
                { do: "set", id, path: ["severity", group], value: Number(e.target.value) },
              ])
            }
          >
            {scales.severity.map((word) => (
              <option key={word} value={rankOf(word, "severity") + 1}>
                {t(`levels.${word}`)}
              </option>
            ))}
          </select>
        </Field>
      ))}
    </>
  );
}
