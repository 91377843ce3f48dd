// A secret that is shown once.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../parts/dialog";
import { Field } from "../../parts/form";
import { Notice } from "../../parts/states";

interface OnceProps {
  title: string;
  label: string;
  value: string;
  onClose: () => void;
  children?: ReactNode;
}

export function Once({ title, label, value, onClose, children }: OnceProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={title} open onClose={onClose}>
      <Notice tone="fair">{t("profile.onceOnly")}</Notice>
      {children}
      <Field label={label}>
        <input type="text" readOnly className="code" value={value} onFocus={(e) => e.target.select()} />
      </Field>
      <p className="row">
        <button type="button" onClick={() => void navigator.clipboard?.writeText(value)}>
          {t("profile.copy")}
        </button>
      </p>
    </Dialog>
  );
}
