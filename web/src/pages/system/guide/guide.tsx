// The guided form: the description step by step, in plain words. It writes the same operations as the canvas, so one can leave it,
// go on by hand and come back.
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";
import { Empty, Loading, Notice } from "../../../parts/states";
import { useSnapshot, useWork } from "../context";
import { Moved } from "../effects";
import { Questions } from "../questions";
import type { View } from "../types";
import { Purpose, Regulation } from "./about";
import { SectionForm } from "./section";
import { type Step, steps } from "./steps";

/** answered tells whether something was said in a step. */
export function answered(step: Step, view: View): boolean {
  const { system, graph } = view;
  if (step.id === "purpose") return !!system?.["intended-purpose"] && system["intended-purpose"] !== "To be written.";
  if (step.id === "regulation") return !!system?.regulation;
  if (step.id === "questions") return !!graph && graph.nodes.length > 0 && view.questions.length === 0;
  const first = step.sections.find((s) => s.adds !== false);
  return step.sections.length > 0 && first !== undefined && elementsOf(view, first.block).length > 0;
}

/** elementsOf gives what a block has, as far as it is written here and stands by itself. */
export function elementsOf(view: View, block: string): { id: string; title: string; kind: string }[] {
  const graph = view.graph;
  if (!graph) return [];
  if (block === "zones") return graph.zones.filter((z) => !z.imported);
  if (block === "flows")
    return graph.edges.filter((e) => e.sort === "flow" && !e.imported).map((e) => ({ ...e, kind: "" }));
  return graph.nodes.filter((n) => n.block === block && !n.imported);
}

export function Guide() {
  const { t } = useTranslation();
  const { desk } = useWork();
  const { view, last } = useSnapshot(desk);
  const [search, setSearch] = useSearchParams();
  const { back } = useWork();
  const open = steps.findIndex((s) => view && s.id !== "done" && !answered(s, view));
  const wanted = steps.findIndex((s) => s.id === search.get("step"));
  // Where one begins is decided once: a step does not go away under the hands when it is answered.
  const first = useRef<number>(undefined);
  if (view?.graph) first.current ??= Math.max(0, open);
  const at = wanted >= 0 ? wanted : (first.current ?? 0);
  const step = steps[at] as Step;
  const go = (i: number) => setSearch({ step: steps[i]?.id ?? "" });
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(at);
  useEffect(() => {
    if (shown.current !== at) heading.current?.focus();
    shown.current = at;
  }, [at]);
  if (!view) return <Loading />;
  if (!view.graph)
    return (
      <Empty
        title={t("system.guide.errors")}
        actions={<Link href="/system?show=findings">{t("system.toCanvas")}</Link>}
      >
        {t("system.guide.errorsSay")}
      </Empty>
    );
  const errors = view.diagnostics.filter((d) => d.severity === "error").slice(0, 3);
  const done = steps.filter((s) => answered(s, view)).length;
  return (
    <div className="guide">
      <nav aria-label={t("system.guide.steps")}>
        <p className="small">
          <progress value={done} max={steps.length - 1} aria-label={t("system.guide.progress")} />{" "}
          {t("system.guide.doneOf", { done, count: steps.length - 1 })}
        </p>
        <ol>
          {steps.map((s, i) => (
            <li key={s.id}>
              <button
                type="button"
                className="quiet"
                aria-current={i === at ? "step" : undefined}
                onClick={() => go(i)}
              >
                <span aria-hidden="true">{answered(s, view) ? "✓" : i + 1}</span> {t(`system.guide.step.${s.id}.name`)}
                {answered(s, view) && <span className="sr-only">, {t("system.guide.isDone")}</span>}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <section className="guide-step" key={step.id} aria-labelledby="guide-question">
        <h2 id="guide-question" ref={heading} tabIndex={-1}>
          {t(`system.guide.step.${step.id}.ask`)}
        </h2>
        <p className="muted">{t(`system.guide.step.${step.id}.why`)}</p>
        {step.id === "purpose" && <Purpose />}
        {step.id === "regulation" && <Regulation />}
        {step.id === "questions" && <Questions />}
        {step.id === "done" && <Done />}
        {step.sections.map((s) => (
          <SectionForm key={s.block} section={s} />
        ))}
        <div className="row guide-turn">
          {at > 0 && (
            <button type="button" onClick={() => go(at - 1)}>
              {t("system.guide.previous")}
            </button>
          )}
          {at < steps.length - 1 && (
            <button type="button" className="primary" onClick={() => go(at + 1)}>
              {t("system.guide.next")}
            </button>
          )}
        </div>
      </section>
      <aside className="card" aria-label={t("system.guide.effects")}>
        <h2>{t("system.guide.effects")}</h2>
        {errors.map((d) => (
          <Notice key={`${d.file} ${d.line} ${d.message}`} tone="bad" live>
            <p>{d.message}</p>
            {d.hint && <p className="small">{d.hint}</p>}
          </Notice>
        ))}
        {errors.length > 0 ? (
          <p className="small">{t("system.guide.wrong")}</p>
        ) : last ? (
          <Moved changes={last} most={5} />
        ) : (
          <p className="muted small">{t("system.guide.noEffects")}</p>
        )}
        {back && (
          <button type="button" onClick={back}>
            {t("system.guide.back")}
          </button>
        )}
      </aside>
    </div>
  );
}

/** Done tells what there is, and where to go on. */
function Done() {
  const { t } = useTranslation();
  const { desk } = useWork();
  const { view } = useSnapshot(desk);
  const missing = steps.filter((s) => view && s.id !== "done" && !answered(s, view));
  return (
    <div className="stack">
      {missing.length > 0 && (
        <p>
          {t("system.guide.missing")} {missing.map((s) => t(`system.guide.step.${s.id}.name`)).join(", ")}
        </p>
      )}
      <p>
        {t("system.guide.counts", {
          assets: view?.graph?.nodes.length ?? 0,
          threats: view?.levels?.totals.threats ?? 0,
        })}
      </p>
      <div className="row">
        <Link className="button primary" href="/system">
          {t("system.guide.toDrawing")}
        </Link>
      </div>
    </div>
  );
}
