// How many lie at each severity and likelihood: a table whose cells have the colour of their level. Being a table, it is its own
// alternative.
import { useTranslation } from "react-i18next";
import { Scroll } from "../parts/scroll";

export interface MatrixCell {
  count: number;
  /** tone is the colour: of a level, 0 to 4, or of a verdict. word says the same. */
  tone: number | "good" | "fair" | "bad";
  word: string;
}

interface MatrixProps {
  title: string;
  rowName: string;
  columnName: string;
  /** rows from top to bottom, columns from left to right, in the person's language. */
  rows: string[];
  columns: string[];
  cells: MatrixCell[][];
  chosen?: [number, number];
  /** onChoose gets row and column; cells of 0 cannot be chosen. */
  onChoose?: (row: number, column: number) => void;
}

export function Matrix({ title, rowName, columnName, rows, columns, cells, chosen, onChoose }: MatrixProps) {
  const { t } = useTranslation();
  return (
    <Scroll label={title}>
      <table className="matrix">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{`${rowName} ↓ ${columnName} →`}</th>
            {columns.map((c) => (
              <th key={c} scope="col">
                {c}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((r, i) => (
            <tr key={r}>
              <th scope="row">{r}</th>
              {columns.map((c, j) => {
                const cell = cells[i]?.[j];
                if (!cell) return <td key={c} />;
                const here = chosen?.[0] === i && chosen[1] === j;
                return (
                  <td key={c} className={typeof cell.tone === "number" ? `level-${cell.tone}` : cell.tone}>
                    {onChoose && cell.count > 0 ? (
                      <button
                        type="button"
                        aria-pressed={here}
                        aria-label={t("charts.cell", { count: cell.count, row: r, column: c, word: cell.word })}
                        onClick={() => onChoose(i, j)}
                      >
                        {cell.count}
                      </button>
                    ) : (
                      <span className="n">{cell.count || "·"}</span>
                    )}
                    <span className="word">{cell.word}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
