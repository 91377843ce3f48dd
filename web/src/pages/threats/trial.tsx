// What would be if: controls, assumptions and facts are changed, and the levels of all harms follow at once. Nothing is saved; what is tried
// stands in the address, and can be taken over into the description.
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation, useSearchParams } from "wouter";
import { api, need } from "../../api/client";
import { propose } from "../../api/draft";
import { inProject } from "../../api/queries";
import { useProject, useProjectId } from "../../app/place";
import { Combobox } from "../../parts/combobox";
import { ErrorNotice } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { Empty } from "../../parts/states";
import { type Lever, levers } from "./data";
import { Effects } from "./effects";
import { bodyOf, operationsOf, readTries, type Sort, type Try, writeTries } from "./tried";

export function Trial() {
  const { t } = useTranslation();
  const id = useProjectId();
  const project = useProject();
  const [, go] = useLocation();
  const [search, setSearch] = useSearchParams();
  const tries = readTries(search);
  const set = (next: Try[]) => setSearch((s) => writeTries(s, next), { replace: true });

  const known = useQuery({
    queryKey: inProject(id, "what-if", "levers", tries.map((x) => x.id).sort()),
    queryFn: () =>
      levers(
        id,
        "",
        tries.map((x) => x.id),
      ),
    enabled: tries.length > 0,
    placeholderData: keepPreviousData,
  });
  const lever = (x: Try) => known.data?.items.find((l) => l.id === x.id && l.sort === x.sort);
  const effect = useQuery({
    queryKey: inProject(id, "what-if", tries),
    queryFn: ({ signal }) =>
      need(
        api.POST("/api/v1/projects/{project}/revisions/{revision}/what-if", {
          signal,
          params: { path: { project: id, revision: "head" } },
          body: bodyOf(tries),
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const take = useMutation({
    mutationFn: () =>
      propose(
        id,
        project.data?.head ?? "",
        operationsOf(tries, (c) => known.data?.items.find((l) => l.id === c)?.now),
      ),
    onSuccess: () => go("/system"),
  });

  // What a control is now decides whether it has to be taken away.
  const ready = !take.isPending && tries.every(lever);

  async function find(typed: string, signal: AbortSignal) {
    const { items } = await levers(id, typed, [], signal);
    return items
      .filter((l) => !tries.some((x) => x.id === l.id))
      .map((l) => ({
        value: JSON.stringify(l),
        label: `${l.title} · ${l.at}`,
        hint: `${t(`threats.sorts.${l.sort}`)}, ${t("threats.now", { value: wordOf(t, l.sort as Sort, l.now) })}`,
      }));
  }
  function add(l: Lever) {
    set([...tries, { sort: l.sort as Sort, id: l.id, value: opposite(l) }]);
  }

  return (
    <Page
      title={t("threats.whatIf")}
      subject={project.data?.name}
      intro={t("threats.whatIfSays")}
      crumbs={[{ label: t("nav.threats"), href: "/threats" }]}
    >
      <div className="trial">
        <section>
          <h2>{t("threats.tried")}</h2>
          <Combobox label={t("threats.add")} find={find} clearOnChoose onChoose={(o) => add(JSON.parse(o.value))} />
          {tries.length === 0 && <Empty title={t("threats.nothingTried")}>{t("threats.nothingTriedSays")}</Empty>}
          <ul className="tried">
            {tries.map((x) => (
              <Tried
                key={x.sort + x.id}
                of={x}
                lever={lever(x)}
                onChange={(value) => set(tries.map((y) => (y === x ? { ...x, value } : y)))}
                onRemove={() => set(tries.filter((y) => y !== x))}
              />
            ))}
          </ul>
          {tries.length > 0 && (
            <div className="row">
              {project.data?.may?.includes("edit") && (
                <button type="button" className="primary" aria-disabled={!ready} onClick={() => ready && take.mutate()}>
                  {t(take.isPending ? "parts.working" : "threats.take")}
                </button>
              )}
              <button type="button" onClick={() => set([])}>
                {t("threats.clear")}
              </button>
            </div>
          )}
          <ErrorNotice error={take.error} />
        </section>
        <Effects effect={effect.data} error={effect.error} waiting={effect.isPlaceholderData} />
      </div>
    </Page>
  );
}

/** opposite is what one most likely wants to try of a lever. */
function opposite(l: Lever): string {
  if (l.sort === "control") return l.now === "present" || l.now === "planned" ? "absent" : "present";
  if (l.sort === "trust") return l.values.at(l.now === l.values[0] ? -1 : 0) ?? l.now;
  return l.values.find((v) => v !== l.now && v !== "unknown") ?? l.now;
}

type T = ReturnType<typeof useTranslation>["t"];

/** wordOf puts a value into words. */
function wordOf(t: T, sort: Sort, value: string): string {
  if (sort === "control") return t(`harms.controlStates.${value}`);
  return sort === "trust" ? t(`levels.${value}`) : t(`threats.values.${value}`, value);
}

interface TriedProps {
  of: Try;
  lever?: Lever;
  onChange: (value: string) => void;
  onRemove: () => void;
}

function Tried({ of, lever, onChange, onRemove }: TriedProps) {
  const { t } = useTranslation();
  const title = lever ? `${lever.title} · ${lever.at}` : of.id;
  return (
    <li>
      <strong>{title}</strong>
      {lever?.says && <p className="muted small">{lever.says}</p>}
      <div className="row">
        <span>{lever && t("threats.now", { value: wordOf(t, of.sort, lever.now) })}</span>
        <span className="arrow" aria-hidden="true">
          →
        </span>
        <select
          aria-label={t("threats.triedAs", { title })}
          value={of.value}
          onChange={(e) => onChange(e.target.value)}
        >
          {(lever?.values ?? [of.value]).map((v) => (
            <option key={v} value={v}>
              {wordOf(t, of.sort, v)}
            </option>
          ))}
        </select>
        <button type="button" className="quiet" onClick={onRemove} aria-label={t("threats.remove", { title })}>
          ✕
        </button>
      </div>
    </li>
  );
}
