// Numbers of drawings: scales, round steps of axes, steps of lines. Lengths are CSS pixels.

/** Scale maps values to places; lo and hi are the values at its ends. */
export interface LinearScale {
  (value: number): number;
  ticks: number[];
  lo: number;
  hi: number;
}

/** niceStep is 1, 2 or 5 times a power of ten, so that about count steps span the range. */
export function niceStep(range: number, count: number): number {
  const raw = range / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
}

/** linear makes a scale with round ends around the values, from place a to place b, with about count steps. */
export function linear(values: readonly number[], a: number, b: number, count: number, zero = false): LinearScale {
  const all = zero ? [0, ...values] : values;
  const least = all.length ? Math.min(...all) : 0;
  const most = all.length ? Math.max(...all) : 1;
  const range = most - least || Math.abs(most) || 1;
  const step = niceStep(range, count);
  const lo = Math.floor(least / step) * step;
  const hi = most === least ? lo + Math.max(1, Math.round(range / step)) * step : Math.ceil(most / step) * step;
  const ticks = Array.from({ length: Math.round((hi - lo) / step) + 1 }, (_, i) => round(lo + i * step));
  const scale = (value: number) => a + ((value - lo) / (hi - lo)) * (b - a);
  return Object.assign(scale, { ticks, lo: round(lo), hi: round(hi) });
}

/** round takes off what binary fractions add. */
function round(x: number): number {
  return Number(x.toPrecision(12));
}

export interface XY {
  x: number;
  y: number;
}

/** front gives the points that no other beats: none is as good in both and better in one; less is better. By rising x. */
export function front<P extends XY>(points: readonly P[]): P[] {
  const out: P[] = [];
  for (const p of [...points].sort((p, q) => p.x - q.x || p.y - q.y)) {
    const last = out.at(-1);
    if (!last || p.y < last.y || (p.y === last.y && p.x === last.x)) out.push(p);
  }
  return out;
}

/** stepPath goes through points by steps: right first, then up or down. */
export function stepPath(points: readonly XY[]): string {
  return points.map((p, i) => (i === 0 ? `M${fixed(p.x)} ${fixed(p.y)}` : `H${fixed(p.x)}V${fixed(p.y)}`)).join("");
}

/** linePath goes straight from point to point. */
export function linePath(points: readonly XY[]): string {
  return points.map((p, i) => `${i === 0 ? "M" : "L"}${fixed(p.x)} ${fixed(p.y)}`).join("");
}

const fixed = (x: number) => String(Math.round(x * 10) / 10);

/** radius of a mark whose area stands for a value: 5 to 14 pixels, so that the smallest can still be pointed at. */
export function radius(value: number | undefined, all: readonly (number | undefined)[]): number {
  const most = Math.max(0, ...all.map((v) => v ?? 0));
  if (value === undefined || most === 0) return 7;
  return 5 + 9 * Math.sqrt(Math.max(0, value) / most);
}
