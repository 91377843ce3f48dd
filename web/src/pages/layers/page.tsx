// Defence in depth: what holds each harm, what one loss does, and where nothing stands.
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { useProject } from "../../app/place";
import { Choice, useChoice } from "../../parts/choice";
import { type Column, DataTable } from "../../parts/data-table";
import { ErrorPage } from "../../parts/error-page";
import { Level } from "../../parts/level";
import { rankOf } from "../../parts/levels";
import { NoHarms } from "../../parts/no-harms";
import { Page } from "../../parts/page";
import { Loading } from "../../parts/states";
import { Verdict } from "../../parts/verdict";
import { type Harm, type Layers, modes, useLayers } from "./data";
import { One } from "./one";
import { Sheet } from "./sheet";
import { Surroundings } from "./surroundings";

export default function LayersPage() {
  const { t } = useTranslation();
  const project = useProject();
  const mode = useChoice("mode", modes);
  const { data, error, refetch } = useLayers(mode);
  if (error) return <ErrorPage error={error} retry={() => void refetch()} />;
  return (
    <Page title={t("nav.layers")} subject={project.data?.name} intro={t("layers.intro")}>
      <div className="stack">
        <Choice
          label={t("harms.state.label")}
          param="mode"
          options={modes.map((m) => ({
            id: m,
            title: t(m === "future" ? "harms.state.planned" : "harms.state.today"),
          }))}
        />
        {!data ? <Loading label={t("layers.computing")} /> : <Content layers={data} />}
      </div>
    </Page>
  );
}

function Content({ layers }: { layers: Layers }) {
  const [search] = useSearchParams();
  if (layers.harms.length === 0) return <NoHarms />;
  const chosen = layers.harms.find((h) => h.id === search.get("harm")) ?? layers.harms[0];
  return (
    <>
      <Harms layers={layers} chosen={chosen} />
      {chosen && <One key={chosen.id} harm={chosen} layers={layers} />}
      <Surroundings layers={layers} />
      <Sheet layers={layers} />
    </>
  );
}

/** fewest is the least number of layers that hold a way that is likely now; undefined where there is no way. */
function fewest(h: Harm): number | undefined {
  const open = h.paths.filter((p) => p.open).map((p) => p["independent-layers"]);
  return open.length > 0 ? Math.min(...open) : undefined;
}

function Harms({ layers, chosen }: { layers: Layers; chosen?: Harm }) {
  const { t } = useTranslation();
  const [, setSearch] = useSearchParams();
  const columns: Column<Harm>[] = [
    {
      id: "harm",
      title: t("harms.harm"),
      head: true,
      text: (h) => h.title,
      cell: (h) => (
        <button
          type="button"
          className="link in-table"
          aria-pressed={h.id === chosen?.id}
          onClick={() =>
            setSearch((s) => {
              s.set("harm", h.id);
              return s;
            })
          }
        >
          {h.title}
        </button>
      ),
    },
    {
      id: "now",
      title: t("harms.verdict"),
      text: (h) => t(`verdicts.${h.now.acceptability}`),
      sort: (h) => ["acceptable", "reduce", "unacceptable"].indexOf(h.now.acceptability),
      cell: (h) => <Verdict value={h.now.acceptability} />,
    },
    {
      id: "likelihood",
      title: t("harms.situationLikelihood"),
      text: (h) => t(`levels.${h.now.likelihood}`),
      sort: (h) => rankOf(h.now.likelihood, "likelihood"),
      cell: (h) => <Level value={h.now.likelihood} scale="likelihood" />,
    },
    {
      id: "layers",
      title: t("layers.fewest"),
      number: true,
      text: (h) => String(fewest(h) ?? ""),
      sort: fewest,
    },
    {
      id: "single",
      title: t("layers.singleCount"),
      number: true,
      text: (h) => String(h["single-failures"].length),
      sort: (h) => h["single-failures"].length,
    },
    {
      id: "surroundings",
      title: t("layers.withoutSurroundings"),
      text: (h) => t(`verdicts.${h["without-surroundings"]["and-assumptions"].acceptability}`),
      cell: (h) => (
        <>
          <Verdict value={h["without-surroundings"]["and-assumptions"].acceptability} />
          {h["without-surroundings"].carried && <div className="small">⚠ {t("layers.carriedShort")}</div>}
        </>
      ),
    },
  ];
  return (
    <DataTable
      name="layers"
      caption={t("layers.harms")}
      rows={layers.harms}
      columns={columns}
      rowKey={(h) => h.id}
      current={chosen?.id}
    />
  );
}
