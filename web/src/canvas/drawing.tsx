// The drawing itself: what the library is told, and what the pointer does on it.

import { ReactFlow, useReactFlow } from "@xyflow/react";
import type { MouseEvent, RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Far } from "./bitmap";
import { ContainerNode } from "./container-node";
import { ElementNode, type ItemNode } from "./element-node";
import { type LineEdge, LineEdgeView } from "./line-edge";
import { hit, type Picture } from "./overview";
import type { Actions } from "./use-actions";
import type { useConnect } from "./use-connect";
import type { useDrawn } from "./use-drawn";
import type { useJoining } from "./use-joining";
import { many, zooms } from "./use-sight";

const nodeTypes = { element: ElementNode, container: ContainerNode };
const edgeTypes = { line: LineEdgeView };

interface DrawingProps {
  ref: RefObject<HTMLDivElement | null>;
  drawn: ReturnType<typeof useDrawn>;
  /** items is how many there are. */
  items: number;
  picture: Picture;
  far: boolean;
  readOnly: boolean;
  actions: Actions;
  connect: ReturnType<typeof useConnect>;
  joining: ReturnType<typeof useJoining>;
  select: (ids: Iterable<string>) => void;
  say: (text: string) => void;
  open: (id: string) => void;
  enter: (zone: string) => void;
}

export function Drawing(props: DrawingProps) {
  const { ref, drawn, items, picture, far, readOnly, actions, connect, joining, select, say, open, enter } = props;
  const { t } = useTranslation();
  const flow = useReactFlow<ItemNode, LineEdge>();
  const farHit = (e: MouseEvent) =>
    far ? hit(picture, flow.screenToFlowPosition({ x: e.clientX, y: e.clientY })) : undefined;
  return (
    <div className="canvas-area">
      <p id="canvas-how" hidden>
        {t("canvas.how")}
      </p>
      <ReactFlow<ItemNode, LineEdge>
        ref={ref}
        tabIndex={0}
        aria-label={t("canvas.name")}
        aria-describedby="canvas-how"
        nodes={far ? [] : drawn.nodes}
        edges={far ? [] : drawn.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={drawn.onChanges}
        onEdgesChange={drawn.onChanges}
        onNodeDragStop={drawn.onDragStop}
        onSelectionDragStop={(e, list) => drawn.onDragStop(e, list[0], list)}
        onNodeDoubleClick={(_, n) => (n.data.item.block === "zones" ? enter(n.id) : open(n.id))}
        onEdgeDoubleClick={(_, e) => open((e.data?.line.edges[0]?.of as string) ?? e.id)}
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
        onConnect={joining.onConnect}
        onConnectEnd={joining.onConnectEnd}
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
        onlyRenderVisibleElements={items > many}
      />
      {far && <Far picture={picture} />}
      {items === 0 && <p className="canvas-empty">{t(readOnly ? "canvas.nothing" : "canvas.empty")}</p>}
    </div>
  );
}
