// How far a result moves when one factor goes from its low to its high value, the others staying: the widest range on top.
import { useTranslation } from "react-i18next";
import { localeOf } from "../i18n";
import { Axes } from "./axes";
import { Figure } from "./figure";
import { linear } from "./geometry";

export interface TornadoBar {
  label: string;
  /** low and high are the results at the low and high value of the factor. */
  low: number;
  high: number;
  /** lowAt and highAt say these values. */
  lowAt?: string;
  highAt?: string;
}

interface TornadoProps {
  title: string;
  says?: string;
  bars: TornadoBar[];
  /** base is the result as it stands. */
  base: number;
  resultName: string;
  format?: (n: number) => string;
}

/** byRange puts the widest first. */
export function byRange(bars: readonly TornadoBar[]): TornadoBar[] {
  return [...bars].sort((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low));
}

const row = 44;

export function Tornado({ title, says, bars, base, resultName, format: given }: TornadoProps) {
  const { t, i18n } = useTranslation();
  const format = given ?? ((n: number) => n.toLocaleString(localeOf(i18n.language), { maximumSignificantDigits: 4 }));
  const ordered = byRange(bars);
  function draw(width: number) {
    const box = { left: 8, right: width - 18, top: 8, bottom: 8 + row * ordered.length };
    const x = linear(
      [base, ...bars.flatMap((b) => [b.low, b.high])],
      box.left,
      box.right,
      Math.max(2, Math.floor(width / 90)),
    );
    return (
      <svg width={width} height={box.bottom + 44} role="img" aria-label={`${title}. ${t("charts.asTable")}`}>
        <Axes box={box} x={x} xName={resultName} format={format} />
        {ordered.map((b, i) => {
          const y = box.top + i * row;
          const [from, to] = [Math.min(x(b.low), x(b.high)), Math.max(x(b.low), x(b.high))];
          return (
            <g key={b.label}>
              <text className="label" x={box.left + 4} y={y + 14}>
                {b.label}
              </text>
              <rect
                className="bar low"
                x={Math.min(x(b.low), x(base))}
                y={y + 19}
                width={Math.abs(x(base) - x(b.low))}
                height={14}
              />
              <rect
                className="bar high"
                x={Math.min(x(b.high), x(base))}
                y={y + 19}
                width={Math.abs(x(base) - x(b.high))}
                height={14}
              />
              <path
                className="bar-edge"
                d={`M${from} ${y + 19}h${Math.max(1, to - from)}v14h-${Math.max(1, to - from)}z`}
              />
            </g>
          );
        })}
        <line className="base" x1={x(base)} x2={x(base)} y1={box.top} y2={box.bottom} />
      </svg>
    );
  }
  const heads = [t("charts.factor"), t("charts.low"), t("charts.high"), t("charts.range")];
  const rows = ordered.map((b) => [
    b.label,
    `${format(b.low)}${b.lowAt ? ` (${b.lowAt})` : ""}`,
    `${format(b.high)}${b.highAt ? ` (${b.highAt})` : ""}`,
    format(Math.abs(b.high - b.low)),
  ]);
  return (
    <Figure title={title} says={says} table={{ heads, rows }} draw={draw}>
      <p className="legend small muted">
        <span>
          <span className="key low-key" /> {t("charts.low")}
        </span>
        <span>
          <span className="key high-key" /> {t("charts.high")}
        </span>{" "}
        · {t("charts.base", { value: format(base) })}
      </p>
    </Figure>
  );
}
