// A small line within text or a table cell. words say what it shows.
import { linear, linePath } from "./geometry";

export function Spark({
  values,
  words,
  width = 90,
  height = 22,
}: {
  values: number[];
  words: string;
  width?: number;
  height?: number;
}) {
  const y = linear(values, height - 3, 3, 2);
  const points = values.map((v, i) => ({ x: 3 + (i / Math.max(1, values.length - 1)) * (width - 6), y: y(v) }));
  const last = points.at(-1);
  return (
    <svg className="spark" width={width} height={height} role="img" aria-label={words}>
      <title>{words}</title>
      <path className="series series-0" d={linePath(points)} />
      {last && <circle cx={last.x} cy={last.y} r={2.5} />}
    </svg>
  );
}
