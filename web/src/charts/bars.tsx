// Counts as bars of parts; each part has its number beside it, and its colour has a name in the legend.
import { useTranslation } from "react-i18next";
import { localeOf } from "../i18n";
import { Figure } from "./figure";

export interface BarPart {
  label: string;
  value: number;
  /** tone is the colour 0 to 4, as of levels. */
  tone: number;
}

interface BarsProps {
  title: string;
  says?: string;
  /** what is in the rows, as a head of the table: "Zone". */
  rowName: string;
  rows: { label: string; parts: BarPart[] }[];
}

const row = 46;

/** sum of a row. */
export function sum(parts: readonly BarPart[]): number {
  return parts.reduce((n, p) => n + p.value, 0);
}

/** layout gives where the parts of a row begin and how wide they are. */
export function layout(parts: readonly BarPart[], most: number, width: number): { x: number; width: number }[] {
  let at = 0;
  return parts.map((p) => {
    const w = most > 0 ? (p.value / most) * width : 0;
    const place = { x: at, width: w };
    at += w;
    return place;
  });
}

export function Bars({ title, says, rowName, rows }: BarsProps) {
  const { t, i18n } = useTranslation();
  const names = [...new Map(rows.flatMap((r) => r.parts.map((p) => [p.label, p.tone]))).entries()];
  const most = Math.max(0, ...rows.map((r) => sum(r.parts)));
  const number = new Intl.NumberFormat(localeOf(i18n.language));
  function draw(width: number) {
    return (
      <svg width={width} height={rows.length * row + 4} role="img" aria-label={`${title}. ${t("charts.asTable")}`}>
        {rows.map((r, i) => {
          const places = layout(r.parts, most, width - 60);
          const total = sum(r.parts);
          const end = places.at(-1);
          return (
            <g key={r.label} transform={`translate(1 ${i * row})`}>
              <text className="label" y={14}>
                {r.label}
              </text>
              {r.parts.map((p, j) => {
                const place = places[j];
                return place && p.value > 0 ? (
                  <g key={p.label}>
                    <rect className={`part tone-${p.tone}`} x={place.x} y={20} width={place.width} height={18} />
                    {place.width > 9 * number.format(p.value).length && (
                      <text className="inside" x={place.x + place.width / 2} y={33} textAnchor="middle">
                        {number.format(p.value)}
                      </text>
                    )}
                  </g>
                ) : null;
              })}
              <text x={(end ? end.x + end.width : 0) + 6} y={33}>
                {number.format(total)}
              </text>
            </g>
          );
        })}
      </svg>
    );
  }
  const table = {
    heads: [rowName, ...names.map(([n]) => n), t("charts.total")],
    rows: rows.map((r) => [
      r.label,
      ...names.map(([n]) => number.format(r.parts.find((p) => p.label === n)?.value ?? 0)),
      number.format(sum(r.parts)),
    ]),
  };
  return (
    <Figure title={title} says={says} table={table} draw={draw}>
      {names.length > 1 && (
        <p className="legend small muted">
          {names.map(([n, tone]) => (
            <span key={n}>
              <span className={`key tone-${tone}`} /> {n}
            </span>
          ))}
        </p>
      )}
    </Figure>
  );
}
