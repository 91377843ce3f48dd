// The canvas put together: what is drawn, what is selected, and who is told.

import { useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CanvasProps } from "./canvas";
import { CanvasContext, type CanvasState } from "./context";
import { Corner } from "./corner";
import { Dialogs } from "./dialogs";
import { Drawing } from "./drawing";
import { Legend } from "./legend";
import { ListView } from "./list-view";
import { readingOrder } from "./neighbours";
import { picture } from "./overview";
import { prune } from "./rects";
import { ancestors, makeScene, parents } from "./scene";
import { Toolbar } from "./toolbar";
import type { Graph } from "./types";
import { type Dialog, useActions } from "./use-actions";
import { useConnect } from "./use-connect";
import { useContainers } from "./use-containers";
import { useDrawn } from "./use-drawn";
import { useHistory } from "./use-history";
import { useJoining } from "./use-joining";
import { useKeys } from "./use-keys";
import { useOrder } from "./use-order";
import { noLayout, useArrange, usePlaces } from "./use-places";
import { useSay } from "./use-say";
import { useSelection } from "./use-selection";
import { useShownLevels } from "./use-shown-levels";
import { many, useSight } from "./use-sight";
import { useView } from "./use-view";
import { ZonePath } from "./zone-path";

/** What is closed where nobody has arranged the model: in large models, what has parts. */
function closedAtFirst(graph: Graph): string[] {
  return graph.nodes.length > 120 ? [...new Set(graph.nodes.flatMap((n) => n["part-of"] ?? []))] : [];
}

