// A modal dialog: the browser's own, which keeps the focus inside and gives it back.
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";

interface DialogProps {
  title: string;
  open: boolean;
  /** onClose is called when the person closes it; open must become false then. */
  onClose: () => void;
  /** closable is false for what must be answered. */
  closable?: boolean;
  /** wide is for tables and comparisons. */
  wide?: boolean;
  /** actions stand at the end, the one that goes on last. */
  actions?: ReactNode;
  children: ReactNode;
}

export function Dialog({ title, open, onClose, closable = true, wide = false, actions, children }: DialogProps) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const d = ref.current;
    if (open && d && !d.open) d.showModal();
    if (!open && d?.open) d.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      className={wide ? "wide" : undefined}
      aria-labelledby={id}
      onCancel={(e) => {
        if (e.target !== ref.current) return;
        e.preventDefault();
        if (closable) onClose();
      }}
    >
      {open && (
        <>
          <div className="dialog-head">
            <h2 id={id}>{title}</h2>
            {closable && (
              <button type="button" className="quiet" aria-label={t("parts.close")} onClick={onClose}>
                ✕
              </button>
            )}
          </div>
          <div className="dialog-body">{children}</div>
          {actions && <div className="dialog-foot row end">{actions}</div>}
        </>
      )}
    </dialog>
  );
}
