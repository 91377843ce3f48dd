// The zones that one has entered, from the outermost on.

import { useTranslation } from "react-i18next";
import type { Graph } from "./types";

interface ZonePathProps {
  graph: Graph;
  /** path are zones, the one that one is in last. */
  path: readonly string[];
  enter: (zone: string | undefined) => void;
}

export function ZonePath({ graph, path, enter }: ZonePathProps) {
  const { t } = useTranslation();
  const title = (id: string) => graph.zones.find((z) => z.id === id)?.title;
  return (
    <nav className="canvas-path" aria-label={t("canvas.path")}>
      <button type="button" className="link" onClick={() => enter(undefined)}>
        {t("canvas.allZones")}
      </button>
      {path.map((id) => (
        <span key={id}>
          {" › "}
          {id === path.at(-1) ? (
            <strong aria-current="true">{title(id)}</strong>
          ) : (
            <button type="button" className="link" onClick={() => enter(id)}>
              {title(id)}
            </button>
          )}
        </span>
      ))}
    </nav>
  );
}
