// What the form asks of the system as a whole: name and purpose, and the regulatory frame.
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "../../../parts/form";
import { useSnapshot, useWork } from "../context";
import { useWords } from "./words";

/** useSystem gives what the text says of the system, and a function that sets a key of it; an empty value takes it out. */
function useSystem() {
  const { t } = useTranslation();
  const { desk, run } = useWork();
  const { view } = useSnapshot(desk);
  const set = (path: string[], label: string, value: unknown) => {
    const empty = value === "" || (Array.isArray(value) && value.length === 0);
    const op = empty ? { do: "unset" as const } : { do: "set" as const, value };
    void run(t("system.guide.did", { what: label }), [{ ...op, path: ["system", ...path] }]);
  };
  return { system: view?.system, set };
}

export function Purpose() {
  const { t } = useTranslation();
  const { system, set } = useSystem();
  const line = (key: "name" | "version" | "intended-purpose", long = false) => (
    <TextField
      label={t(`system.guide.about.${key}`)}
      value={system?.[key] ?? ""}
      needed={key !== "version"}
      long={long}
      onDone={(v) => set([key], t(`system.guide.about.${key}`), v)}
    />
  );
  return (
    <div className="form">
      {line("name")}
      {line("version")}
      {line("intended-purpose", true)}
      <TextField
        label={t("system.guide.about.users")}
        hint={t("system.guide.about.usersHint")}
        value={system?.users?.join("\n") ?? ""}
        long
        onDone={(v) =>
          set(
            ["users"],
            t("system.guide.about.users"),
            v
              .split("\n")
              .map((x) => x.trim())
              .filter(Boolean),
          )
        }
      />
    </div>
  );
}

export function Regulation() {
  const { t } = useTranslation();
  const { organisation } = useWork();
  const { system, set } = useSystem();
  const markets = useWords(organisation, ["system", "regulation", "markets"]);
  const has = system?.regulation?.markets ?? [];
  const choice = (key: "device-class" | "software-safety-class" | "fda-class") => (
    <Choice
      key={key}
      name={key}
      value={system?.regulation?.[key] ?? ""}
      onChoose={(v) => set(["regulation", key], t(`system.guide.about.${key}`), v)}
    />
  );
  return (
    <div className="form">
      <fieldset>
        <legend>{t("system.guide.about.markets")}</legend>
        <div className="row">
          {markets.map((m) => (
            <label key={m}>
              <input
                type="checkbox"
                checked={has.includes(m)}
                onChange={(e) =>
                  set(
                    ["regulation", "markets"],
                    t("system.guide.about.markets"),
                    e.target.checked ? [...has, m] : has.filter((x) => x !== m),
                  )
                }
              />{" "}
              {m === "other" ? t("system.guide.word.other") : m}
            </label>
          ))}
        </div>
      </fieldset>
      {choice("device-class")}
      <TextField
        label={t("system.guide.about.rule")}
        value={system?.regulation?.rule ?? ""}
        onDone={(v) => set(["regulation", "rule"], t("system.guide.about.rule"), v)}
      />
      {choice("software-safety-class")}
      {choice("fda-class")}
    </div>
  );
}

function Choice({ name, value, onChoose }: { name: string; value: string; onChoose: (v: string) => void }) {
  const { t } = useTranslation();
  const { organisation } = useWork();
  const words = useWords(organisation, ["system", "regulation", name]);
  return (
    <Field label={t(`system.guide.about.${name}`)}>
      <select value={value} onChange={(e) => onChoose(e.target.value)}>
        <option value="">{t("system.guide.notSaid")}</option>
        {words.map((w) => (
          <option key={w} value={w}>
            {t(`system.guide.word.${w}`, { defaultValue: w })}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface TextFieldProps {
  label: string;
  hint?: ReactNode;
  value: string;
  long?: boolean;
  /** needed: what the language requires is not taken out when the field is emptied. */
  needed?: boolean;
  onDone: (value: string) => void;
}

/** TextField tells a text when one leaves it. It follows the text of the description while one is not in it. */
export function TextField({ label, hint, value, long, needed, onDone }: TextFieldProps) {
  const [typed, setTyped] = useState<string>();
  const props = {
    value: typed ?? value,
    maxLength: long ? 8000 : 300,
    onChange: (e: { target: { value: string } }) => setTyped(e.target.value),
    onBlur: () => {
      const v = typed?.trim();
      setTyped(undefined);
      if (v !== undefined && v !== value && (v !== "" || !needed)) onDone(v);
    },
  };
  return (
    <Field label={label} hint={hint}>
      {long ? <textarea {...props} /> : <input {...props} />}
    </Field>
  );
}
