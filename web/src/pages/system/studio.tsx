// Canvas beside text, and below the text what is to be known of what is chosen.
import { type Ref, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { Canvas, type CanvasHandle } from "../../canvas/canvas";
import type { Operation } from "../../canvas/operations";
import type { Layout } from "../../canvas/types";
import { Split } from "../../parts/split";
import { Empty, Loading, Notice } from "../../parts/states";
import { Tabs } from "../../parts/tabs";
import type { EditorHandle } from "../../text/editor";
import { elementAt, find, useSnapshot, useWork } from "./context";
import { layoutFile } from "./desk";
import { Effects } from "./effects";
import { ElementDetails } from "./element";
import { Findings } from "./findings";
import { readLayout, writeLayout } from "./layout";
import { Questions } from "./questions";
import { fragmentsOf, legalOf, paletteOf } from "./server";
import type { Revision } from "./use-start";
import { Writing } from "./writing";

export interface StudioHandle {
  show(file: string, line: number, column?: number): void;
  /** flush takes in what is being typed. */
  flush(): void;
}

interface StudioProps {
  revision: Revision;
  /** since names the last thing that somebody else did. */
  since: string;
  canvas: React.RefObject<CanvasHandle | null>;
  /** onFile tells whose text is shown. */
  onFile: (path: string | undefined) => void;
  ref: Ref<StudioHandle>;
}

export function Studio({ revision, since, canvas, onFile, ref }: StudioProps) {
  const { t } = useTranslation();
  const { desk, organisation, project, readOnly, chosen, choose, here } = useWork();
  const { view, files } = useSnapshot(desk);
  const [, setSearch] = useSearchParams();
  const editor = useRef<EditorHandle>(null);
  const [file, setFile] = useState<string>();
  const goal = useRef<{ file: string; line: number; column: number }>(undefined);
  const layout = useLayout(revision);
  const graph = view?.graph;
  const latest = useRef(graph);
  latest.current = graph;

  const open = file ?? view?.system?.file ?? revision.files?.find((f) => /^[^/]+\.yaml$/.test(f.path))?.path;
  useEffect(() => onFile(open), [open, onFile]);
  const tab = useCallback(
    (id: string) =>
      setSearch(
        (s) => {
          s.set("show", id);
          return s;
        },
        { replace: true },
      ),
    [setSearch],
  );
  useImperativeHandle(ref, () => ({
    show(to, line, column = 1) {
      goal.current = { file: to, line, column };
      if (to === open) editor.current?.jump({ line, column });
      else setFile(to);
    },
    flush: () => void editor.current?.flush(),
  }));

  const onOperations = useCallback(
    async (ops: readonly Operation[]) => {
      editor.current?.flush();
      return desk.run(ops);
    },
    [desk],
  );
  const onPositions = useCallback((l: Layout) => desk.write(layoutFile, writeLayout(l)), [desk]);
  const palette = useCallback((query: string) => paletteOf(organisation, query), [organisation]);
  const legal = useCallback((from: string, to: readonly string[]) => legalOf(organisation, from, to), [organisation]);
  const fragments = useCallback(
    (ids: readonly string[]) => fragmentsOf(project, desk.now.base, desk.now.files, ids),
    [project, desk],
  );
  const onOpen = useCallback(
    (id: string) => {
      choose(id);
      tab("element");
    },
    [choose, tab],
  );
  const onSelect = useCallback(
    (ids: readonly string[]) => {
      const id = ids.at(-1);
      const what = find(latest.current, id);
      if (!what) return;
      choose(id);
      if (what.file === (goal.current?.file ?? open)) editor.current?.reveal({ line: what.line, column: 1 });
    },
    [choose, open],
  );

  const peers = useMemo(() => here.map((p) => ({ name: p.name, selection: p.element ? [p.element] : [] })), [here]);
  const counts = {
    findings: (view?.diagnostics.length ?? 0) + (view?.gaps.length ?? 0),
    questions: view?.questions.length ?? 0,
  };
  const errors = view?.diagnostics.some((d) => d.severity === "error") ?? false;
  const readable = useMemo(() => new Set(revision.files?.map((f) => f.path)), [revision]);

  return (
    <Split
      id="system"
      label={t("system.split")}
      start={60}
      first={
        <div className="system-canvas">
          {errors && graph && (
            <Notice tone="fair">
              <p>{t("system.lastGood")}</p>
            </Notice>
          )}
          {!view ? (
            <Loading label={t("system.computing")} />
          ) : !graph ? (
            <Empty title={t("system.noDrawing")}>{t("system.noDrawingSays")}</Empty>
          ) : layout === undefined ? (
            <Loading />
          ) : (
            <Canvas
              ref={canvas}
              graph={graph}
              since={since}
              levels={view.levels?.elements}
              layout={layout ?? undefined}
              readOnly={readOnly}
              peers={peers}
              palette={palette}
              legal={legal}
              fragments={fragments}
              onOperations={onOperations}
              onPositions={onPositions}
              onOpen={onOpen}
              onSelect={onSelect}
            />
          )}
        </div>
      }
      second={
        <div className="system-side">
          {open && (
            <Writing
              key={open}
              ref={editor}
              path={open}
              paths={[...new Set([...readable, ...Object.keys(files)])].filter((p) => files[p] !== null).sort()}
              open={setFile}
              goal={goal.current?.file === open ? goal.current : undefined}
              onLine={(line) => choose(elementAt(latest.current, open, line) ?? chosen)}
            />
          )}
          <div className="system-details">
            <Tabs
              label={t("system.details")}
              param="show"
              tabs={[
                { id: "element", title: t("system.tab.element"), content: <ElementDetails /> },
                {
                  id: "findings",
                  title: `${t("system.tab.findings")} (${counts.findings})`,
                  content: <Findings />,
                },
                {
                  id: "questions",
                  title: `${t("system.tab.questions")} (${counts.questions})`,
                  content: <Questions />,
                },
                { id: "effects", title: t("system.tab.effects"), content: <Effects /> },
              ]}
            />
          </div>
        </div>
      }
    />
  );
}

/** useLayout reads where things are drawn: undefined while that is on its way, null where nobody has arranged anything. */
function useLayout(revision: Revision): Layout | null | undefined {
  const { desk } = useWork();
  const [layout, setLayout] = useState<Layout | null>();
  useEffect(() => {
    let gone = false;
    const there = typeof desk.now.files[layoutFile] === "string" || revision.files?.some((f) => f.path === layoutFile);
    if (!there) setLayout(null);
    else
      desk.text(layoutFile).then(
        (text) => !gone && setLayout(readLayout(text)),
        () => !gone && setLayout(null), // without it, everything is arranged anew
      );
    return () => {
      gone = true;
    };
  }, [desk, revision]);
  return layout;
}
