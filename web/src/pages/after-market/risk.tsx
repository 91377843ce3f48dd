// The risk over time: what was known at each instant, and when harms get worse if nothing is done.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { type Answered, api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProjectId } from "../../app/place";
import { Timeline } from "../../charts/timeline";
import { ErrorNotice } from "../../parts/error-page";
import { Field } from "../../parts/form";
import { scales } from "../../parts/levels";
import { Empty, Loading } from "../../parts/states";
import { Time } from "../../parts/time";
import { Verdict } from "../../parts/verdict";

type Replayed = Answered<"/api/v1/projects/{project}/revisions/{revision}/replay", "get">;
type Forecasts = Answered<"/api/v1/projects/{project}/revisions/{revision}/forecast", "get">;

const isDay = /^\d{4}-\d{2}-\d{2}$/;

export function RiskTab() {
  const { t } = useTranslation();
  const project = useProjectId();
  const [search, setSearch] = useSearchParams();
  const wanted = search.get("from") ?? "";
  const from = isDay.test(wanted) ? wanted : "";
  const path = { project, revision: "head" };
  const replay = useQuery({
    queryKey: inProject(project, "replay", from),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/replay", {
          params: { path, query: { from: from || undefined } },
        }),
      ),
  });
  const drawing = `/api/v1/projects/${encodeURIComponent(project)}/revisions/head/replay/drawing${from && `?from=${from}`}`;
  return (
    <div className="stack">
      <p className="muted">{t("after.risk.intro")}</p>
      <div className="row low">
        <Field label={t("after.risk.from")}>
          <input
            type="date"
            value={from || (replay.data?.from.slice(0, 10) ?? "")}
            onChange={(e) =>
              setSearch(
                (s) => {
                  e.target.value ? s.set("from", e.target.value) : s.delete("from");
                  return s;
                },
                { replace: true },
              )
            }
          />
        </Field>
        <a className="button" href={drawing} download="risk.svg">
          {t("after.risk.drawing")}
        </a>
      </div>
      <ErrorNotice error={replay.error} retry={() => void replay.refetch()} />
      {replay.isPending && <Loading />}
      {replay.data && <Replay data={replay.data} />}
      <ForecastList />
    </div>
  );
}

function Replay({ data }: { data: Replayed }) {
  const { t } = useTranslation();
  const harms = data.points[0]?.harms ?? [];
  if (harms.length === 0) return <Empty title={t("after.risk.noHarm")} />;
  // Harms that never change would only hide those that do.
  const turning = harms.filter((h, i) => data.points.some((p) => p.harms[i]?.level !== h.level));
  const shown = turning.length > 0 ? turning : harms.slice(0, 4);
  const events = data.points.filter((p) => p.causes.length > 0).map((p) => ({ at: p.at, label: p.causes.join("; ") }));
  return (
    <>
      <Timeline
        title={t("after.risk.title")}
        says={
          turning.length > 0
            ? t("after.risk.says", { count: turning.length, all: harms.length })
            : t("after.risk.still", { count: shown.length, all: harms.length })
        }
        levels={scales.likelihood.map((l) => t(`levels.${l}`))}
        series={shown.map((h) => ({
          label: h.title,
          points: data.points.map((p) => ({ at: p.at, level: p.harms.find((x) => x.id === h.id)?.level ?? 0 })),
        }))}
        events={events}
        until={data.to}
      />
      <h2>{t("after.risk.turns")}</h2>
      <ol className="turns">
        {data.points.map((p) => (
          <li key={p.at}>
            <Time at={p.at} /> · {t("after.risk.open", { count: p.open })}
            {p.causes.length > 0 && <div className="muted">{p.causes.join("; ")}</div>}
          </li>
        ))}
      </ol>
    </>
  );
}

function ForecastList() {
  const { t } = useTranslation();
  const project = useProjectId();
  const forecast = useQuery({
    queryKey: inProject(project, "forecast"),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/forecast", {
          params: { path: { project, revision: "head" } },
        }),
      ),
  });
  return (
    <section>
      <h2>{t("after.risk.forecast")}</h2>
      <p className="muted">{t("after.risk.forecastSays")}</p>
      <ErrorNotice error={forecast.error} retry={() => void forecast.refetch()} />
      {forecast.isPending && <Loading label={t("after.risk.computing")} />}
      {forecast.data && <Turning data={forecast.data} />}
    </section>
  );
}

/** Turning lists the harms that get worse, and at last those that stay. */
function Turning({ data }: { data: Forecasts }) {
  const { t } = useTranslation();
  const staying = data.items.filter((f) => f.turns.length === 0);
  return (
    <>
      {data.items
        .filter((f) => f.turns.length > 0)
        .map((f) => (
          <div key={f.harm}>
            <h3>
              {f.title} <Verdict value={f.now} />
            </h3>
            <ul>
              {f.turns.map((x) => (
                <li key={x.at}>
                  <Time at={x.at} show="date" />: <Verdict value={x.verdict} />{" "}
                  {t("after.risk.likelihood", { level: t(`levels.${x.likelihood}`) })}{" "}
                  <span className="muted">{x.because.join("; ")}</span>
                </li>
              ))}
            </ul>
          </div>
        ))}
      {staying.length > 0 && (
        <>
          <h3>
            {t("after.risk.staysSo")} <Time at={data.to} show="date" />
          </h3>
          <ul className="bare">
            {staying.map((f) => (
              <li key={f.harm}>
                {f.title} <Verdict value={f.now} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
