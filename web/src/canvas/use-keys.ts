// Keys, and what they and the buttons do by its name.

import { useReactFlow } from "@xyflow/react";
import type { ClipboardEvent, KeyboardEvent } from "react";
import { actionOf, keyOf } from "./shortcuts";
import type { Graph } from "./types";
import type { Actions, Dialog } from "./use-actions";
import type { useConnect } from "./use-connect";
import type { useContainers } from "./use-containers";
import type { Doing } from "./use-history";
import type { Selection } from "./use-selection";
import type { Looking } from "./use-view";

interface Keys {
  graph: Graph;
  actions: Actions;
  doing: Doing;
  connect: ReturnType<typeof useConnect>;
  containers: ReturnType<typeof useContainers>;
  selection: Selection;
  looking: Looking;
  look: (change: Partial<Looking>) => void;
  ask: (dialog: Dialog) => void;
  fitAll: () => void;
  /** busy: a dialog or a name takes the keys. */
  busy: boolean;
  readOnly: boolean;
}

const own = "input, select, textarea, dialog, .canvas-bar, .canvas-list, details, .canvas-zoom, .canvas-path"; // have keys of their own

export function useKeys(of: Keys) {
  const { graph, actions, doing, connect, containers, selection, looking, look, ask, fitAll, busy, readOnly } = of;
  const flow = useReactFlow();
  const back = () => {
    if (connect.connecting) connect.end();
    else if (selection.selected.size > 0) selection.select([]);
    else if (looking.root) containers.enter(graph.zones.find((z) => z.id === looking.root)?.within);
    else if (looking.fn) look({ fn: undefined });
  };
  const act = (action: string, key = "") => {
    const does: Record<string, () => unknown> = {
      "move-focus": () => actions.moveFocus(key),
      out: actions.out,
      in: actions.in,
      "next-line": () => actions.nextLine(1),
      "previous-line": () => actions.nextLine(-1),
      properties: actions.properties,
      select: actions.selectFocus,
      "select-all": actions.selectAll,
      escape: back,
      add: () => ask({ sort: "add" }),
      connect: actions.connect,
      "to-zone": actions.toZone,
      rename: actions.renameFocus,
      nudge: () => actions.nudge(key),
      delete: () => actions.remove(),
      copy: actions.copy,
      cut: actions.cut,
      duplicate: actions.duplicate,
      undo: doing.undo,
      redo: doing.redo,
      toggle: () => selection.focus && containers.toggle(selection.focus),
      "enter-zone": () => {
        const zone = actions.zoneOf(selection.focus);
        if (zone) containers.enter(zone);
      },
      "zoom-in": () => flow.zoomIn(),
      "zoom-out": () => flow.zoomOut(),
      fit: fitAll,
      list: () => look({ list: !looking.list }),
      help: () => ask({ sort: "help" }),
    };
    void does[action]?.();
  };
  const onKeyDown = (e: KeyboardEvent<HTMLDivElement>) => {
    const target = e.target as HTMLElement;
    if (busy || target.closest(own)) {
      if (
        !["Control+z", "Control+Shift+z", "Control+y", "Control+k"].includes(keyOf(e)) ||
        target.closest("input[type=text], input[type=search], dialog, .canvas-rename")
      )
        return;
    }
    const found = actionOf(keyOf(e));
    if (!found || (found.edits && readOnly)) return;
    if (found.action === "paste") return; // the event of the same name brings the text
    e.preventDefault();
    e.stopPropagation();
    selection.takeFocus.current = true;
    act(found.action, e.key);
  };
  const onPaste = (e: ClipboardEvent) => {
    if (readOnly || (e.target as HTMLElement).closest("input, textarea")) return;
    e.preventDefault();
    void actions.pasteText(e.clipboardData.getData("text/plain"));
  };
  return { act, onKeyDown, onPaste };
}
