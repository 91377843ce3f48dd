// The same elements as tables: for readers of screens, and for whoever prefers a list.

import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCanvas } from "./context";
import { Icon, pictureOf } from "./icons";
import { LevelMark } from "./level-mark";
import type { Item, Scene } from "./scene";

interface ListViewProps {
  scene: Scene;
  order: readonly string[]; // ids of items in reading order
  selected: ReadonlySet<string>;
  onSelect: (id: string, on: boolean) => void;
}

export function ListView({ scene, order, selected, onSelect }: ListViewProps) {
  const { t } = useTranslation();
  const { open, takeFocus } = useCanvas();
  const section = useRef<HTMLElement>(null);
  // Where a key of the drawing brought the list, the drawing took the focus with it.
  useEffect(() => {
    if (takeFocus.current && document.activeElement === document.body) section.current?.focus();
  }, [takeFocus]);
  const [query, setQuery] = useState("");
  const items = order.map((id) => scene.items.get(id) as Item);
  const title = useMemo(() => new Map([...scene.items.values()].map((i) => [i.id, i.title])), [scene]);
  const has = (...words: string[]) => words.some((w) => w.toLowerCase().includes(query.trim().toLowerCase()));
  const rows = items.filter((i) => has(i.title, i.kindTitle, i.parent ? (title.get(i.parent) ?? "") : ""));
  const lines = scene.lines.filter((l) => has(l.title, title.get(l.from) ?? "", title.get(l.to) ?? ""));
  return (
    <section className="canvas-list" aria-label={t("canvas.list")} ref={section} tabIndex={-1}>
      <label className="canvas-list-filter">
        {t("canvas.filter")} <input type="search" value={query} onChange={(e) => setQuery(e.target.value)} />
      </label>
      <table>
        <caption>{t("canvas.elements", { count: rows.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("canvas.column.selected")}</th>
            <th scope="col">{t("canvas.column.title")}</th>
            <th scope="col">{t("canvas.column.kind")}</th>
            <th scope="col">{t("canvas.column.in")}</th>
            <th scope="col">{t("canvas.column.connections")}</th>
            <th scope="col">{t("canvas.column.level")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((i) => (
            <Row
              key={i.id}
              item={i}
              within={i.parent ? (title.get(i.parent) ?? "") : ""}
              selected={selected.has(i.id)}
              onSelect={onSelect}
            />
          ))}
        </tbody>
      </table>
      <table>
        <caption>{t("canvas.lines", { count: lines.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("canvas.column.selected")}</th>
            <th scope="col">{t("canvas.column.from")}</th>
            <th scope="col">{t("canvas.column.line")}</th>
            <th scope="col">{t("canvas.column.to")}</th>
            <th scope="col">{t("canvas.column.data")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((l) => (
            <tr key={l.id} className={l.dim ? "is-dim" : undefined}>
              <td>
                <Select
                  name={`${title.get(l.from)} – ${title.get(l.to)}`}
                  on={selected.has(l.id)}
                  onChange={(on) => onSelect(l.id, on)}
                />
              </td>
              <td>{title.get(l.from)}</td>
              <td>
                {l.edges.length === 1 && l.sort === "flow" ? (
                  <button type="button" className="link" onClick={() => open(l.id)}>
                    {l.title}
                  </button>
                ) : (
                  t(`canvas.sort.${l.sort}`)
                )}
                {l.edges.length > 1 && ` (${l.edges.length})`}
              </td>
              <td>{title.get(l.to)}</td>
              <td>{[...new Set(l.edges.flatMap((e) => e.data ?? []))].map((d) => title.get(d) ?? d).join(", ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({
  item,
  within,
  selected,
  onSelect,
}: {
  item: Item;
  within: string;
  selected: boolean;
  onSelect: ListViewProps["onSelect"];
}) {
  const { t } = useTranslation();
  const { level, lines, open } = useCanvas();
  const shown = level(item.id);
  return (
    <tr className={item.dim ? "is-dim" : undefined}>
      <td>
        <Select name={item.title} on={selected} onChange={(on) => onSelect(item.id, on)} />
      </td>
      <th scope="row" style={{ paddingInlineStart: `${0.5 + item.depth}rem` }}>
        <Icon picture={pictureOf(item.kind, item.block)} size={16} />
        <button type="button" className="link" onClick={() => open(item.id)}>
          {item.title}
        </button>
      </th>
      <td>{item.kindTitle || t(`canvas.block.${item.block}`)}</td>
      <td>{within}</td>
      <td>{lines(item.id)}</td>
      <td>{shown && <LevelMark shown={shown} />}</td>
    </tr>
  );
}

function Select({ name, on, onChange }: { name: string; on: boolean; onChange: (on: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <input
      type="checkbox"
      aria-label={t("canvas.selectThis", { title: name })}
      checked={on}
      onChange={(e) => onChange(e.target.checked)}
    />
  );
}
