// Help: what keys do here.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../parts/dialog";
import { setSingleKeys, singleKeys, useShortcut, useShortcuts } from "./shortcuts";

export function Help() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useShortcut("?", t("shell.help"), () => setOpen(true));
  return (
    <>
      <button type="button" className="quiet" onClick={() => setOpen(true)}>
        {t("shell.help")}
      </button>
      <Dialog title={t("help.title")} open={open} onClose={() => setOpen(false)}>
        <Keys />
      </Dialog>
    </>
  );
}

function Keys() {
  const { t } = useTranslation();
  const all = useShortcuts();
  return (
    <>
      <h3>{t("help.keys")}</h3>
      <dl className="keys">
        {all.map((s) => (
          <div key={s.keys + s.label}>
            <dt>
              {s.keys.split("+").map((k) => (
                <kbd key={k}>{t(`help.key.${k}`, { defaultValue: k })}</kbd>
              ))}
            </dt>
            <dd>{s.label}</dd>
          </div>
        ))}
      </dl>
      <div className="field check">
        <input
          id="single-keys"
          type="checkbox"
          checked={singleKeys()}
          onChange={(e) => setSingleKeys(e.target.checked)}
          aria-describedby="single-keys-hint"
        />
        <label htmlFor="single-keys">{t("help.single")}</label>
        <p className="hint" id="single-keys-hint">
          {t("help.singleHint")}
        </p>
      </div>
      <h3>{t("help.everywhere")}</h3>
      <ul>
        <li>{t("help.tables")}</li>
        <li>{t("help.splits")}</li>
        <li>{t("help.editor")}</li>
      </ul>
    </>
  );
}
