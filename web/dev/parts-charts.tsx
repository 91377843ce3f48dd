import { useState } from "react";
import { Bars } from "../src/charts/bars";
import { Matrix } from "../src/charts/matrix";
import { Pareto } from "../src/charts/pareto";
import { Spark } from "../src/charts/spark";
import { Timeline } from "../src/charts/timeline";
import { Tornado } from "../src/charts/tornado";
import { scales } from "../src/parts/levels";

const table = [
  [0, 0, 0, 0, 2],
  [0, 0, 0, 2, 2],
  [0, 0, 2, 2, 4],
  [0, 2, 2, 4, 4],
  [2, 2, 4, 4, 4],
];
const words: Record<number, string> = { 0: "acceptable", 2: "reduce", 4: "not acceptable" };
const tones: Record<number, "good" | "fair" | "bad"> = { 0: "good", 2: "fair", 4: "bad" };

/** Charts shows each chart with made-up numbers. */
export function Charts() {
  const [option, setOption] = useState("o3");
  const [cell, setCell] = useState<[number, number]>();
  const points = Array.from({ length: 22 }, (_, i) => ({
    id: `o${i}`,
    label: `Option ${i + 1}`,
    cost: 4 + ((i * 37) % 90),
    harm: 100 / (1 + ((i * 37) % 90) / 12) + ((i * 11) % 5) * 6,
    second: (i * 7) % 10,
    mark: i === 3,
    detail: <p className="small">signed updates, narrow network of the ward, alarm at the bedside</p>,
  }));
  return (
    <div className="stack">
      <Pareto title="Options" says="Cost against harm that remains." points={points} costName="Cost in points" harmName="Remaining harm" secondName="delay" chosen={option} onChoose={setOption} />
      <Tornado
        title="What the benefit depends on"
        base={12}
        resultName="Net benefit per 1000 patients"
        bars={[
          { label: "Probability that an alarm is heard", low: 4, high: 19, lowAt: "0.6", highAt: "0.95" },
          { label: "Number of devices on the ward", low: 11, high: 13 },
          { label: "Time to a patch", low: 15, high: 9, lowAt: "2 days", highAt: "90 days" },
        ]}
      />
      <Matrix
        title="Harms by severity and probability"
        rowName="Severity"
        columnName="probability"
        rows={[...scales.severity].reverse()}
        columns={[...scales.probability]}
        cells={[...table].reverse().map((r, i) => r.map((tone, j) => ({ tone: tones[tone] ?? 0, word: words[tone] ?? "", count: ((i + 2) * (j + 3)) % 4 })))}
        chosen={cell}
        onChoose={(r, c) => setCell([r, c])}
      />
      <Timeline
        title="Risk in use"
        levels={[...scales.risk]}
        until="2026-11-26T00:00:00Z"
        series={[
          { label: "Aurora 3.1", points: [{ at: "2026-01-05T00:00:00Z", level: 1 }, { at: "2026-04-02T00:00:00Z", level: 4 }, { at: "2026-04-20T00:00:00Z", level: 2 }] },
          { label: "Aurora 3.2", points: [{ at: "2026-05-01T00:00:00Z", level: 1 }, { at: "2026-09-15T00:00:00Z", level: 3 }] },
        ]}
        events={[{ at: "2026-04-02T00:00:00Z", label: "Advisory on the radio module" }, { at: "2026-04-20T00:00:00Z", label: "Update released" }]}
      />
      <Bars
        title="Threats by zone"
        rowName="Zone"
        rows={["Ward", "Cloud", "Home"].map((label, i) => ({ label, parts: scales.risk.map((w, j) => ({ label: w, tone: j, value: ((i + 3) * (j + 5) * 7) % 40 })) }))}
      />
      <p>
        Open questions <Spark values={[9, 7, 8, 4, 5, 2]} words="from 9 to 2 within six weeks" />
      </p>
    </div>
  );
}
