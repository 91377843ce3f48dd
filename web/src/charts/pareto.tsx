// Options as points: cost against harm that remains. Those that another option beats in both are dimmed. Arrow keys go through the
// points by cost; what is under the pointer or has the focus is told below.
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { localeOf } from "../i18n";
import { Axes } from "./axes";
import { Figure } from "./figure";
import { front, linear, radius, stepPath } from "./geometry";

export interface ParetoPoint {
  id: string;
  label: string;
  cost: number;
  harm: number;
  /** second is a third measure, shown as the size of the mark. */
  second?: number;
  /** mark makes it a square: what is in use now, or what was chosen. */
  mark?: boolean;
  /** detail tells what the option consists of. */
  detail?: ReactNode;
}

interface ParetoProps {
  title: string;
  says?: string;
  points: ParetoPoint[];
  costName: string;
  harmName: string;
  secondName?: string;
  chosen?: string;
  onChoose?: (id: string) => void;
  format?: (n: number) => string;
}

const height = 360;

export function Pareto(props: ParetoProps) {
  const { title, says, points, costName, harmName, secondName, chosen, onChoose } = props;
  const { t, i18n } = useTranslation();
  const number = useMemo(
    () => new Intl.NumberFormat(localeOf(i18n.language), { maximumSignificantDigits: 4 }),
    [i18n.language],
  );
  const format = props.format ?? ((n: number) => number.format(n));
  const ordered = useMemo(() => [...points].sort((a, b) => a.cost - b.cost || a.harm - b.harm), [points]);
  const best = useMemo(
    () => new Set(front(points.map((p) => ({ ...p, x: p.cost, y: p.harm }))).map((p) => p.id)),
    [points],
  );
  const [shownId, setShown] = useState<string | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const group = useRef<SVGGElement>(null);
  const focus = ordered.find((p) => p.id === shownId) ?? ordered.find((p) => p.id === chosen) ?? ordered[0];
  const told = ordered.find((p) => p.id === (hovered ?? shownId ?? chosen));
  const seconds = points.map((p) => p.second);

  function words(p: ParetoPoint): string {
    const parts = [`${p.label}: ${costName} ${format(p.cost)}, ${harmName} ${format(p.harm)}`];
    if (secondName && p.second !== undefined) parts.push(`${secondName} ${format(p.second)}`);
    parts.push(t(best.has(p.id) ? "charts.best" : "charts.dominated"));
    return parts.join(", ");
  }

  function onKeyDown(e: KeyboardEvent, i: number) {
    const to = { ArrowRight: i + 1, ArrowDown: i + 1, ArrowLeft: i - 1, ArrowUp: i - 1, Home: 0, End: -1 }[e.key];
    const p = ordered[i];
    if (to !== undefined)
      group.current?.querySelectorAll<SVGGElement>(".point")[(to + ordered.length) % ordered.length]?.focus();
    else if ((e.key === "Enter" || e.key === " ") && p) onChoose?.(p.id);
    else return;
    e.preventDefault();
  }

  function draw(width: number) {
    const box = { left: 56, right: width - 18, top: 28, bottom: height - 44 };
    const x = linear(
      points.map((p) => p.cost),
      box.left + 12,
      box.right,
      Math.max(2, Math.floor(width / 90)),
      true,
    );
    const y = linear(
      points.map((p) => p.harm),
      box.bottom,
      box.top,
      6,
      true,
    );
    const line = ordered.filter((p) => best.has(p.id)).map((p) => ({ x: x(p.cost), y: y(p.harm) }));
    return (
      // biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset
      <svg width={width} height={height} role="group" aria-label={title}>
        <Axes box={box} x={x} y={y} xName={costName} yName={harmName} format={format} />
        <path className="front" d={stepPath(line)} />
        <g ref={group}>
          {ordered.map((p, i) => {
            const r = radius(p.second, seconds);
            const [cx, cy] = [x(p.cost), y(p.harm)];
            return (
              // biome-ignore lint/a11y/useSemanticElements: an SVG has no button
              <g
                key={p.id}
                role="button"
                className={`point${best.has(p.id) ? "" : " dominated"}${p.id === chosen ? " chosen" : ""}`}
                tabIndex={p.id === focus?.id ? 0 : -1}
                aria-label={words(p)}
                aria-pressed={onChoose ? p.id === chosen : undefined}
                onFocus={() => setShown(p.id)}
                onPointerEnter={() => setHovered(p.id)}
                onPointerLeave={() => setHovered(null)}
                onClick={() => {
                  setShown(p.id);
                  onChoose?.(p.id);
                }}
                onKeyDown={(e) => onKeyDown(e, i)}
              >
                <circle className="reach" cx={cx} cy={cy} r={Math.max(12, r)} />
                {p.mark ? (
                  <rect className="mark" x={cx - r} y={cy - r} width={2 * r} height={2 * r} />
                ) : (
                  <circle className="mark" cx={cx} cy={cy} r={r} />
                )}
              </g>
            );
          })}
        </g>
      </svg>
    );
  }

  const heads = [t("charts.option"), costName, harmName, ...(secondName ? [secondName] : []), t("charts.standing")];
  const rows = ordered.map((p) => [
    p.label,
    format(p.cost),
    format(p.harm),
    ...(secondName ? [p.second === undefined ? "" : format(p.second)] : []),
    t(best.has(p.id) ? "charts.best" : "charts.dominated"),
  ]);
  return (
    <Figure title={title} says={says} table={{ heads, rows }} draw={draw}>
      <p className="legend small muted">
        <span>
          <span className="key front-key" /> {t("charts.best")}
        </span>
        <span>
          <span className="key dominated-key" /> {t("charts.dominated")}
        </span>
        {secondName && ` · ${t("charts.size", { name: secondName })}`}
      </p>
      <div className="told" aria-live="polite">
        {told ? (
          <>
            <p>{words(told)}</p>
            {told.detail}
          </>
        ) : (
          <p className="muted">{t("charts.point")}</p>
        )}
      </div>
    </Figure>
  );
}
