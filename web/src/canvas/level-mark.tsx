// A level as shape and word: as many bars as its step, so that it reads without colour.

import { useTranslation } from "react-i18next";
import type { Shown } from "./levels";

export function LevelMark({ shown }: { shown: Shown }) {
  const { t } = useTranslation();
  return (
    <span className={`canvas-level canvas-level-${shown.step}`}>
      <svg width="17" height="10" viewBox="0 0 17 10" aria-hidden="true" focusable="false">
        {[0, 1, 2, 3, 4].map((i) => (
          <rect
            key={i}
            x={i * 3.4 + 0.5}
            y={6 - i * 1.5}
            width="2.4"
            height={3.5 + i * 1.5}
            className={i <= shown.step ? "on" : "off"}
          />
        ))}
      </svg>
      {shown.count !== undefined ? shown.count : t(`canvas.level.${shown.word}`)}
    </span>
  );
}
