// A secret or a link that is shown once.
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./dialog";
import { Field } from "./form";
import { Notice } from "./states";

interface OnceProps {
  title: string;
  label: string;
  value: string;
  onClose: () => void;
  children?: ReactNode;
}

export function Once({ title, label, value, onClose, children }: OnceProps) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  return (
    <Dialog title={title} open onClose={onClose}>
      <Notice tone="fair">{t("parts.once.says")}</Notice>
      {children}
      <Field label={label}>
        <input type="text" readOnly className="code" value={value} onFocus={(e) => e.target.select()} />
      </Field>
      <p className="row">
        <button type="button" onClick={() => void navigator.clipboard?.writeText(value).then(() => setCopied(true))}>
          {t("parts.once.copy")}
        </button>
        <span role="status">{copied && t("parts.once.copied")}</span>
      </p>
    </Dialog>
  );
}
