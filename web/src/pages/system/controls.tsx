// Controls on an element, and what if one of them were there or not.
import { useTranslation } from "react-i18next";
import { Combobox } from "../../parts/combobox";
import { titleOf, useSnapshot, useWork } from "./context";
import { completeWith } from "./server";

const states = ["absent", "planned", "present"] as const;

export function ControlsOf({ id }: { id: string }) {
  const { t } = useTranslation();
  const { desk, organisation, run, readOnly } = useWork();
  const { view } = useSnapshot(desk);
  const placed = view?.controls?.filter((c) => c.on.includes(id)) ?? [];
  if (readOnly && placed.length === 0) return null;
  const title = titleOf(view?.graph, id);
  const place = (control: string, name: string, state: string) =>
    void run(t("system.did.place", { control: name, title, state: t(`system.state.${state}`) }), [
      { do: "place", control, on: [id], state },
    ]);
  return (
    <section className="stack">
      <h2>{t("system.controls")}</h2>
      {placed.map((c) => (
        <fieldset key={`${c.control} ${c.file} ${c.line}`} className="system-control" disabled={readOnly}>
          <legend>
            {c.title} <code className="small muted">{c.control}</code>
          </legend>
          {states.map((s) => (
            <label key={s}>
              <input
                type="radio"
                name={`${id} ${c.control} ${c.line}`}
                checked={c.state === s}
                onChange={() => place(c.control, c.title, s)}
              />{" "}
              {t(`system.state.${s}`)}
            </label>
          ))}
          {!readOnly && (
            <button
              type="button"
              className="link small"
              onClick={() =>
                void run(t("system.did.release", { control: c.title, title }), [
                  { do: "release", control: c.control, on: [id] },
                ])
              }
            >
              {t("system.takeOff")}
            </button>
          )}
        </fieldset>
      ))}
      {!readOnly && (
        <Combobox
          label={t("system.tryControl")}
          placeholder={t("system.tryControlHint")}
          clearOnChoose
          find={async (typed, signal) => {
            // The words that may stand behind `control:` are the controls of the knowledge base.
            const before = `controls:\n  - control: ${typed.replace(/[\r\n]/g, " ")}`;
            const at = { line: 2, column: before.length - before.indexOf("\n") };
            const found = await completeWith(organisation, () => "")(before, at, signal);
            return (found?.items ?? [])
              .slice(0, 20)
              .map((i) => ({ value: i.label, label: i.detail ?? i.label, hint: i.label }));
          }}
          onChoose={(o) => place(o.value, o.label, "planned")}
        />
      )}
    </section>
  );
}
