// The model seen from afar: boxes and lines on a bitmap, where thousands of DOM nodes would be slow. Also the minimap.

import { isLeaf } from "./rects";
import type { Scene } from "./scene";
import type { Point, Rect } from "./types";

export interface Stroke {
  points: number[]; // x, y, x, y, …
  sort: string;
  dim: boolean;
}

export interface Block extends Rect {
  id: string;
  title: string;
  look: "zone" | "leaf" | "holder"; // holder: an open container that is no zone
  depth: number;
  dim: boolean;
  selected: boolean;
  level?: number; // 0 … 4
}

export interface Picture {
  blocks: Block[]; // outer before inner
  strokes: Stroke[];
}

/** Lines above which only flows are drawn: from afar the others are a grey mass. */
const manyLines = 600;

export function picture(
  scene: Scene,
  rects: ReadonlyMap<string, Rect>,
  ways: ReadonlyMap<string, readonly Point[]>,
  selected: ReadonlySet<string>,
  level: (id: string) => number | undefined,
): Picture {
  const blocks = [...scene.items.values()].map((i): Block => {
    const look = i.block === "zones" ? "zone" : isLeaf(i) ? "leaf" : "holder";
    return {
      ...(rects.get(i.id) as Rect),
      id: i.id,
      title: i.title,
      look,
      depth: i.depth,
      dim: i.dim,
      selected: selected.has(i.id),
      level: level(i.id),
    };
  });
  const drawn = scene.lines.length > manyLines ? scene.lines.filter((l) => l.sort === "flow") : scene.lines;
  const strokes = drawn.map((l) => ({
    points: (ways.get(l.id) ?? []).flatMap((p) => [p.x, p.y]),
    sort: l.sort,
    dim: l.dim,
  }));
  return { blocks, strokes };
}

export interface Colours {
  raised: string;
  soft: string;
  line: string;
  ink: string;
  accent: string;
  levels: string[]; // areas of level 0 … 4
  marks: string[]; // bars of level 0 … 4
}

export interface Transform extends Point {
  zoom: number;
}

/** Draws what is visible of a picture. `width` and `height` are of the bitmap in CSS pixels, `ratio` its pixels per CSS pixel. */
export function draw(
  g: CanvasRenderingContext2D,
  p: Picture,
  t: Transform,
  width: number,
  height: number,
  ratio: number,
  c: Colours,
) {
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  g.clearRect(0, 0, width, height);
  g.setTransform(ratio * t.zoom, 0, 0, ratio * t.zoom, ratio * t.x, ratio * t.y);
  const px = 1 / t.zoom; // one CSS pixel
  const view = { x: -t.x * px, y: -t.y * px, right: (width - t.x) * px, bottom: (height - t.y) * px };
  const seen = (b: Rect) => b.x < view.right && b.y < view.bottom && b.x + b.width > view.x && b.y + b.height > view.y;

  for (const b of p.blocks) {
    if (b.look === "leaf" || !seen(b)) continue;
    g.globalAlpha = b.dim ? 0.4 : 1;
    g.fillStyle = b.depth % 2 === 0 ? c.soft : c.raised;
    g.fillRect(b.x, b.y, b.width, b.height);
    g.strokeStyle = b.selected ? c.accent : c.line;
    g.lineWidth = (b.selected ? 3 : 1) * px;
    g.strokeRect(b.x, b.y, b.width, b.height);
  }
  g.lineWidth = px;
  g.strokeStyle = c.line;
  for (const dim of [true, false]) {
    g.globalAlpha = (dim ? 0.3 : 1) * Math.min(0.9, 0.25 + 60 / p.strokes.length);
    g.beginPath();
    for (const s of p.strokes) {
      if (s.dim !== dim) continue;
      for (let i = 0; i < s.points.length; i += 2)
        if (i === 0) g.moveTo(s.points[0] as number, s.points[1] as number);
        else g.lineTo(s.points[i] as number, s.points[i + 1] as number);
    }
    g.stroke();
  }
  for (const b of p.blocks) {
    if (b.look !== "leaf" || !seen(b)) continue;
    g.globalAlpha = b.dim ? 0.3 : 1;
    const tiny = b.width * t.zoom < 9; // a border would be all that is seen
    g.fillStyle = b.level !== undefined ? ((tiny ? c.marks : c.levels)[b.level] as string) : tiny ? c.line : c.raised;
    g.fillRect(b.x, b.y, b.width, b.height);
    if (tiny && !b.selected) continue;
    g.strokeStyle = b.selected ? c.accent : c.ink;
    g.lineWidth = (b.selected ? 3 : 0.8) * px;
    g.strokeRect(b.x, b.y, b.width, b.height);
    if (b.level !== undefined) bars(g, b, b.level, c);
  }
  titles(g, p, px, seen, c);
  g.globalAlpha = 1;
}

/** As many bars as the step of a level, so that it reads without colour. */
function bars(g: CanvasRenderingContext2D, b: Block, level: number, c: Colours) {
  g.fillStyle = c.marks[level] as string;
  const wide = b.width / 12;
  for (let i = 0; i <= level; i++) {
    const high = (b.height * (i + 2)) / 8;
    g.fillRect(b.x + wide * (1 + 2 * i), b.y + b.height - high - 6, wide * 1.3, high);
  }
}

/** Names of zones stay readable: their letters have the same size on the screen at each zoom, if they fit. */
function titles(g: CanvasRenderingContext2D, p: Picture, px: number, seen: (b: Rect) => boolean, c: Colours) {
  g.fillStyle = c.ink;
  g.textBaseline = "top";
  const size = 12 * px;
  g.font = `600 ${size}px system-ui, sans-serif`;
  for (const b of p.blocks) {
    if (b.look !== "zone" || !seen(b) || b.width < 5 * size) continue;
    const width = b.width - size;
    let text = b.title;
    while (text.length > 2 && g.measureText(text).width > width) text = `${text.slice(0, -2)}…`;
    const high = Math.min(2.2 * size, 40);
    if (size * 1.4 > 40) continue; // letters would hide what the zone holds
    g.globalAlpha = b.dim ? 0.5 : 1;
    g.fillText(text, b.x + size / 2, b.y + (high - size) / 2);
  }
}

/** The innermost block under a point. */
export function hit(p: Picture, at: Point): string | undefined {
  for (let i = p.blocks.length - 1; i >= 0; i--) {
    const b = p.blocks[i] as Block;
    if (at.x >= b.x && at.y >= b.y && at.x <= b.x + b.width && at.y <= b.y + b.height) return b.id;
  }
  return undefined;
}

/** Transform that shows a box whole, with a border in CSS pixels, within zoom limits. */
export function fitted(box: Rect, width: number, height: number, least: number, most: number, border = 24): Transform {
  const zoom = Math.max(least, Math.min(most, (width - 2 * border) / box.width, (height - 2 * border) / box.height));
  return { zoom, x: (width - box.width * zoom) / 2 - box.x * zoom, y: (height - box.height * zoom) / 2 - box.y * zoom };
}
