// What a table shows of its rows: sorted, filtered. The state is kept in the address, so that it can be shared and Back returns to it.
import { useSearchParams } from "wouter";

/** Column says what a table knows of a column. text is what is searched, sorted and exported; cells show what they like. */
export interface Sorting<T> {
  id: string;
  text?: (row: T) => string;
  /** sort gives what rows are ordered by, if not by text; undefined goes last. */
  sort?: (row: T) => string | number | undefined;
}

export interface TableState {
  /** sort is a column's id; rising unless down. */
  sort: string;
  down: boolean;
  /** query is searched in all columns' text. */
  query: string;
}

/** readState takes it from the address: name.sort=-risk&name.q=pump. */
export function readState(search: URLSearchParams, name: string): TableState {
  const sort = search.get(`${name}.sort`) ?? "";
  return { sort: sort.replace(/^-/, ""), down: sort.startsWith("-"), query: search.get(`${name}.q`) ?? "" };
}

export function writeState(search: URLSearchParams, name: string, s: TableState): URLSearchParams {
  const set = (key: string, value: string) => (value ? search.set(key, value) : search.delete(key));
  set(`${name}.sort`, s.sort && (s.down ? "-" : "") + s.sort);
  set(`${name}.q`, s.query);
  return search;
}

/** useTableState keeps the state of the table of a name in the address. */
export function useTableState(name: string): [TableState, (s: TableState) => void] {
  const [search, setSearch] = useSearchParams();
  return [readState(search, name), (s) => setSearch((now) => writeState(now, name, s), { replace: true })];
}

/** sortedBy is what a row is sorted by. */
function sortedBy<T>(c: Sorting<T>, row: T): string | number | undefined {
  return c.sort ? c.sort(row) : c.text?.(row);
}

/** arrange filters and sorts. Every word of the query must be somewhere in the row. Equal rows keep their order. */
export function arrange<T>(rows: readonly T[], columns: readonly Sorting<T>[], s: TableState, language: string): T[] {
  const words = s.query.toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => {
    if (words.length === 0) return true;
    const text = columns
      .map((c) => c.text?.(row) ?? "")
      .join("\n")
      .toLocaleLowerCase(language);
    return words.every((w) => text.includes(w));
  });
  const column = columns.find((c) => c.id === s.sort);
  if (!column) return found;
  const collator = new Intl.Collator(language, { numeric: true });
  const sign = s.down ? -1 : 1;
  return found
    .map((row) => ({ row, by: sortedBy(column, row) }))
    .sort((a, b) => {
      if (a.by === undefined || b.by === undefined) return Number(a.by === undefined) - Number(b.by === undefined);
      if (typeof a.by === "number" && typeof b.by === "number") return sign * (a.by - b.by);
      return sign * collator.compare(String(a.by), String(b.by));
    })
    .map((x) => x.row);
}
