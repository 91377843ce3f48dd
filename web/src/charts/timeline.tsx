// A level over time as steps, with what happened at them. Series differ by dashes as well as by colour.
import { useTranslation } from "react-i18next";
import { localeOf } from "../i18n";
import { Figure } from "./figure";
import { stepPath } from "./geometry";

export interface TimelineSeries {
  label: string;
  /** points by rising time; level is a position in levels. */
  points: { at: string; level: number }[];
}

export interface TimelineEvent {
  at: string;
  label: string;
}

interface TimelineProps {
  title: string;
  says?: string;
  /** levels in the person's language, lowest first. */
  levels: string[];
  series: TimelineSeries[];
  events?: TimelineEvent[];
  /** until is where the last level still holds; now if it is not given. */
  until?: string;
}

const height = 260;

/** span is the first and last time of all, in milliseconds; at least one day. */
export function span(
  series: readonly TimelineSeries[],
  events: readonly TimelineEvent[],
  until: string,
): [number, number] {
  const all = [...series.flatMap((s) => s.points.map((p) => p.at)), ...events.map((e) => e.at), until].map((s) =>
    Date.parse(s),
  );
  const known = all.filter((n) => !Number.isNaN(n));
  const from = Math.min(...known);
  return [from, Math.max(from + 86_400_000, ...known)];
}

export function Timeline({
  title,
  says,
  levels,
  series,
  events = [],
  until = new Date().toISOString(),
}: TimelineProps) {
  const { t, i18n } = useTranslation();
  const [from, to] = span(series, events, until);
  const day = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: "medium" });
  const ordered = [...events].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const left = 8 + 7 * Math.max(...levels.map((l) => l.length));

  function draw(width: number) {
    const [right, top, bottom] = [width - 14, 28, height - 30];
    const x = (at: string) => left + ((Date.parse(at) - from) / (to - from)) * (right - left);
    const y = (level: number) => bottom - (level / Math.max(1, levels.length - 1)) * (bottom - top);
    const shift = (i: number) => (i - (series.length - 1) / 2) * 3; // lines at the same level lie beside each other
    return (
      <svg width={width} height={height} role="img" aria-label={`${title}. ${t("charts.asTable")}`}>
        {levels.map((l, i) => (
          <g key={l}>
            <line className="grid-line" x1={left} x2={right} y1={y(i)} y2={y(i)} />
            <text x={left - 6} y={y(i) + 4} textAnchor="end">
              {l}
            </text>
          </g>
        ))}
        {ordered.map((e, i) => (
          <g key={e.at + e.label}>
            <line className="event" x1={x(e.at)} x2={x(e.at)} y1={top - 8} y2={bottom} />
            <text x={x(e.at)} y={top - 12} textAnchor="middle">
              {i + 1}
            </text>
          </g>
        ))}
        {series.map((s, i) => {
          const last = s.points.at(-1);
          const points = last ? [...s.points, { at: until, level: last.level }] : [];
          return (
            <path
              key={s.label}
              className={`series series-${i % 4}`}
              d={stepPath(points.map((p) => ({ x: x(p.at), y: y(p.level) + shift(i) })))}
            />
          );
        })}
        <text x={left} y={height - 8}>
          {day.format(from)}
        </text>
        <text x={right} y={height - 8} textAnchor="end">
          {day.format(to)}
        </text>
      </svg>
    );
  }

  const rows = [
    ...series.flatMap((s) => s.points.map((p) => ({ at: p.at, cells: [s.label, levels[p.level] ?? ""] }))),
    ...ordered.map((e) => ({ at: e.at, cells: [e.label, ""] })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const table = {
    heads: [t("charts.when"), t("charts.what"), t("charts.level")],
    rows: rows.map((r) => [day.format(Date.parse(r.at)), ...r.cells]),
  };
  return (
    <Figure title={title} says={says} table={table} draw={draw}>
      <div className="legend small muted">
        {series.length > 1 &&
          series.map((s, i) => (
            <span key={s.label}>
              <svg width="28" height="10" aria-hidden="true">
                <path className={`series series-${i % 4}`} d="M1 5H27" />
              </svg>{" "}
              {s.label}
            </span>
          ))}
        {ordered.length > 0 && (
          <ol>
            {ordered.map((e) => (
              <li key={e.at + e.label}>
                {day.format(Date.parse(e.at))}: {e.label}
              </li>
            ))}
          </ol>
        )}
      </div>
    </Figure>
  );
}
