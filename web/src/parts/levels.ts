// The scales of the engine (content/scales.yaml) and the words of its verdicts, with how they are shown.

export const scales = {
  risk: ["very-low", "low", "medium", "high", "very-high"],
  likelihood: ["negligible", "very-low", "low", "medium", "high", "very-high"],
  impact: ["none", "very-low", "low", "medium", "high", "very-high"],
  severity: ["negligible", "minor", "serious", "critical", "catastrophic"],
  probability: ["improbable", "remote", "occasional", "probable", "frequent"],
  trust: ["very-low", "low", "medium", "high", "very-high", "safe"],
} as const;
export type Scale = keyof typeof scales;

/** rankOf is the position of a word in its scale from 0, or -1 for a word that is not in it. */
export function rankOf(value: string, scale: Scale = "risk"): number {
  return (scales[scale] as readonly string[]).indexOf(value);
}

/** toneOf is the colour 0 to 4 of a word, 4 the worst. Trust is good where it is high. -1 for a word that is not in the scale. */
export function toneOf(value: string, scale: Scale = "risk"): number {
  const rank = rankOf(value, scale);
  if (rank < 0) return -1;
  const tone = Math.round((rank * 4) / (scales[scale].length - 1));
  return scale === "trust" ? 4 - tone : tone;
}

/** A verdict's tone and the sign that says the same without colour. */
interface Look {
  tone: "good" | "fair" | "bad" | "open" | "info" | "";
  sign: string;
}

export const verdicts: Record<string, Look> = {
  acceptable: { tone: "good", sign: "✓" },
  reduce: { tone: "fair", sign: "◐" },
  unacceptable: { tone: "bad", sign: "✕" },
  met: { tone: "good", sign: "✓" },
  partly: { tone: "fair", sign: "◐" },
  open: { tone: "bad", sign: "○" },
  undecidable: { tone: "open", sign: "?" },
  "not-applicable": { tone: "", sign: "–" },
  applies: { tone: "info", sign: "●" },
  "does-not": { tone: "", sign: "–" },
  asked: { tone: "open", sign: "?" },
  better: { tone: "good", sign: "↓" },
  worse: { tone: "bad", sign: "↑" },
  mixed: { tone: "fair", sign: "↕" },
  same: { tone: "", sign: "=" },
};
