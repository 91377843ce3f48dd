// An open zone, or an asset with what is inside of it. Only its head takes the pointer, so that one can pan through it.

import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Box } from "./box";
import { useCanvas } from "./context";
import type { ItemNode } from "./element-node";
import { Icon, pictureOf } from "./icons";
import { LevelMark } from "./level-mark";
import { Peers } from "./peers";

export const ContainerNode = memo(function ContainerNode({ data: { item }, selected }: NodeProps<ItemNode>) {
  const { t } = useTranslation();
  const { controller, enter, legal, level, peersAt, readOnly, toggle } = useCanvas();
  const zone = item.block === "zones";
  const shown = level(item.id);
  const peers = peersAt(item.id);
  const by = zone ? controller(item.id) : undefined;
  const look = [
    "canvas-container",
    zone ? "is-zone" : "is-holder",
    `canvas-of-${item.block}`,
    item.depth % 2 === 1 && "is-odd",
    selected && "is-selected",
    (item.dim || (legal && !legal.has(item.id) && !zone)) && "is-dim",
    legal?.has(item.id) && "is-legal",
    shown && !zone && `canvas-edge-${shown.step}`,
  ];
  return (
    <div className={look.filter(Boolean).join(" ")}>
      <div className="canvas-head">
        <Box item={item} selected={selected} className="canvas-head-words">
          <Icon picture={pictureOf(item.kind, item.block)} size={16} />
          <span className="canvas-title">{item.title}</span>
          {by && <span className="canvas-kind">{t("canvas.controlledBy", { title: by })}</span>}
          {shown && <LevelMark shown={shown} />}
          <Peers names={peers} />
        </Box>
        {zone && (
          <button
            type="button"
            tabIndex={-1}
            className="canvas-small nodrag nopan"
            aria-label={t("canvas.enterThis", { title: item.title })}
            title={t("canvas.enter")}
            onClick={() => enter(item.id)}
          >
            ⤢
          </button>
        )}
        <button
          type="button"
          tabIndex={-1}
          className="canvas-small nodrag nopan"
          aria-label={t("canvas.closeThis", { title: item.title })}
          title={t("canvas.close")}
          onClick={() => toggle(item.id)}
        >
          −
        </button>
      </div>
      <Handle type="target" id="in" position={Position.Left} className="canvas-target" isConnectableStart={false} />
      <Handle
        type="source"
        id="out"
        position={Position.Right}
        className="canvas-source"
        isConnectable={!readOnly && !zone}
      />
    </div>
  );
});
