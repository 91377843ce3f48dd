// The elements of one block: those there are, with what is asked of each, and a form for another one.
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { add, freshId, type Operation, takenIds } from "../../../canvas/operations";
import type { Kind } from "../../../canvas/types";
import { Combobox } from "../../../parts/combobox";
import { Field as Asked } from "../../../parts/form";
import { useSnapshot, useWork } from "../context";
import { legalOf, paletteOf } from "../server";
import { Several } from "../several";
import type { View } from "../types";
import { TextField } from "./about";
import { elementsOf } from "./guide";
import { Severity, Uses } from "./special";
import type { Field, Section } from "./steps";
import { namesOf, useValues, type Value } from "./values";
import { severitiesOf, useWords } from "./words";

/** candidates are the elements that a field may name. */
function candidates(view: View | undefined, field: Field): { id: string; title: string }[] {
  const graph = view?.graph;
  return (field.to ?? []).flatMap((block) =>
    block === "zones" ? (graph?.zones ?? []) : (graph?.nodes.filter((n) => n.block === block) ?? []),
  );
}

export function SectionForm({ section }: { section: Section }) {
  const { t } = useTranslation();
  const { desk } = useWork();
  const { view } = useSnapshot(desk);
  const all = useMemo(() => (view ? elementsOf(view, section.block) : []), [view, section.block]);
  const values = useValues(all.map((e) => e.id));
  const name = section.adds === false ? `${section.block}-more` : section.block;
  if (section.adds === false && all.length === 0) return null;
  return (
    <section className="guide-section" aria-label={t(`system.guide.block.${name}.name`)}>
      <h3>{t(`system.guide.block.${name}.name`)}</h3>
      <p className="muted small">{t(`system.guide.block.${name}.hint`)}</p>
      <ul className="guide-items">
        {all.map((e) => (
          <Item key={e.id} section={section} element={e} value={values.get(e.id) ?? {}} />
        ))}
      </ul>
      {section.adds !== false && <Adder section={section} />}
    </section>
  );
}

interface ItemProps {
  section: Section;
  element: { id: string; title: string; kind: string };
  value: Value;
}

function Item({ section, element, value }: ItemProps) {
  const { t } = useTranslation();
  const { run } = useWork();
  const { id, title } = element;
  return (
    <li>
      <div className="guide-item-head">
        {section.adds === false ? (
          <strong>{title}</strong>
        ) : (
          <>
            <TextField
              label={t("system.title")}
              value={title}
              needed
              onDone={(v) =>
                void run(t("canvas.did.rename", { from: title, to: v }), [{ do: "set", id, path: ["title"], value: v }])
              }
            />
            <button
              type="button"
              className="quiet"
              aria-label={t("system.guide.remove", { title })}
              onClick={() => void run(t("canvas.did.remove", { what: title }), [{ do: "remove", id, all: true }])}
            >
              ✕
            </button>
          </>
        )}
      </div>
      <div className="guide-fields">
        {[...section.needs, ...section.fields].map((f) => (
          <FieldOf
            key={f.key}
            field={f}
            id={id}
            title={title}
            block={section.block}
            value={value[f.key]}
            needed={section.needs.includes(f)}
          />
        ))}
        {section.special === "uses" && <Uses id={id} title={title} value={value} />}
        {section.special === "severity" && <Severity id={id} title={title} value={value} />}
      </div>
      {section.inside && <Inside id={id} title={title} kind={element.kind} />}
    </li>
  );
}

interface FieldProps {
  field: Field;
  id: string;
  title: string;
  block: string;
  value: unknown;
  needed: boolean;
}

/** FieldOf asks one thing of an element. */
function FieldOf({ field, id, title, block, value, needed }: FieldProps) {
  const { t } = useTranslation();
  const { desk, run, organisation } = useWork();
  const { view } = useSnapshot(desk);
  const words = useWords(organisation, field.words ?? ["system", "name"]);
  const label = t(`system.guide.field.${block}.${field.key}`);
  const did = t("system.guide.didOf", { what: label, title });
  const set = (v: string) =>
    void run(did, [v ? { do: "set", id, path: [field.key], value: v } : { do: "unset", id, path: [field.key] }]);
  if (field.text) return <TextField label={label} value={typeof value === "string" ? value : ""} long onDone={set} />;
  const all = field.words
    ? words.map((w) => ({ id: w, title: t(`system.guide.word.${w}`, { defaultValue: w }) }))
    : candidates(view, field).filter((c) => c.id !== id);
  const has = namesOf(value);
  if (field.many || has.length > 1)
    return <Several id={id} title={title} path={field.key} label={label} has={has} all={all} edits />;
  return (
    <Asked label={label}>
      <select
        value={has[0] ?? ""}
        onChange={(e) =>
          Array.isArray(value)
            ? void run(did, [{ do: "set", id, path: [field.key], value: [e.target.value] }])
            : set(e.target.value)
        }
      >
        {(!needed || has.length === 0) && <option value="">{t("system.guide.notSaid")}</option>}
        {all.map((c) => (
          <option key={c.id} value={c.id}>
            {c.title}
          </option>
        ))}
      </select>
    </Asked>
  );
}

