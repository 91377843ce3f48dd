// All parts and charts on one page, to look at: `npx vite`, then /dev/parts.html. It is no part of the program.
import { QueryClientProvider } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import "../src/look/index.css";
import { newQueryClient } from "../src/api/queries";
import { LanguageChoice, ThemeChoice } from "../src/app/preferences";
import { startTexts } from "../src/i18n";
import { applyTheme } from "../src/look/theme";
import { Combobox } from "../src/parts/combobox";
import { Confirm } from "../src/parts/confirm";
import { DataTable } from "../src/parts/data-table";
import { Diff } from "../src/parts/diff";
import { ErrorPage } from "../src/parts/error-page";
import { Level } from "../src/parts/level";
import { type Scale, scales, verdicts } from "../src/parts/levels";
import { Menu } from "../src/parts/menu";
import { Page } from "../src/parts/page";
import { Progress } from "../src/parts/progress";
import { Split } from "../src/parts/split";
import { Empty, Notice } from "../src/parts/states";
import { Tabs } from "../src/parts/tabs";
import { Time } from "../src/parts/time";
import { say, Toasts } from "../src/parts/toasts";
import { Verdict } from "../src/parts/verdict";
import { Editor, type EditorHandle } from "../src/text/editor";
import { Charts } from "./parts-charts";

const risks = scales.risk;
const threats = Array.from({ length: 450 }, (_, i) => ({
  id: `THR-${String(i + 1).padStart(4, "0")}`,
  title: ["Stolen update key", "Replayed command", "Flooded ward network", "Read memory of a lost pump"][i % 4] ?? "",
  risk: risks[(i * 7) % 5] ?? "low",
  paths: (i * 13) % 40,
}));

function Table() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  return (
    <DataTable
      name="threats"
      caption="Threats"
      rows={threats}
      rowKey={(r) => r.id}
      chosen={chosen}
      onChoose={setChosen}
      columns={[
        { id: "id", title: "Id", text: (r) => r.id, head: true, cell: (r) => <code>{r.id}</code> },
        { id: "title", title: "Title", text: (r) => r.title },
        {
          id: "risk",
          title: "Risk",
          text: (r) => r.risk,
          sort: (r) => risks.indexOf(r.risk),
          cell: (r) => <Level value={r.risk} />,
        },
        { id: "paths", title: "Paths", number: true, text: (r) => String(r.paths), sort: (r) => r.paths },
      ]}
    />
  );
}

const text = `# An infusion pump on a ward
system: aurora
zones:
  ward:
    title: Ward
assets:
  pump:
    zone: ward
    kind: infusion-pump
  gateway:
    zone: wrad
    title: "Gateway"
`;

function Text() {
  const [value, setValue] = useState(text);
  const [typed, setTyped] = useState(0);
  const editor = useRef<EditorHandle>(null);
  return (
    <>
      <div className="row">
        <button type="button" id="outside" onClick={() => setValue((v) => v.replace("title: Ward", "title: West ward"))}>
          Change from outside
        </button>
        <button type="button" id="jump" onClick={() => editor.current?.jump({ line: 12, column: 5 })}>
          Jump to line 12
        </button>
        <button type="button" id="large" onClick={() => setValue("  asset: { zone: ward } # a line of a large file\n".repeat(42_000))}>
          2 MB
        </button>
        <span id="typed">{typed}</span>
      </div>
      <div style={{ height: "20rem" }}>
        <Editor
          ref={editor}
          label="system.yaml"
          value={value}
          onChange={(v) => {
            setValue(v);
            setTyped(v.length);
          }}
          findings={
            value.includes("wrad")
              ? [
                  {
                    line: value.slice(0, value.indexOf("wrad")).split("\n").length,
                    column: 11,
                    "end-column": 15,
                    code: "CDN2004",
                    severity: "error",
                    message: "there is no zone wrad",
                    hint: "did you mean ward?",
                  },
                  { line: 2, code: "CDN3001", severity: "warning", message: "the intended purpose is not given" },
                ]
              : []
          }
          complete={async () => ({ from: 11, items: [{ label: "ward", detail: "zone", info: "Ward" }, { label: "cloud", detail: "zone" }] })}
          explain={async (_, at) => `line ${at.line}, column ${at.column}`}
        />
      </div>
    </>
  );
}

