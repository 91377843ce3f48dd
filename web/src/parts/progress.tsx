// How far a job is, with a way to stop it.
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "./states";

interface ProgressProps {
  /** label names the work: "Options are computed". */
  label: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  /** part is how much is done, 0 to 1; undefined where nobody knows. */
  part?: number;
  /** detail says what is worked on, or why it failed. */
  detail?: string;
  onCancel?: () => void;
  onRetry?: () => void;
}

export function Progress({ label, state, part, detail, onCancel, onRetry }: ProgressProps) {
  const { t } = useTranslation();
  const id = useId();
  const over = state === "done" || state === "failed" || state === "cancelled";
  return (
    <div className="progress">
      <div className="row">
        <span id={id}>{label}</span>
        <span className="muted small" role="status">
          {t(`parts.job.${state}`)}
          {!over && part !== undefined && ` · ${Math.round(part * 100)} %`}
        </span>
        {!over && onCancel && (
          <button type="button" onClick={onCancel}>
            {t("parts.job.stop")}
          </button>
        )}
        {(state === "failed" || state === "cancelled") && onRetry && (
          <button type="button" onClick={onRetry}>
            {t("errors.retry")}
          </button>
        )}
      </div>
      {!over && <progress aria-labelledby={id} value={part} max={1} />}
      {detail && (state === "failed" ? <Notice tone="bad">{detail}</Notice> : <p className="muted small">{detail}</p>)}
    </div>
  );
}