/** Adder makes another element: a kind is found by its words; zones, organisations and flows have a title only. */
function Adder({ section }: { section: Section }) {
  const { t } = useTranslation();
  const { desk, organisation, run } = useWork();
  const { view } = useSnapshot(desk);
  const { block } = section;
  const [title, setTitle] = useState("");
  const [needs, setNeeds] = useState<Record<string, string>>({});
  const choices = section.needs.map((f) => ({ field: f, all: candidates(view, f) }));
  const said = (f: Field, all: { id: string }[]) => needs[f.key] ?? (all.length === 1 ? all[0]?.id : "") ?? "";
  const ready = choices.every(({ field, all }) => said(field, all) !== "");
  const required = () =>
    Object.fromEntries(
      choices.map(({ field, all }) => [field.key, block === "harms" ? [said(field, all)] : said(field, all)]),
    );

  const byTitle = async (name: string) => {
    const graph = desk.now.view?.graph;
    const words = name.trim();
    if (!graph || !words || !ready) return;
    const value = { title: words, ...required(), ...(block === "organisations" && { duty: "other" }) };
    const op: Operation = { do: "add", block, id: freshId(words, takenIds(graph)), value };
    if (await run(t("canvas.did.add", { what: words }), [op])) setTitle("");
  };
  const byKind = async (kind: Kind) => {
    const graph = desk.now.view?.graph;
    const made = graph && add(graph, kind, undefined);
    if (!graph || !made || typeof made === "string") return;
    const severity = block === "harms" ? await severitiesOf(organisation, kind.kind) : undefined;
    const ops = made.ops.map((op) => ({
      ...op,
      value: { ...(op.value as object), ...required(), ...(severity && { severity }) },
    }));
    await run(t("canvas.did.add", { what: kind.title }), ops);
  };
  return (
    <fieldset className="guide-add">
      <legend>{t(`system.guide.block.${block}.add`)}</legend>
      {choices.map(({ field, all }) => (
        <Asked key={field.key} label={t(`system.guide.field.${block}.${field.key}`)}>
          <select value={said(field, all)} onChange={(e) => setNeeds({ ...needs, [field.key]: e.target.value })}>
            <option value="">{all.length === 0 ? t("system.guide.noneYet") : t("system.guide.choose")}</option>
            {all.map((c) => (
              <option key={c.id} value={c.id}>
                {c.title}
              </option>
            ))}
          </select>
        </Asked>
      ))}
      {block === "zones" || block === "organisations" || block === "flows" ? (
        <form
          className="row"
          onSubmit={(e) => {
            e.preventDefault();
            void byTitle(title);
          }}
        >
          <Asked label={t("system.title")}>
            <input value={title} maxLength={200} onChange={(e) => setTitle(e.target.value)} />
          </Asked>
          <button type="submit" aria-disabled={!ready || !title.trim()}>
            {t("system.guide.add")}
          </button>
        </form>
      ) : ready ? (
        <KindChoice label={t(`system.guide.block.${block}.find`)} block={block} onChoose={byKind} />
      ) : (
        <p className="muted small">{t("system.guide.first")}</p>
      )}
    </fieldset>
  );
}

/** KindChoice finds a kind of the knowledge base by its words. */
function KindChoice({
  label,
  block,
  onChoose,
}: {
  label: string;
  block: string;
  onChoose: (k: Kind) => Promise<void>;
}) {
  const { organisation } = useWork();
  const [known] = useState(() => new Map<string, Kind>());
  return (
    <Combobox
      label={label}
      clearOnChoose
      find={async (typed) => {
        const found = await paletteOf(organisation, typed, block);
        for (const k of found) known.set(k.kind, k);
        return found.slice(0, 30).map((k) => ({ value: k.kind, label: k.title, hint: k.says }));
      }}
      onChoose={(o) => {
        const kind = known.get(o.value);
        if (kind) void onChoose(kind);
      }}
    />
  );
}

/** Inside shows what is in an asset, and puts parts and software into it. */
function Inside({ id, title, kind }: { id: string; title: string; kind: string }) {
  const { t } = useTranslation();
  const { desk, organisation, run } = useWork();
  const { view } = useSnapshot(desk);
  const inside = view?.graph?.nodes.filter((n) => n["part-of"] === id) ?? [];
  const put = async (k: Kind) => {
    const graph = desk.now.view?.graph;
    const block = (await legalOf(organisation, k.kind, [kind]))[kind]?.find((c) => c.sort === "inside")?.block;
    const made = graph && block && add(graph, k, id, block);
    if (!made || typeof made === "string") return;
    await run(t("system.did.put", { what: k.title, title }), made.ops);
  };
  return (
    <details className="guide-inside">
      <summary>{t("system.guide.inside", { title, count: inside.length })}</summary>
      {inside.length > 0 && <p className="small">{inside.map((n) => n.title).join(", ")}</p>}
      <KindChoice label={t("system.guide.findInside", { title })} block="assets" onChoose={put} />
    </details>
  );
}
