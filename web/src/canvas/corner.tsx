// The corner of the drawing: the map, and buttons for how much is seen.

import { useTranslation } from "react-i18next";
import { Minimap } from "./bitmap";
import type { Picture } from "./overview";

export function Corner({ picture, act }: { picture: Picture; act: (action: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className="canvas-corner">
      <Minimap picture={picture} />
      <div className="canvas-zoom">
        <button
          type="button"
          onClick={() => act("zoom-out")}
          aria-label={t("canvas.zoomOut")}
          title={t("canvas.zoomOut")}
        >
          −
        </button>
        <button type="button" onClick={() => act("zoom-in")} aria-label={t("canvas.zoomIn")} title={t("canvas.zoomIn")}>
          +
        </button>
        <button type="button" onClick={() => act("fit")}>
          {t("canvas.fit")}
        </button>
      </div>
    </div>
  );
}
