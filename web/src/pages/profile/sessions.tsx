import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { Time } from "../../parts/time";
import { List } from "./list";

/** Sessions lists where one is signed in, and ends those one no longer needs or does not know. */
export function Sessions() {
  const { t } = useTranslation();
  return (
    <section className="card">
      <h2>{t("profile.sessions")}</h2>
      <p className="muted">{t("profile.sessionsSay")}</p>
      <List
        name="sessions"
        title={t("profile.sessions")}
        empty={t("profile.noSessions")}
        heads={[t("profile.device"), t("profile.address"), t("profile.since"), t("profile.seen")]}
        read={() => need(api.GET("/api/v1/account/sessions"))}
        cells={(s) => [
          <>
            {s.agent} {s.current && <span className="badge info">{t("profile.thisOne")}</span>}
          </>,
          s.address,
          <Time key="c" at={s.created} />,
          <Time key="s" at={s.seen} show="ago" />,
        ]}
        label={(s) => s.agent}
        remove={(s) => need(api.DELETE("/api/v1/account/sessions/{session}", { params: { path: { session: s.id } } }))}
        kept={(s) => s.current}
        action={t("profile.endSession")}
        question={t("profile.endSessionSays")}
      />
    </section>
  );
}
