// Looking the parts of the system up in the advisories of the organisation.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { api, need } from "../../api/client";
import { useProjectId } from "../../app/place";
import { ErrorNotice } from "../../parts/error-page";
import { Notice } from "../../parts/states";
import { Time } from "../../parts/time";
import { say } from "../../parts/toasts";
import { useChange, useFeeds, useMay } from "./data";

export function LookUp({ looked, bills }: { looked?: string; bills: number }) {
  const { t } = useTranslation();
  const project = useProjectId();
  const may = useMay("triage");
  const feeds = useFeeds();
  const find = useChange(async () => {
    const got = await need(api.POST("/api/v1/projects/{project}/after/find", { params: { path: { project } } }));
    say(t("after.found", { count: got.new.length, gone: got.gone.length }));
    return got;
  });
  if (bills === 0) return <Notice>{t("after.noBills")}</Notice>;
  const made = feeds.data?.made;
  return (
    <div className="card">
      <div className="row">
        <span>
          {looked ? t("after.looked") : t("after.notLooked")} {looked && <Time at={looked} />}
          {" · "}
          {made ? (
            <>
              {t("after.index", { count: feeds.data?.index?.advisories ?? 0 })} <Time at={made} show="date" />
            </>
          ) : (
            t("after.noIndex")
          )}
        </span>
        {may && made && (
          <button
            type="button"
            className={looked && looked > made ? undefined : "primary"}
            aria-disabled={find.isPending}
            onClick={() => !find.isPending && find.mutate(undefined)}
          >
            {find.isPending ? t("after.finding") : t("after.find")}
          </button>
        )}
        {!made && (
          <Link href="/after-market?tab=feeds" className="button">
            {t("after.takeIn")}
          </Link>
        )}
      </div>
      <ErrorNotice error={find.error} />
      {find.data && find.data.warnings.length > 0 && (
        <Notice tone="fair">
          <ul>
            {find.data.warnings.map((w) => (
              <li key={w}>{w}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}
