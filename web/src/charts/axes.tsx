// Axes of charts with numbers: lines, figures, names.
import type { LinearScale } from "./geometry";

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface AxesProps {
  box: Box;
  x: LinearScale;
  xName: string;
  y?: LinearScale;
  yName?: string;
  format: (n: number) => string;
}

export function Axes({ box, x, xName, y, yName, format }: AxesProps) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of an SVG takes no focus
    <g aria-hidden="true">
      {x.ticks.map((v) => (
        <g key={v}>
          <line className="grid-line" x1={x(v)} x2={x(v)} y1={box.top} y2={box.bottom} />
          <text x={x(v)} y={box.bottom + 16} textAnchor="middle">
            {format(v)}
          </text>
        </g>
      ))}
      {y?.ticks.map((v) => (
        <g key={v}>
          <line className="grid-line" x1={box.left} x2={box.right} y1={y(v)} y2={y(v)} />
          <text x={box.left - 6} y={y(v) + 4} textAnchor="end">
            {format(v)}
          </text>
        </g>
      ))}
      <path className="axis" d={`M${box.left} ${box.top}V${box.bottom}H${box.right}`} />
      <text className="name" x={box.right} y={box.bottom + 34} textAnchor="end">
        {xName}
      </text>
      {yName && (
        <text className="name" x={0} y={box.top - 10}>
          {yName}
        </text>
      )}
    </g>
  );
}
