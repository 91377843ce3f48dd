// The canvas put together: what is drawn, what is selected, and who is told.

import {
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  ReactFlow,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { Far, Minimap } from "./bitmap";
import type { CanvasProps } from "./canvas";
import { ContainerNode } from "./container-node";
import { CanvasContext, type CanvasState } from "./context";
import { Dialogs } from "./dialogs";
import { ElementNode, type ItemNode } from "./element-node";
import { flowEdges, flowNodes } from "./flow";
import { labels } from "./labels";
import { Legend } from "./legend";
import { shownLevel, worst } from "./levels";
import { type LineEdge, LineEdgeView } from "./line-edge";
import { ListView } from "./list-view";
import { readingOrder } from "./neighbours";
import { fitted, hit, picture } from "./overview";
import { bounds, centre, opening, prune, zoneAt } from "./rects";
import { ancestors, makeScene, parents } from "./scene";
import { actionOf, keyOf } from "./shortcuts";
import { Toolbar } from "./toolbar";
import type { Graph, Connection as Joining, Point } from "./types";
import { type Dialog, useActions } from "./use-actions";
import { useConnect } from "./use-connect";
import { useHistory } from "./use-history";
import { noLayout, useArrange, usePlaces } from "./use-places";
import { useSay } from "./use-say";
import { useView } from "./use-view";

const nodeTypes = { element: ElementNode, container: ContainerNode };
const edgeTypes = { line: LineEdgeView };
const smallBelow = 0.6; // zoom; from there on titles are written larger and the rest is left out
const farBelow = 0.4; // zoom; from there on a bitmap is drawn if there are many elements
const many = 200; // boxes; above that only visible ones are in the page
const zooms = { least: 0.04, most: 2, read: 0.8 };

/** What is closed where nobody has arranged the model: in large models, what has parts. */
function closedAtFirst(graph: Graph): string[] {
  return graph.nodes.length > 120 ? [...new Set(graph.nodes.flatMap((n) => n["part-of"] ?? []))] : [];
}

export function Workspace(props: CanvasProps) {
  const { levels, readOnly = false, peers = [] } = props;
  const { t } = useTranslation();
  const flow = useReactFlow<ItemNode, LineEdge>();
  const [said, say] = useSay();
  const [layout, setLayout] = useState(() => props.layout ?? { ...noLayout, closed: closedAtFirst(props.graph) });
  const [looking, look] = useView();
  const [aheadGraph, ahead] = useState<Graph>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [focus, setFocus] = useState<string>();
  const [renaming, setRenaming] = useState<string>();
  const [dialog, ask] = useState<Dialog>();
  const [dragged, setDragged] = useState<ReadonlyMap<string, Point>>(new Map());
  const arriving = useRef(new Set<string>());
  const takeFocus = useRef(false);
  const changed = useRef(false); // by this user, so that it is to be kept
  const flowRef = useRef<HTMLDivElement>(null);

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
  const { rects, ways, inside } = places;
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

  const width = useStore((s) => s.width);
  const height = useStore((s) => s.height);
  const small = useStore((s) => s.transform[2] < smallBelow);
  const far = useStore((s) => s.transform[2] < farBelow) && scene.items.size > many;
  const fitAll = useCallback(() => {
    const bends = [...ways.values()].flat().map((p) => ({ ...p, width: 0, height: 0 }));
    const box = bounds([...rects.values(), ...bends]);
    if (box && width > 0) flow.setViewport(fitted(box, width, height, zooms.least, 1));
  }, [rects, ways, width, height, flow]);

  // What is shown whole: the model at first, after it was arranged, and when another part of it is looked at.
  const wantsFit = useRef(true);
  const part = `${looking.root ?? ""} ${looking.others === "hide" ? (looking.fn ?? "") : ""}`;
  const lastPart = useRef(part);
  useEffect(() => {
    if (lastPart.current !== part) wantsFit.current = true;
    lastPart.current = part;
    if (!wantsFit.current || width === 0 || looking.list) return;
    wantsFit.current = false;
    fitAll();
  }, [part, fitAll, width, looking.list]);

  const arrange = async (byUser: boolean) => {
    const found = await arranging.start();
    if (!found) return places.settle();
    wantsFit.current = true;
    setLayout((l) => ({ ...l, routes: { ...l.routes, ...found.routes } }));
    if (byUser) await doing.run(t(found.how === "grid" ? "canvas.did.grid" : "canvas.did.arrange"), [], found.moves);
    else {
      places.move(found.moves, "after");
      places.settle(); // where the grid stays, nothing has moved
      if (found.how === "grid") say(t("canvas.did.grid"));
    }
  };
  const arrangedOnce = useRef(false);
  useEffect(() => {
    if (places.placed || arrangedOnce.current || scene.items.size === 0) return;
    arrangedOnce.current = true;
    void arrange(false);
  });

  // Selection and focus follow what is there; what was just made is selected when it arrives.
  useEffect(() => {
    const there = (id: string) => scene.items.has(id) || scene.lines.some((l) => l.id === id);
    const come = [...arriving.current].filter(there);
    if (come.length > 0) {
      arriving.current = new Set();
      setSelected(new Set(come));
      const item = come.find((id) => scene.items.has(id));
      if (item) {
        takeFocus.current = true;
        setFocus(item);
      }
      return;
    }
    const ids = new Set([...scene.items.keys(), ...scene.lines.map((l) => l.id)]);
    setSelected((s) => ([...s].every((id) => ids.has(id)) ? s : new Set([...s].filter((id) => ids.has(id)))));
    setFocus((f) => (f && !scene.items.has(f) ? ancestors(up, f).find((a) => scene.items.has(a)) : f));
  }, [scene, up]);
  // When the box that has the focus goes, the drawing keeps it, so that the next key is not lost.
  useEffect(() => {
    if (takeFocus.current && document.activeElement === document.body) flowRef.current?.focus({ preventScroll: true });
  });
  const tell = useRef(props.onSelect);
  tell.current = props.onSelect;
  useEffect(() => tell.current?.([...selected]), [selected]);
  const select = useCallback((ids: Iterable<string>) => setSelected(new Set(ids)), []);

  const show = useCallback(
    (id: string) => {
      const r = rects.get(id);
      if (!r) return;
      const v = flow.getViewport();
      const zoom = far || v.zoom < farBelow ? zooms.read : v.zoom;
      const seen = { x: -v.x / v.zoom, y: -v.y / v.zoom, width: width / v.zoom, height: height / v.zoom };
      const within =
        r.x >= seen.x &&
        r.y >= seen.y &&
        r.x + Math.min(r.width, 200) <= seen.x + seen.width &&
        r.y + Math.min(r.height, 60) <= seen.y + seen.height;
      if (within && zoom === v.zoom) return;
      const x = r.width * zoom > width ? r.x + width / zoom / 2 - 20 : centre(r).x;
      const y = r.height * zoom > height ? r.y + height / zoom / 2 - 60 : centre(r).y;
      void flow.setCenter(x, y, { zoom });
    },
    [rects, far, flow, width, height],
  );
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
    setFocus: (id) => {
      takeFocus.current = true;
      setFocus(id);
    },
    rename: setRenaming,
    expect: (ids) => {
      arriving.current = new Set(ids);
    },
  });

  const toggle = useCallback(
    (id: string) => {
      const item = scene.items.get(id);
      const r = rects.get(id);
      if (!item || !r || item.outside || item.inside === 0) return;
      changed.current = true;
      if (item.closed) {
        const opened = makeScene(graph, { ...looking, closed: new Set(layout.closed.filter((c) => c !== id)) });
        setLayout((l) => ({
          ...l,
          closed: l.closed.filter((c) => c !== id),
          at: opening(opened, { ...l.at, ...inside }, up, id),
        }));
      } else
        setLayout((l) => ({ ...l, closed: [...l.closed, id], at: { ...l.at, ...inside, [id]: { x: r.x, y: r.y } } }));
      say(t(item.closed ? "canvas.did.open" : "canvas.did.close", { what: item.title }));
    },
    [scene, rects, graph, looking, layout.closed, inside, up, say, t],
  );
  const enter = useCallback(
    (zone: string | undefined) => {
      look({ root: zone });
      setSelected(new Set());
      say(
        zone ? t("canvas.did.enter", { what: graph.zones.find((z) => z.id === zone)?.title }) : t("canvas.did.leave"),
      );
    },
    [look, say, t, graph],
  );

  const back = () => {
    if (connect.connecting) connect.end();
    else if (selected.size > 0) select([]);
    else if (looking.root) enter(graph.zones.find((z) => z.id === looking.root)?.within);
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
      toggle: () => focus && toggle(focus),
      "enter-zone": () => {
        const zone = actions.zoneOf(focus);
        if (zone) enter(zone);
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
    if (
      dialog ||
      renaming ||
      target.closest("input, select, textarea, dialog, .canvas-bar, .canvas-list, details, .canvas-zoom, .canvas-path")
    ) {
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
    takeFocus.current = true;
    act(found.action, e.key);
  };
  const onPaste = (e: ClipboardEvent) => {
    if (readOnly || (e.target as HTMLElement).closest("input, textarea")) return;
    e.preventDefault();
    void actions.pasteText(e.clipboardData.getData("text/plain"));
  };

  const baseNodes = useMemo(() => flowNodes(scene, rects, readOnly), [scene, rects, readOnly]);
  const nodes = useMemo(
    () =>
      baseNodes.map((n) =>
        selected.has(n.id) || dragged.has(n.id)
          ? {
              ...n,
              selected: selected.has(n.id),
              position: dragged.get(n.id) ?? n.position,
              dragging: dragged.has(n.id),
            }
          : n,
      ),
    [baseNodes, selected, dragged],
  );
  const spots = useMemo(() => labels(scene, rects, ways, small ? 18 : 12), [scene, rects, ways, small]);
  const baseEdges = useMemo(
    () => flowEdges(scene, rects, ways, spots, scene.items.size > many),
    [scene, rects, ways, spots],
  );
  const edges = useMemo(() => {
    const near = (id: string) => selected.has(id) || id === focus;
    return baseEdges.flatMap((e) => {
      if (selected.has(e.id)) return [{ ...e, selected: true }];
      if (e.data && (near(e.source) || near(e.target))) return [{ ...e, data: { ...e.data, touched: true } }];
      return e.data?.aside ? [] : [e];
    });
  }, [baseEdges, selected, focus]);

  const onChanges = useCallback((changes: (NodeChange<ItemNode> | EdgeChange<LineEdge>)[]) => {
    const marks = changes.filter((c) => c.type === "select");
    if (marks.length > 0)
      setSelected((s) => {
        const next = new Set(s);
        for (const c of marks) c.selected ? next.add(c.id) : next.delete(c.id);
        return next;
      });
    const moves = changes.filter((c) => c.type === "position");
    if (moves.some((c) => c.dragging))
      setDragged((d) => {
        const next = new Map(d);
        for (const c of moves) if (c.position) next.set(c.id, c.position);
        return next;
      });
  }, []);
  const onDragStop = (_: unknown, __: unknown, list: ItemNode[]) => {
    setDragged(new Map());
    const base = new Map(baseNodes.map((n) => [n.id, n.position]));
    const moving = list.filter((n) => base.has(n.id));
    const by = moving[0] && {
      x: moving[0].position.x - (base.get(moving[0].id) as Point).x,
      y: moving[0].position.y - (base.get(moving[0].id) as Point).y,
    };
    if (!by || Math.hypot(by.x, by.y) < 2) return;
    const ids = moving.map((n) => n.id);
    const lead = rects.get(ids[0] as string);
    const drop = lead && { x: centre(lead).x + by.x, y: Math.min(centre(lead).y, lead.y + 28) + by.y };
    const zone = drop && (zoneAt(scene, rects, drop, new Set(ids)) ?? looking.root);
    void actions.moveTo(ids, zone, actions.offsets(ids, by));
  };

  const onConnect = (c: Connection) => void joinOrAsk(c.source, c.target);
  const joinOrAsk = async (from: string, to: string) => {
    const joins = (await connect.joinsFrom(from)).get(to) ?? [];
    if (joins.length === 1) await actions.join(from, to, joins[0] as Joining);
    else if (joins.length > 1) ask({ sort: "join", from, to });
    else say(t("canvas.cannotConnect", { from: actions.title(from), to: actions.title(to) }));
  };
  const onConnectEnd = (_: unknown, state: FinalConnectionState) => {
    connect.end();
    if (state.toNode && state.fromNode && state.toNode.id !== state.fromNode.id && !state.isValid)
      say(t("canvas.cannotConnect", { from: actions.title(state.fromNode.id), to: actions.title(state.toNode.id) }));
  };

  const byId = useMemo(() => new Map(levels?.map((l) => [l.id, l])), [levels]);
  const level = useCallback(
    (id: string) => {
      const own = shownLevel(byId.get(id), looking.overlay);
      const item = scene.items.get(id);
      if (!item?.closed || item.inside === 0) return own;
      const inner = graph.nodes
        .filter((n) => ancestors(up, n.id).includes(id))
        .map((n) => shownLevel(byId.get(n.id), looking.overlay));
      return worst([own, ...inner].filter((l) => l !== undefined));
    },
    [byId, looking.overlay, scene, graph, up],
  );
  const shownLevels = useMemo(() => new Map([...scene.items.keys()].map((id) => [id, level(id)])), [scene, level]);
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

  const drawing = useMemo(
    () => picture(scene, rects, ways, selected, (id) => shownLevels.get(id)?.step),
    [scene, rects, ways, selected, shownLevels],
  );
  const order = useMemo(() => (looking.list ? readingOrder(scene, rects) : []), [looking.list, scene, rects]);
  const farHit = (e: MouseEvent) =>
    far ? hit(drawing, flow.screenToFlowPosition({ x: e.clientX, y: e.clientY })) : undefined;
  const path = looking.root ? [...ancestors(up, looking.root)].reverse().concat(looking.root) : [];

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
          arrange={() => void arrange(true)}
          cancelArrange={arranging.cancel}
        />
        {looking.root && (
          <nav className="canvas-path" aria-label={t("canvas.path")}>
            <button type="button" className="link" onClick={() => enter(undefined)}>
              {t("canvas.allZones")}
            </button>
            {path.map((id) => (
              <span key={id}>
                {" › "}
                {id === looking.root ? (
                  <strong aria-current="true">{graph.zones.find((z) => z.id === id)?.title}</strong>
                ) : (
                  <button type="button" className="link" onClick={() => enter(id)}>
                    {graph.zones.find((z) => z.id === id)?.title}
                  </button>
                )}
              </span>
            ))}
          </nav>
        )}
        {looking.list ? (
          <ListView
            scene={scene}
            order={order}
            selected={selected}
            onSelect={(id, on) => setSelected((s) => new Set(on ? [...s, id] : [...s].filter((x) => x !== id)))}
          />
        ) : (
          <div className="canvas-area">
            <p id="canvas-how" hidden>
              {t("canvas.how")}
            </p>
            <ReactFlow<ItemNode, LineEdge>
              ref={flowRef}
              tabIndex={0}
              aria-label={t("canvas.name")}
              aria-describedby="canvas-how"
              nodes={far ? [] : nodes}
              edges={far ? [] : edges}
              nodeTypes={nodeTypes}
              edgeTypes={edgeTypes}
              onNodesChange={onChanges}
              onEdgesChange={onChanges}
              onNodeDragStop={onDragStop}
              onSelectionDragStop={(e, list) => onDragStop(e, list[0], list)}
              onNodeDoubleClick={(_, n) => (n.data.item.block === "zones" ? enter(n.id) : props.onOpen(n.id))}
              onEdgeDoubleClick={(_, e) => props.onOpen((e.data?.line.edges[0]?.of as string) ?? e.id)}
              onPaneClick={(e) => {
                const id = farHit(e);
                select(id ? [id] : []);
                if (id) say(actions.title(id));
              }}
              onDoubleClick={(e) => {
                const id = farHit(e);
                if (id) actions.goTo(id);
              }}
              onConnectStart={(_, { nodeId }) => nodeId && void connect.begin(nodeId)}
              onConnect={onConnect}
              onConnectEnd={onConnectEnd}
              isValidConnection={(c) => c.source !== c.target && (connect.connecting?.legal.has(c.target) ?? false)}
              connectionRadius={24}
              minZoom={zooms.least}
              maxZoom={zooms.most}
              zIndexMode="manual"
              elevateNodesOnSelect={false}
              nodesFocusable={false}
              edgesFocusable={false}
              edgesReconnectable={false}
              nodesConnectable={!readOnly}
              disableKeyboardA11y
              deleteKeyCode={null}
              multiSelectionKeyCode={["Shift", "Control", "Meta"]}
              selectionKeyCode="Shift"
              panActivationKeyCode={null}
              attributionPosition="top-right"
              zoomOnDoubleClick={false}
              onlyRenderVisibleElements={scene.items.size > many}
            />
            {far && <Far picture={drawing} />}
            {scene.items.size === 0 && (
              <p className="canvas-empty">{t(readOnly ? "canvas.nothing" : "canvas.empty")}</p>
            )}
          </div>
        )}
        {!looking.list && (
          <>
            <Legend
              key={looking.overlay === "none" ? "lines" : "levels"}
              scene={scene}
              overlay={looking.overlay}
              quiet={scene.items.size > many}
            />
            <div className="canvas-corner">
              <Minimap picture={drawing} />
              <div className="canvas-zoom">
                <button
                  type="button"
                  onClick={() => act("zoom-out")}
                  aria-label={t("canvas.zoomOut")}
                  title={t("canvas.zoomOut")}
                >
                  −
                </button>
                <button
                  type="button"
                  onClick={() => act("zoom-in")}
                  aria-label={t("canvas.zoomIn")}
                  title={t("canvas.zoomIn")}
                >
                  +
                </button>
                <button type="button" onClick={() => act("fit")}>
                  {t("canvas.fit")}
                </button>
              </div>
            </div>
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
              if (next?.sort === "join") void joinOrAsk(next.from, next.to);
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
