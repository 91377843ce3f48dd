// A question before something that cannot be undone.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./dialog";

interface ConfirmProps {
  open: boolean;
  title: string;
  /** action names what will be done, such as "Delete the draft"; never "OK". */
  action: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
  children: ReactNode;
}

export function Confirm({
  open,
  title,
  action,
  danger = false,
  busy = false,
  onConfirm,
  onCancel,
  children,
}: ConfirmProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={title}
      open={open}
      onClose={onCancel}
      actions={
        <>
          <button type="button" onClick={onCancel}>
            {t("parts.cancel")}
          </button>
          <button type="button" className={danger ? "danger" : "primary"} disabled={busy} onClick={onConfirm}>
            {action}
          </button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
