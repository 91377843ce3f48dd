// An element (or a closed container) on the canvas.

import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Box } from "./box";
import { useCanvas } from "./context";
import { Icon, pictureOf } from "./icons";
import { LevelMark } from "./level-mark";
import { Peers } from "./peers";
import type { Item } from "./scene";

export type ItemNode = Node<{ item: Item }>;

export const ElementNode = memo(function ElementNode({ data: { item }, selected }: NodeProps<ItemNode>) {
  const { t } = useTranslation();
  const { legal, level, peersAt, readOnly, toggle } = useCanvas();
  const shown = level(item.id);
  const peers = peersAt(item.id);
  const illegal = legal && !legal.has(item.id);
  const look = [
    "canvas-element",
    `canvas-of-${item.block}`,
    selected && "is-selected",
    (item.dim || illegal) && "is-dim",
    legal?.has(item.id) && "is-legal",
    item.outside && "is-outside",
    item.imported && "is-imported",
    shown && `canvas-edge-${shown.step}`,
    item.closed && item.inside > 0 && "is-stack",
  ];
  return (
    <>
      <Box item={item} selected={selected} className={look.filter(Boolean).join(" ")}>
        <Icon picture={pictureOf(item.kind, item.block)} />
        <span className="canvas-words">
          <span className="canvas-title">{item.title}</span>
          <span className="canvas-kind">
            {item.closed && item.inside > 0 ? t("canvas.holds", { count: item.inside }) : item.kindTitle}
          </span>
        </span>
        {shown && <LevelMark shown={shown} />}
        <Peers names={peers} />
      </Box>
      {item.closed && item.inside > 0 && !item.outside && (
        <button
          type="button"
          tabIndex={-1}
          className="canvas-small canvas-open nodrag nopan"
          aria-label={t("canvas.openThis", { title: item.title })}
          onClick={() => toggle(item.id)}
        >
          +
        </button>
      )}
      <Handle type="target" id="in" position={Position.Left} className="canvas-target" isConnectableStart={false} />
      <Handle
        type="source"
        id="out"
        position={Position.Right}
        className="canvas-source"
        isConnectable={!readOnly && !item.outside}
      />
    </>
  );
});
