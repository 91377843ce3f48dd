// What is known of the chosen element, and what can be said of it without the text: title, kind, zone, data of a flow, controls.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { moveInto, type Operation } from "../../canvas/operations";
import { Combobox } from "../../parts/combobox";
import { Level } from "../../parts/level";
import { Empty } from "../../parts/states";
import { type Found, find, titleOf, useSnapshot, useWork } from "./context";
import { ControlsOf } from "./controls";
import { Questions } from "./questions";
import { paletteOf } from "./server";
import { Several } from "./several";

export function ElementDetails() {
  const { t } = useTranslation();
  const { desk, chosen } = useWork();
  const { view } = useSnapshot(desk);
  const what = find(view?.graph, chosen);
  if (!what) return <Empty title={t("system.chooseOne")}>{t("system.chooseSays")}</Empty>;
  return <Details key={what.id} what={what} />;
}

function Details({ what }: { what: Found }) {
  const { t } = useTranslation();
  const { desk, show, readOnly } = useWork();
  const { view } = useSnapshot(desk);
  const level = view?.levels?.elements.find((e) => e.id === what.id);
  const edits = !readOnly && !what.imported;
  const lines = view?.graph?.edges.filter((e) => e.sort !== "flow" && (e.from === what.id || e.to === what.id)) ?? [];
  return (
    <div className="stack system-element">
      <div className="row">
        <strong>{what.title}</strong>
        <code className="small muted">{what.id}</code>
        <button type="button" className="link small" onClick={() => show(what.file, what.line)}>
          {t("system.line", { file: what.file, line: what.line })}
        </button>
      </div>
      {what.imported && <p className="muted small">{t("system.importedHere")}</p>}
      {edits && <Basics what={what} />}
      {level && (
        <dl className="system-facts">
          <dt>{t("system.likelihood")}</dt>
          <dd>
            <Level value={level.likelihood} scale="likelihood" />
          </dd>
          <dt>{t("system.leadsTo")}</dt>
          <dd>
            <Level value={level["leads-to"]} />
          </dd>
          <dt>{t("system.threatsHere", { count: level.threats })}</dt>
          <dd>
            <ul className="bare">
              {level.worst.map((id) => {
                const threat = view?.levels?.threats.find((x) => x.id === id);
                return (
                  <li key={id}>
                    <Link href={`/threats/${encodeURIComponent(id)}`}>{threat?.title ?? id}</Link>{" "}
                    {threat && <Level value={threat.risk} />}
                  </li>
                );
              })}
            </ul>
          </dd>
        </dl>
      )}
      {what.edge?.sort === "flow" && <FlowOf what={what} edits={edits} />}
      <ControlsOf id={what.id} />
      <Questions about={what.id} />
      {lines.length > 0 && (
        <details>
          <summary>{t("system.linesOf", { count: lines.length })}</summary>
          <ul className="small">
            {lines.map((e) => (
              <li key={e.id}>
                {titleOf(view?.graph, e.from)} <em>{t(`canvas.sort.${e.sort}`, { defaultValue: e.title })}</em>{" "}
                {titleOf(view?.graph, e.to)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Basics are title, kind and zone. */
function Basics({ what }: { what: Found }) {
  const { t } = useTranslation();
  const { desk, organisation, run } = useWork();
  const { view } = useSnapshot(desk);
  const graph = view?.graph;
  const [title, setTitle] = useState(what.title);
  const name = title.trim();
  const block = what.node?.["part-of"] && what.node.block === "assets" ? "assets" : what.node?.block;
  const zoned = graph && what.node && (block === "assets" || block === "networks") && !what.node["part-of"];
  const retitle = () =>
    name && name !== what.title
      ? void run(t("canvas.did.rename", { from: what.title, to: name }), [
          { do: "set", id: what.id, path: ["title"], value: name },
        ])
      : setTitle(what.title);
  const intoZone = (zone: string) => {
    const ops = graph && moveInto(graph, what.id, zone || undefined);
    const where = zone ? titleOf(graph, zone) : t("canvas.noZone");
    if (Array.isArray(ops) && ops.length > 0)
      void run(t("canvas.did.moveTo", { what: what.title, zone: where }), ops as Operation[]);
  };
  return (
    <div className="system-basics">
      <label>
        {t("system.title")}
        <input
          value={title}
          maxLength={200}
          onChange={(e) => setTitle(e.target.value)}
          onBlur={retitle}
          onKeyDown={(e) => e.key === "Enter" && retitle()}
        />
      </label>
      {block && (
        <Combobox
          label={t("system.kind")}
          value={what.node?.["kind-title"] || what.kind}
          find={async (typed) =>
            (await paletteOf(organisation, typed, block)).map((k) => ({ value: k.kind, label: k.title, hint: k.says }))
          }
          onChoose={(o) =>
            void run(t("system.kindSet", { title: what.title, kind: o.label }), [
              { do: "set", id: what.id, path: ["kind"], value: o.value },
            ])
          }
        />
      )}
      {zoned && (
        <label>
          {t("system.zone")}
          <select value={what.node?.zone ?? ""} onChange={(e) => intoZone(e.target.value)}>
            <option value="">{t("canvas.noZone")}</option>
            {graph.zones.map((z) => (
              <option key={z.id} value={z.id}>
                {z.title}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** FlowOf is what a flow carries, and what it goes over. */
function FlowOf({ what, edits }: { what: Found; edits: boolean }) {
  const { t } = useTranslation();
  const { desk } = useWork();
  const { view } = useSnapshot(desk);
  const graph = view?.graph;
  const edge = what.edge;
  if (!graph || !edge) return null;
  const over = graph.nodes.filter((n) => n.block === "networks" || n.block === "interfaces");
  return (
    <>
      <p>{t("system.fromTo", { from: titleOf(graph, edge.from), to: titleOf(graph, edge.to) })}</p>
      <Several
        id={what.id}
        title={what.title}
        path="carries"
        label={t("system.carries")}
        has={edge.data ?? []}
        all={graph.nodes.filter((n) => n.block === "data")}
        edits={edits}
      />
      <Several
        id={what.id}
        title={what.title}
        path="over"
        label={t("system.over")}
        has={edge.over ?? []}
        all={over}
        edits={edits}
      />
    </>
  );
}
