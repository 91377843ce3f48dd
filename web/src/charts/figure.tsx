// The frame of all charts: title, drawing, and the same as a table for those who rather read it.
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Scroll } from "../parts/scroll";

export interface FigureTable {
  heads: string[];
  rows: ReactNode[][];
}

interface FigureProps {
  title: string;
  /** says is one sentence that tells what the drawing shows. */
  says?: string;
  table: FigureTable;
  /** draw gets the width that there is. */
  draw: (width: number) => ReactNode;
  children?: ReactNode;
}

const least = 240;

export function Figure({ title, says, table, draw, children }: FigureProps) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useEffect(() => {
    if (!ref.current) return;
    const watch = new ResizeObserver(([e]) => e && setWidth(Math.max(least, Math.round(e.contentRect.width))));
    watch.observe(ref.current);
    return () => watch.disconnect();
  }, []);
  return (
    <figure className="chart">
      <figcaption>
        <strong>{title}</strong>
        {says && <span className="muted"> {says}</span>}
      </figcaption>
      <div ref={ref}>{draw(width)}</div>
      {children}
      <details>
        <summary>{t("charts.table")}</summary>
        <Scroll label={title}>
          <table>
            <thead>
              <tr>
                {table.heads.map((h) => (
                  <th key={h} scope="col">
                    {h}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((r, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
                <tr key={i}>
                  {r.map((c, j) => (
                    <td key={table.heads[j]}>{c}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </details>
    </figure>
  );
}
