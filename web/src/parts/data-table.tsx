// A table for many rows: sort by column head, search, choose many, load more, export. Sort and search are kept in the address.
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { csv, save } from "./csv";
import { Scroll } from "./scroll";
import { Empty, Loading } from "./states";
import { arrange, type Sorting, useTableState } from "./table-state";

export interface Column<T> extends Sorting<T> {
  title: string;
  /** cell shows the value; without it, text does. */
  cell?: (row: T) => ReactNode;
  number?: boolean;
  /** head marks the column that names the row, for screen readers. */
  head?: boolean;
}

interface DataTableProps<T> {
  /** name is unique on the page: it stands in the address and names the exported file. */
  name: string;
  caption: string;
  rows: readonly T[] | undefined;
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  /** empty stands in place of a table without rows. */
  empty?: ReactNode;
  /** chosen and onChoose make rows choosable; keys as of rowKey. */
  chosen?: ReadonlySet<string>;
  onChoose?: (keys: ReadonlySet<string>) => void;
  /** actions stand over the table: filters of the page, and what is done with chosen rows. */
  actions?: ReactNode;
  /** search is away where the page has one of its own, which looks through more than what is loaded. */
  search?: boolean;
  /** onMore loads the next page of the server's list, if there is one. */
  onMore?: () => void;
  loading?: boolean;
  /** current is the row that is shown beside the table. */
  current?: string;
}

const step = 200; // rows that are drawn at once

export function DataTable<T>(props: DataTableProps<T>) {
  const {
    name,
    caption,
    rows,
    columns,
    rowKey,
    empty,
    chosen,
    onChoose,
    actions,
    search = true,
    onMore,
    loading = false,
    current,
  } = props;
  const { t, i18n } = useTranslation();
  const [state, setState] = useTableState(name);
  const [drawn, setDrawn] = useState(step);
  const shown = useMemo(
    () => arrange(rows ?? [], columns, state, i18n.language),
    [rows, columns, state, i18n.language],
  );

  if (!rows) return <Loading />;
  if (rows.length === 0 && !onMore)
    return (
      <div className="data-table">
        {actions && <div className="toolbar">{actions}</div>}
        {empty ?? <Empty title={t("parts.table.none")} />}
      </div>
    );

  const keys = shown.map(rowKey);
  const count = chosen ? keys.filter((k) => chosen.has(k)).length : 0;
  function choose(list: string[], on: boolean) {
    const next = new Set(chosen);
    for (const k of list) on ? next.add(k) : next.delete(k);
    onChoose?.(next);
  }
  function download() {
    const lines = shown.map((r) => columns.map((c) => c.text?.(r) ?? String(c.sort?.(r) ?? "")));
    save(`${name}.csv`, csv([columns.map((c) => c.title), ...lines]));
  }

  return (
    <div className="data-table">
      <div className="toolbar">
        {search && (
          <input
            type="search"
            aria-label={t("parts.table.search", { name: caption })}
            placeholder={t("parts.table.searchPlaceholder")}
            value={state.query}
            onChange={(e) => setState({ ...state, query: e.target.value })}
          />
        )}
        {actions}
        <span className="muted small grow" role="status">
          {shown.length === rows.length
            ? t("parts.table.rows", { count: rows.length })
            : t("parts.table.some", { shown: shown.length, count: rows.length })}
          {onChoose && count > 0 && ` · ${t("parts.table.chosen", { count })}`}
          {onMore && ` · ${t(search ? "parts.table.onlyLoaded" : "parts.table.onlySorted")}`}
        </span>
        <button type="button" onClick={download}>
          {t("parts.table.export")}
        </button>
      </div>
      <Scroll label={caption}>
        <table>
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {onChoose && (
                <th scope="col" className="choose">
                  <input
                    type="checkbox"
                    aria-label={t("parts.table.chooseAll")}
                    checked={keys.length > 0 && count === keys.length}
                    ref={(e) => {
                      if (e) e.indeterminate = count > 0 && count < keys.length;
                    }}
                    onChange={(e) => choose(keys, e.target.checked)}
                  />
                </th>
              )}
              {columns.map((c) => (
                <Head key={c.id} column={c} state={state} onSort={setState} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, drawn).map((r) => {
              const key = rowKey(r);
              return (
                <tr
                  key={key}
                  aria-selected={onChoose ? chosen?.has(key) : undefined}
                  data-current={key === current || undefined}
                >
                  {onChoose && (
                    <td className="choose">
                      <input
                        type="checkbox"
                        aria-label={t("parts.table.choose", { name: columns.find((c) => c.head)?.text?.(r) ?? key })}
                        checked={chosen?.has(key) ?? false}
                        onChange={(e) => choose([key], e.target.checked)}
                      />
                    </td>
                  )}
                  {columns.map((c) => {
                    const Cell = c.head ? "th" : "td";
                    return (
                      <Cell key={c.id} scope={c.head ? "row" : undefined} className={c.number ? "number" : undefined}>
                        {c.cell ? c.cell(r) : c.text?.(r)}
                      </Cell>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
        {shown.length === 0 && <p className="muted nothing">{t("parts.table.noMatch")}</p>}
      </Scroll>
      <div className="row">
        {shown.length > drawn && (
          <button type="button" onClick={() => setDrawn(drawn + step)}>
            {t("parts.table.draw", { count: Math.min(step, shown.length - drawn) })}
          </button>
        )}
        {onMore && shown.length <= drawn && (
          <button type="button" aria-disabled={loading} onClick={() => !loading && onMore()}>
            {loading ? t("parts.loading") : t("parts.table.more")}
          </button>
        )}
      </div>
    </div>
  );
}

interface HeadProps<T> {
  column: Column<T>;
  state: { sort: string; down: boolean; query: string };
  onSort: (s: { sort: string; down: boolean; query: string }) => void;
}

function Head<T>({ column: c, state, onSort }: HeadProps<T>) {
  const sorted = state.sort === c.id;
  const className = c.number ? "number" : undefined;
  if (!c.text && !c.sort)
    return (
      <th scope="col" className={className}>
        {c.title}
      </th>
    );
  return (
    <th scope="col" className={className} aria-sort={sorted ? (state.down ? "descending" : "ascending") : undefined}>
      <button
        type="button"
        className="quiet"
        onClick={() => onSort({ ...state, sort: sorted && state.down ? "" : c.id, down: sorted && !state.down })}
      >
        {c.title}
        <span aria-hidden="true">{sorted ? (state.down ? "▼" : "▲") : "↕"}</span>
      </button>
    </th>
  );
}
