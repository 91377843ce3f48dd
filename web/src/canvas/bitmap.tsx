// The two drawings on a bitmap: the whole canvas seen from afar, and the minimap.

import { useReactFlow, useStore } from "@xyflow/react";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { type Colours, draw, fitted, type Picture, type Transform } from "./overview";
import { bounds } from "./rects";
import type { Rect } from "./types";

/** Colours of the look where an element stands, as they are now; again when the theme changes. */
function useColours(ref: { readonly current: HTMLElement | null }): Colours | undefined {
  const [colours, setColours] = useState<Colours>();
  useEffect(() => {
    const probe = document.createElement("span");
    ref.current?.parentElement?.append(probe);
    const value = (name: string) => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    const look = () =>
      setColours({
        raised: value("--box"),
        soft: value("--zone"),
        line: value("--zone-edge"),
        ink: value("--ink"),
        accent: value("--focus"),
        levels: [0, 1, 2, 3, 4].map((i) => value(`--level-${i}`)),
        marks: [0, 1, 2, 3, 4].map((i) => value(`--mark-${i}`)),
      });
    look();
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const theme = new MutationObserver(look);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class", "style"] });
    dark.addEventListener("change", look);
    return () => {
      dark.removeEventListener("change", look);
      theme.disconnect();
      probe.remove();
    };
  }, [ref]);
  return colours;
}

function paint(canvas: HTMLCanvasElement, p: Picture, t: Transform, width: number, height: number, colours: Colours) {
  const ratio = window.devicePixelRatio || 1;
  const w = Math.round(width * ratio);
  const h = Math.round(height * ratio);
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const g = canvas.getContext("2d");
  if (g) draw(g, p, t, width, height, ratio, colours);
}

/** The model from afar, under the pointer's layer; it follows the viewport. */
export function Far({ picture }: { picture: Picture }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const colours = useColours(ref);
  const [x, y, zoom] = useStore((s) => s.transform);
  const width = useStore((s) => s.width);
  const height = useStore((s) => s.height);
  useEffect(() => {
    if (!colours) return;
    const frame = requestAnimationFrame(
      () => ref.current && paint(ref.current, picture, { x, y, zoom }, width, height, colours),
    );
    return () => cancelAnimationFrame(frame);
  }, [picture, x, y, zoom, width, height, colours]);
  return (
    <div className="canvas-far" aria-hidden="true">
      <canvas ref={ref} />
    </div>
  );
}

const mapSize = { width: 190, height: 124 }; // CSS pixels

/** Minimap is the map, except while all of the model is visible: then it would only hide some of it. */
export function Minimap({ picture }: { picture: Picture }) {
  const [x, y, zoom] = useStore((s) => s.transform);
  const width = useStore((s) => s.width);
  const height = useStore((s) => s.height);
  const box = bounds(picture.blocks);
  if (!box) return null;
  const left = box.x * zoom + x;
  const top = box.y * zoom + y;
  if (left >= 0 && top >= 0 && left + box.width * zoom <= width && top + box.height * zoom <= height) return null;
  return <PlaceMap picture={picture} box={box} />;
}

/** All of the model, with what is visible of it; a click or drag goes there. The keyboard has its own ways. */
function PlaceMap({ picture, box }: { picture: Picture; box: Rect }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const colours = useColours(ref);
  const { setViewport } = useReactFlow();
  const [x, y, zoom] = useStore((s) => s.transform);
  const width = useStore((s) => s.width);
  const height = useStore((s) => s.height);
  const t = fitted(box, mapSize.width, mapSize.height, 0, 1, 6);
  useEffect(() => {
    const all = bounds(picture.blocks);
    if (!colours || !ref.current || !all) return;
    const whole = fitted(all, mapSize.width, mapSize.height, 0, 1, 6);
    paint(ref.current, picture, whole, mapSize.width, mapSize.height, colours);
  }, [picture, colours]);
  const go = (e: PointerEvent<HTMLDivElement>) => {
    if (e.buttons !== 1) return;
    const r = e.currentTarget.getBoundingClientRect();
    const mx = (e.clientX - r.left - t.x) / t.zoom;
    const my = (e.clientY - r.top - t.y) / t.zoom;
    setViewport({ x: width / 2 - mx * zoom, y: height / 2 - my * zoom, zoom });
  };
  const seen = {
    left: (-x / zoom) * t.zoom + t.x,
    top: (-y / zoom) * t.zoom + t.y,
    width: (width / zoom) * t.zoom,
    height: (height / zoom) * t.zoom,
  };
  return (
    <div className="canvas-map" aria-hidden="true" style={mapSize} onPointerDown={go} onPointerMove={go}>
      <canvas ref={ref} style={mapSize} />
      <div className="canvas-map-seen" style={seen} />
    </div>
  );
}
