// One harm: how it comes about, how it is judged, what holds it, what would help, and what stands against it.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useProject } from "../../app/place";
import { ErrorPage } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { Loading } from "../../parts/states";
import { Thread } from "../../parts/thread";
import { Verdict } from "../../parts/verdict";
import { Way } from "../../parts/way";
import { Benefits } from "./benefits";
import { Causes } from "./causes";
import { Controls, Helps } from "./controls";
import { useHarm, useHarms } from "./data";
import { Judgement, States } from "./judgement";

export function One({ harm }: { harm: string }) {
  const { t } = useTranslation();
  const project = useProject();
  const all = useHarms();
  const { data, error, refetch } = useHarm(harm);
  const failed = error ?? all.error;
  if (failed) return <ErrorPage error={failed} retry={() => void Promise.all([refetch(), all.refetch()])} />;
  if (!data || !all.data) return <Loading />;
  const { risk } = data;
  const { titles } = all.data;
  return (
    <Page
      title={risk.title}
      subject={project.data?.name}
      intro={risk.situation}
      crumbs={[{ label: t("nav.harms"), href: "/harms" }]}
      focusKey={harm}
      actions={<Verdict value={risk.planned.acceptability} />}
    >
      <div className="stack">
        <Judgement risk={risk} benefits={data.benefits} />
        <States risk={risk} />
        <section>
          <h2>{t("harms.ways")}</h2>
          {data.paths.length === 0 && <p className="muted">{t("harms.noWays")}</p>}
          {data.paths.length > 0 && <p>{risk.reading}</p>}
          {data.paths.map((p, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: ways have no name but their place
            <details key={i} open={i === 0}>
              <summary>
                {t("harms.way", { number: i + 1 })} · {t("harms.steps", { count: p.steps.length })}
              </summary>
              <Way way={p} label={t("harms.way", { number: i + 1 })} end={<strong>{risk.title}</strong>} />
            </details>
          ))}
          {data["more-paths"] && <p className="muted small">{t("harms.moreWays")}</p>}
        </section>
        <Causes causes={risk.causes} relation={risk.relation} />
        <Controls controls={risk.controls} likelihood={risk.planned.likelihood} titles={titles} />
        <Helps helps={data.helps} />
        {data.benefits.length > 0 && (
          <Benefits
            benefits={data.benefits}
            harms={[...all.data.risks, ...all.data.apart].filter((h) => h.harm !== harm)}
            titles={titles}
          />
        )}
        <p>
          <Link href={`/layers?harm=${encodeURIComponent(harm)}`}>{t("harms.toLayers")}</Link>
        </p>
        <Thread about={`harm:${harm}`} />
      </div>
    </Page>
  );
}
