// Levels of elements as the overlay shows them: a step from 0 to 4, and a word.

import type { Level } from "./types";

export const overlays = ["none", "threats", "risk", "leads-to", "likelihood", "impact"] as const;
export type Overlay = (typeof overlays)[number];

/** Steps of the words of the scales for risk, likelihood and impact (content/scales.yaml). */
const steps: Record<string, number> = {
  none: 0,
  negligible: 0,
  "very-low": 0,
  low: 1,
  medium: 2,
  high: 3,
  "very-high": 4,
};

export interface Shown {
  step: number; // 0 … 4
  word?: string; // of the scale; absent for a count
  count?: number;
}

/** What an overlay shows for an element; undefined where there is nothing to show. The count is coloured by the risk it leads to. */
export function shownLevel(level: Level | undefined, overlay: Overlay): Shown | undefined {
  if (!level || overlay === "none") return undefined;
  if (overlay === "threats") return { step: steps[level["leads-to"]] ?? 0, count: level.threats };
  const word = level[overlay];
  return word in steps ? { step: steps[word] as number, word } : undefined;
}

/** The worst of several, for a container that is drawn as one box: the highest step; counts are added. */
export function worst(levels: readonly Shown[]): Shown | undefined {
  let top: Shown | undefined;
  let count = 0;
  for (const l of levels) {
    count += l.count ?? 0;
    if (!top || l.step > top.step) top = l;
  }
  return top && (top.count === undefined ? top : { ...top, count });
}