function Parts() {
  const [open, setOpen] = useState(false);
  return (
    <main className="shell-main">
      <Page title="Parts" intro="What pages are made of." actions={<><LanguageChoice /><ThemeChoice /></>} crumbs={[{ label: "Portfolio", href: "/" }]}>
        <div className="stack">
          <div className="row">
            <button type="button" className="primary">Save</button>
            <button type="button" onClick={() => say("The draft was saved.")}>Plain</button>
            <button type="button" className="danger" onClick={() => setOpen(true)}>Delete the draft</button>
            <button type="button" aria-pressed="true">Pressed</button>
            <button type="button" disabled>Not now</button>
            <button type="button" className="link">Like a link</button>
            <Menu label="More" quiet={false} items={[{ label: "Export", run: () => say("exported") }, { label: "Archive", run: () => {}, disabled: true }]} />
          </div>
          <Confirm open={open} title="Delete the draft?" action="Delete the draft" danger onCancel={() => setOpen(false)} onConfirm={() => setOpen(false)}>
            <p>It is yours alone; nobody else has seen it.</p>
          </Confirm>
          {(Object.keys(scales) as Scale[]).map((s) => (
            <div className="row" key={s}>
              <span className="muted small" style={{ width: "6rem" }}>{s}</span>
              {scales[s].map((v) => <Level key={v} value={v} scale={s} />)}
            </div>
          ))}
          <div className="row">{Object.keys(verdicts).map((v) => <Verdict key={v} value={v} />)}</div>
          <div>
            {(["info", "good", "fair", "bad"] as const).map((tone) => (
              <Notice key={tone} tone={tone}><p>This is a notice of tone {tone}, with <a href="/">a link</a>.</p></Notice>
            ))}
          </div>
          <Table />
          <Tabs label="Views" param="view" tabs={[{ id: "a", title: "First", content: <p>One</p> }, { id: "b", title: "Second", content: <p>Two</p> }]} />
          <Split id="dev" label="Width of the left pane" first={<div className="card">Left pane</div>} second={<div className="card">Right pane</div>} />
          <Diff label="Changes" changes={[{ change: "added", what: "flow telemetry" }, { change: "removed", what: "asset old gateway" }, { change: "changed", what: "zone ward", of: "title", before: "Ward", after: "West ward" }]} />
          <Progress label="Options are computed" state="running" part={0.42} detail="control 12 of 31" onCancel={() => {}} />
          <Progress label="Document" state="failed" detail="the template names no section" onRetry={() => {}} />
          <Combobox label="Asset" find={(s) => threats.filter((x) => x.id.includes(s)).slice(0, 8).map((x) => ({ value: x.id, label: x.id, hint: x.title }))} onChoose={(o) => say(o.label)} />
          <Empty title="No threats yet" actions={<button type="button" className="primary">Describe the system</button>}>They are found when the system has assets and flows.</Empty>
          <p><Time at="2026-11-26T10:00:00Z" /> · <Time at="2026-11-26T10:00:00Z" show="date" /> · <Time at={undefined} /></p>
          <h2>Text</h2>
          <Text />
          <h2>Charts</h2>
          <Charts />
          <div style={{ borderTop: "1px solid" }}>
            <ErrorPage error={null} retry={() => {}} />
          </div>
        </div>
      </Page>
      <Toasts />
    </main>
  );
}

applyTheme();
startTexts();
const root = document.getElementById("root");
if (root) createRoot(root).render(<QueryClientProvider client={newQueryClient()}><Parts /></QueryClientProvider>);
