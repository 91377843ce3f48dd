// Two panes with a bar between them that is moved by pointer or arrow keys; its place is remembered. On narrow screens the panes
// stand under each other and there is no bar.
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { keep, kept } from "../look/kept";

interface SplitProps {
  /** id names the place that is remembered. */
  id: string;
  /** label names the bar, such as "Width of the drawing". */
  label: string;
  /** start is the first pane's share in per cent until somebody moves the bar. */
  start?: number;
  first: ReactNode;
  second: ReactNode;
}

const least = 15; // per cent that each pane keeps

/** shareOf keeps a share in its bounds; anything that is no number gives the start. */
export function shareOf(value: unknown, start: number): number {
  const n = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof n === "number" && Number.isFinite(n) ? Math.min(100 - least, Math.max(least, n)) : start;
}

export function Split({ id, label, start = 50, first, second }: SplitProps) {
  const [share, setShare] = useState(() => shareOf(kept(`split.${id}`), start));
  const root = useRef<HTMLDivElement>(null);

  function move(to: number) {
    const s = shareOf(to, start);
    setShare(s);
    keep(`split.${id}`, String(Math.round(s)));
  }

  function onKeyDown(e: KeyboardEvent) {
    const step = e.shiftKey ? 10 : 2;
    const to = {
      ArrowLeft: share - step,
      ArrowUp: share - step,
      ArrowRight: share + step,
      ArrowDown: share + step,
      Home: least,
      End: 100 - least,
      Enter: start,
    }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    move(to);
  }

  function onPointerMove(e: PointerEvent<HTMLDivElement>) {
    if (!e.currentTarget.hasPointerCapture(e.pointerId) || !root.current) return;
    const box = root.current.getBoundingClientRect();
    move(((e.clientX - box.left) / box.width) * 100);
  }

  return (
    <div className="split" ref={root} style={{ "--share": `${share}%` } as React.CSSProperties}>
      <div className="pane">{first}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved; this is the window splitter pattern */}
      <div
        role="separator"
        aria-label={label}
        aria-orientation="vertical"
        aria-valuenow={Math.round(share)}
        aria-valuemin={least}
        aria-valuemax={100 - least}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(e) => e.currentTarget.setPointerCapture(e.pointerId)}
        onPointerMove={onPointerMove}
        onDoubleClick={() => move(start)}
      />
      <div className="pane">{second}</div>
    </div>
  );
}