export function Workspace(props: CanvasProps) {
  const { levels, readOnly = false, peers = [] } = props;
  const { t } = useTranslation();
  const [said, say] = useSay();
  const [layout, setLayout] = useState(() => props.layout ?? { ...noLayout, closed: closedAtFirst(props.graph) });
  const [looking, look] = useView();
  const [aheadGraph, ahead] = useState<Graph>();
  const [renaming, setRenaming] = useState<string>();
  const [dialog, ask] = useState<Dialog>();
  const changed = useRef(false); // by this user, so that it is to be kept
  const drawing = useRef<HTMLDivElement>(null);

  const graph = aheadGraph ?? props.graph;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new graph is the answer to what was drawn ahead
  useEffect(() => ahead(undefined), [props.graph]);
  const first = useRef(props.layout);
  useEffect(() => {
    if (props.layout && props.layout !== first.current) setLayout(props.layout);
    first.current = props.layout;
  }, [props.layout]);

  const { root, fn, others, hidden } = looking;
  const { closed } = layout;
  const scene = useMemo(
    () => makeScene(graph, { root, fn, others, hidden, closed: new Set(closed) }),
    [graph, root, fn, others, hidden, closed],
  );
  const up = useMemo(() => parents(graph), [graph]);
  const places = usePlaces(scene, layout, setLayout);
  const { rects, ways } = places;
  const arranging = useArrange(scene, places.at);
  const move = useCallback<typeof places.move>(
    (moves, to) => {
      if (Object.keys(moves).length > 0) {
        changed.current = true;
        arranging.cancel(); // its answer would move what the user has just put somewhere
      }
      places.move(moves, to);
    },
    [places.move, arranging.cancel],
  );
  const doing = useHistory(props.onOperations, move, say);
  const { forget } = doing;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is what happened that counts
  useEffect(forget, [props.since, forget]);
  useImperativeHandle(props.ref, () => ({ run: doing.run }), [doing.run]);
  const connect = useConnect(graph, props.legal);

  // Positions are kept once somebody has moved something; looking at a model changes no file.
  const keep = useRef(props.onPositions);
  keep.current = props.onPositions;
  useEffect(() => {
    if (!changed.current || readOnly) return;
    changed.current = false;
    const known = new Set([...graph.zones, ...graph.nodes, ...graph.edges].map((x) => x.id));
    for (const line of scene.lines) known.add(line.id);
    keep.current(prune(layout, (id) => known.has(id)));
  }, [layout, readOnly, graph, scene]);

  const { small, far, fitAll, fitNext, show } = useSight(scene, places, looking);
  const arrange = useOrder({ scene, places, arranging, doing, setLayout, fitNext, say });
  const selection = useSelection(scene, up, drawing, props.onSelect);
  const { selected, setSelected, select, focus, setFocus, takeFocus } = selection;
  const line = [...selected].find((id) => scene.lines.some((l) => l.id === id));
  const actions = useActions({
    props,
    graph,
    scene,
    places,
    doing,
    looking,
    selected,
    focus,
    line,
    select,
    show,
    look,
    ask,
    ahead,
    say,
    setFocus: selection.moveFocus,
    rename: setRenaming,
    expect: selection.expect,
  });
  const containers = useContainers({
    graph,
    scene,
    up,
    places,
    layout,
    setLayout,
    looking,
    look,
    select,
    changed,
    say,
  });
  const { toggle, enter } = containers;
  const { act, onKeyDown, onPaste } = useKeys({
    graph,
    actions,
    doing,
    connect,
    containers,
    selection,
    looking,
    look,
    ask,
    fitAll,
    busy: !!dialog || !!renaming,
    readOnly,
  });
  const drawn = useDrawn({ scene, places, selection, actions, small, readOnly, root });
  const joining = useJoining(connect, actions, ask, say);

  const shownLevels = useShownLevels(levels, looking.overlay, scene, graph, up);
  const counts = useMemo(() => {
    const n = new Map<string, number>();
    for (const l of scene.lines) for (const end of [l.from, l.to]) n.set(end, (n.get(end) ?? 0) + l.edges.length);
    return n;
  }, [scene]);
  const state = useMemo<CanvasState>(() => {
    const titleOf = new Map(graph.nodes.map((n) => [n.id, n.title]));
    const controllers = new Map(
      graph.zones.map((z) => [z.id, z["controlled-by"] && (titleOf.get(z["controlled-by"]) ?? z["controlled-by"])]),
    );
    return {
      readOnly,
      focus,
      takeFocus,
      renaming,
      legal: connect.connecting?.legal,
      level: (id) => shownLevels.get(id),
      peersAt: (id) => peers.filter((p) => p.selection.includes(id)).map((p) => p.name),
      controller: (zone) => controllers.get(zone),
      lines: (id) => counts.get(id) ?? 0,
      focused: setFocus,
      open: props.onOpen,
      toggle,
      enter,
      rename: (id, title) => {
        takeFocus.current = true;
        setRenaming(undefined);
        if (title !== undefined) void actions.retitle(id, title);
      },
    };
  }, [
    readOnly,
    focus,
    setFocus,
    takeFocus,
    renaming,
    connect.connecting,
    shownLevels,
    peers,
    counts,
    props.onOpen,
    toggle,
    enter,
    graph,
    actions,
  ]);

  const whole = useMemo(
    () => picture(scene, rects, ways, selected, (id) => shownLevels.get(id)?.step),
    [scene, rects, ways, selected, shownLevels],
  );
  const order = useMemo(() => (looking.list ? readingOrder(scene, rects) : []), [looking.list, scene, rects]);

  return (
    <CanvasContext value={state}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys come up from the boxes, the drawing and the bars */}
      <div
        aria-busy={arranging.arranging || !(places.placed || scene.items.size === 0)}
        onBlur={(e) => {
          if (e.relatedTarget && !e.currentTarget.contains(e.relatedTarget)) takeFocus.current = false;
        }}
        className={`canvas${small ? " is-small" : ""}${connect.connecting ? " is-connecting" : ""}`}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      >
        <Toolbar
          graph={graph}
          looking={looking}
          readOnly={readOnly}
          hasLevels={!!levels}
          canUndo={doing.history.done.length > 0}
          canRedo={doing.history.undone.length > 0}
          chosen={selected.size}
          arranging={arranging.arranging}
          look={look}
          act={act}
          arrange={() => void arrange()}
          cancelArrange={arranging.cancel}
        />
        {root && <ZonePath graph={graph} path={[...ancestors(up, root)].reverse().concat(root)} enter={enter} />}
        {looking.list ? (
          <ListView
            scene={scene}
            order={order}
            selected={selected}
            onSelect={(id, on) => setSelected((s) => new Set(on ? [...s, id] : [...s].filter((x) => x !== id)))}
          />
        ) : (
          <>
            <Drawing
              ref={drawing}
              drawn={drawn}
              items={scene.items.size}
              picture={whole}
              far={far}
              readOnly={readOnly}
              actions={actions}
              connect={connect}
              joining={joining}
              select={select}
              say={say}
              open={props.onOpen}
              enter={enter}
            />
            <Legend
              key={looking.overlay === "none" ? "lines" : "levels"}
              scene={scene}
              overlay={looking.overlay}
              quiet={scene.items.size > many}
            />
            <Corner picture={whole} act={act} />
          </>
        )}
        <div className="canvas-said" role="status" aria-live="polite">
          {arranging.arranging ? t("canvas.arranging") : <span key={said.n}>{said.text}</span>}
        </div>
        {dialog && (
          <Dialogs
            dialog={dialog}
            graph={graph}
            readOnly={readOnly}
            palette={props.palette}
            joinsFrom={connect.joinsFrom}
            actions={actions}
            ask={(next) => {
              if (next?.sort === "join") void joining.joinOrAsk(next.from, next.to);
              else {
                takeFocus.current = true;
                ask(next);
              }
            }}
          />
        )}
      </div>
    </CanvasContext>
  );
}
