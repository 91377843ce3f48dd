// What two people changed differently, place by place, and whose side is taken.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../parts/dialog";
import { Form } from "../../parts/form";
import type { Conflict } from "./types";

interface ConflictsProps {
  conflicts: readonly Conflict[];
  submit: string;
  onClose: () => void;
  onChosen: (choices: Record<string, string>) => Promise<unknown>;
}

export function Conflicts({ conflicts, submit, onClose, onChosen }: ConflictsProps) {
  const { t } = useTranslation();
  const [choices, choose] = useState<Record<string, string>>({});
  const [wrong, setWrong] = useState(false);
  const left = conflicts.filter((c) => !choices[c.key]).length;
  const all = (side: string) => choose(Object.fromEntries(conflicts.map((c) => [c.key, side])));
  return (
    <Dialog title={t("system.conflicts", { count: conflicts.length })} open wide onClose={onClose}>
      <p>{t("system.conflictsSay")}</p>
      <Form
        submit={submit}
        onSubmit={async () => {
          setWrong(left > 0);
          if (left === 0) await onChosen(choices);
        }}
        extra={
          <>
            <button type="button" onClick={() => all("ours")}>
              {t("system.allOurs")}
            </button>
            <button type="button" onClick={() => all("theirs")}>
              {t("system.allTheirs")}
            </button>
          </>
        }
      >
        {conflicts.map((c) => (
          <fieldset key={c.key} className="system-conflict">
            <legend>
              {c.path.join(" › ") || c.file} <span className="muted small">{c.file}</span>
            </legend>
            <p className="small">{t(`system.clash.${c.clash}`)}</p>
            <dl className="system-facts">
              <dt>{t("system.before")}</dt>
              <dd>
                <code>{c.base || t("system.nothing")}</code>
              </dd>
            </dl>
            {(["ours", "theirs"] as const).map((side) => (
              <label key={side} className="system-side-choice">
                <input
                  type="radio"
                  name={c.key}
                  checked={choices[c.key] === side}
                  onChange={() => choose((s) => ({ ...s, [c.key]: side }))}
                />
                <span>
                  {t(`system.${side}`)} <code>{c[side] || t("system.nothing")}</code>
                </span>
              </label>
            ))}
          </fieldset>
        ))}
        {wrong && left > 0 && (
          <p className="wrong" role="alert">
            {t("system.chooseAll", { count: left })}
          </p>
        )}
      </Form>
    </Dialog>
  );
}
