// What is shown when something cannot be shown: calm, in words, with what to do next.
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, asApiError } from "../api/problem";
import { Notice } from "./states";

const known = [0, 403, 404, 409, 429] as const;

const statusOf = (e: ApiError) => known.find((k) => k === e.status) ?? "other";

/** ErrorPage stands in place of a page's content. */
export function ErrorPage({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const e = asApiError(error);
  const status = statusOf(e);
  return (
    <section className="error-page">
      <h1 tabIndex={-1}>{t(`errors.${status}.title`)}</h1>
      <p>{t(`errors.${status}.says`)}</p>
      {e.status !== 0 && e.message && <Notice tone="bad">{<p>{e.message}</p>}</Notice>}
      {e.hint && <p>{e.hint}</p>}
      <div className="row">
        {retry && (
          <button type="button" className="primary" onClick={retry}>
            {t("errors.retry")}
          </button>
        )}
        <a className="button" href="/">
          {t("errors.start")}
        </a>
      </div>
    </section>
  );
}

/** ErrorNotice shows an error beside content that stays. */
export function ErrorNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  if (!error) return null;
  const e = asApiError(error);
  return (
    <Notice tone="bad" live>
      <p>{e.status === 0 || !e.message ? t(`errors.${statusOf(e)}.says`) : e.message}</p>
      {e.hint && <p>{e.hint}</p>}
      {retry && (
        <button type="button" className="link" onClick={retry}>
          {t("errors.retry")}
        </button>
      )}
    </Notice>
  );
}

/** ErrorBoundary keeps a failure of the program itself to the part it happened in. Give it a key that changes with the place. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  componentDidCatch(error: unknown) {
    console.error(error);
  }

  render() {
    if (!this.state.failed) return this.props.children;
    return <ErrorPage error={new ApiError(-1)} retry={() => this.setState({ failed: false })} />;
  }
}
