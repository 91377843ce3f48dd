// The part of a box that can be focused, read and renamed: the same for elements and for containers.

import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useCanvas } from "./context";
import type { Item } from "./scene";

/** What a reader hears of an item. */
export function useItemName(item: Item): string {
  const { t } = useTranslation();
  const { level, lines, peersAt } = useCanvas();
  const shown = level(item.id);
  const peers = peersAt(item.id);
  return [
    item.title,
    item.block === "zones" ? t("canvas.block.zones") : item.kindTitle || t(`canvas.block.${item.block}`),
    item.inside > 0 ? t("canvas.holds", { count: item.inside }) : "",
    item.closed && item.inside > 0 ? t("canvas.isClosed") : "",
    t("canvas.connections", { count: lines(item.id) }),
    shown?.count !== undefined ? t("canvas.threats", { count: shown.count }) : "",
    shown?.word ? t(`canvas.level.${shown.word}`) : "",
    item.imported ? t("canvas.isImported") : "",
    peers.length > 0 ? t("canvas.selectedBy", { names: peers.join(", ") }) : "",
  ]
    .filter(Boolean)
    .join(", ");
}

export function Box({
  item,
  selected,
  className,
  children,
}: {
  item: Item;
  selected: boolean;
  className: string;
  children: ReactNode;
}) {
  const { focus, takeFocus, renaming, focused } = useCanvas();
  const name = useItemName(item);
  const ref = useRef<HTMLDivElement>(null);
  const here = focus === item.id;
  const naming = renaming === item.id;
  useEffect(() => {
    if (here && !naming && takeFocus.current) ref.current?.focus({ preventScroll: true });
  }, [here, naming, takeFocus]);
  if (naming) return <Rename item={item} className={className} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button may not hold what a box holds
    <div
      ref={ref}
      role="button"
      tabIndex={-1}
      aria-pressed={selected}
      aria-label={name}
      title={item.kindTitle ? `${item.title} · ${item.kindTitle}` : item.title}
      className={className}
      data-item={item.id}
      onFocus={() => focused(item.id)}
    >
      {children}
    </div>
  );
}

function Rename({ item, className }: { item: Item; className: string }) {
  const { t } = useTranslation();
  const { rename } = useCanvas();
  const done = useRef(false);
  const end = (title: string | undefined) => {
    if (done.current) return; // leaving the field follows on Enter and Escape
    done.current = true;
    rename(item.id, title);
  };
  return (
    <div className={`${className} nodrag nopan`}>
      <input
        className="canvas-rename"
        aria-label={t("canvas.newTitle", { title: item.title })}
        defaultValue={item.title}
        maxLength={200}
        // biome-ignore lint/a11y/noAutofocus: the user has just asked for this field
        autoFocus
        onFocus={(e) => e.target.select()}
        onBlur={(e) => end(e.target.value)}
        onKeyDown={(e) => {
          e.stopPropagation();
          if (e.key === "Enter") end(e.currentTarget.value);
          if (e.key === "Escape") end(undefined);
        }}
      />
    </div>
  );
}
