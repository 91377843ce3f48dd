// The buttons above the drawing: all that keys can do to a selection, for whoever uses a pointer.

import { useTranslation } from "react-i18next";
import { type Overlay, overlays } from "./levels";
import { hiddenAtFirst } from "./scene";
import type { Graph } from "./types";
import type { Looking } from "./use-view";

interface ToolbarProps {
  graph: Graph;
  looking: Looking;
  readOnly: boolean;
  hasLevels: boolean;
  canUndo: boolean;
  canRedo: boolean;
  chosen: number; // elements, zones and lines that are selected
  arranging: boolean;
  look: (change: Partial<Looking>) => void;
  act: (action: string) => void;
  arrange: () => void;
  cancelArrange: () => void;
}

export function Toolbar(p: ToolbarProps) {
  const { t } = useTranslation();
  const button = (action: string, off = false) => (
    <button key={action} type="button" aria-disabled={off} onClick={() => !off && p.act(action)}>
      {t(`canvas.button.${action}`)}
    </button>
  );
  return (
    <div className="canvas-bar" role="toolbar" aria-label={t("canvas.tools")}>
      {!p.readOnly && (
        <div className="canvas-group">
          <button type="button" className="primary" onClick={() => p.act("add")}>
            {t("canvas.button.add")}
          </button>
          {button("connect", p.chosen === 0)}
          {button("to-zone", p.chosen === 0)}
          {button("rename", p.chosen !== 1)}
          {button("delete", p.chosen === 0)}
        </div>
      )}
      {!p.readOnly && (
        <div className="canvas-group">
          {button("undo", !p.canUndo)}
          {button("redo", !p.canRedo)}
          {p.arranging ? (
            <button type="button" onClick={p.cancelArrange}>
              {t("canvas.cancelArrange")}
            </button>
          ) : (
            <button type="button" onClick={p.arrange}>
              {t("canvas.arrange")}
            </button>
          )}
        </div>
      )}
      <div className="canvas-group">
        <FunctionChoice graph={p.graph} looking={p.looking} look={p.look} />
        {p.hasLevels && (
          <label>
            {t("canvas.show")}{" "}
            <select value={p.looking.overlay} onChange={(e) => p.look({ overlay: e.target.value as Overlay })}>
              {overlays.map((o) => (
                <option key={o} value={o}>
                  {t(`canvas.overlay.${o}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        <Layers graph={p.graph} looking={p.looking} look={p.look} />
        <button type="button" aria-pressed={p.looking.list} onClick={() => p.act("list")}>
          {t("canvas.button.list")}
        </button>
        <button
          type="button"
          onClick={() => p.act("help")}
          aria-label={t("canvas.shortcuts")}
          title={t("canvas.shortcuts")}
        >
          ?
        </button>
      </div>
    </div>
  );
}

type Part = Pick<ToolbarProps, "graph" | "looking" | "look">;

function FunctionChoice({ graph, looking, look }: Part) {
  const { t } = useTranslation();
  if (graph.functions.length === 0) return null;
  return (
    <>
      <label>
        {t("canvas.function")}{" "}
        <select value={looking.fn ?? ""} onChange={(e) => look({ fn: e.target.value || undefined })}>
          <option value="">{t("canvas.allFunctions")}</option>
          {graph.functions.map((f) => (
            <option key={f.id} value={f.id}>
              {f.title}
            </option>
          ))}
        </select>
      </label>
      {looking.fn && (
        <button
          type="button"
          aria-pressed={looking.others === "hide"}
          onClick={() => look({ others: looking.others === "hide" ? "dim" : "hide" })}
        >
          {t("canvas.hideOthers")}
        </button>
      )}
    </>
  );
}

const layers = ["people", "networks", "functions", ...hiddenAtFirst];

function Layers({ graph, looking, look }: Part) {
  const { t } = useTranslation();
  const there = layers.filter((b) => graph.nodes.some((n) => n.block === b));
  const toggle = (block: string) => {
    const hidden = new Set(looking.hidden);
    if (!hidden.delete(block)) hidden.add(block);
    look({ hidden });
  };
  return (
    <details className="canvas-layers">
      <summary>{t("canvas.layers")}</summary>
      <fieldset>
        <legend>{t("canvas.drawn")}</legend>
        {there.map((b) => (
          <label key={b}>
            <input type="checkbox" checked={!looking.hidden.has(b)} onChange={() => toggle(b)} />{" "}
            {t(`canvas.blocks.${b}`)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
