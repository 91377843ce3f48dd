// What lines and levels look like, beside their words.

import { useTranslation } from "react-i18next";
import { LevelMark } from "./level-mark";
import type { Overlay } from "./levels";
import type { Scene } from "./scene";

const words = ["very-low", "low", "medium", "high", "very-high"];

export function Legend({ scene, overlay, quiet }: { scene: Scene; overlay: Overlay; quiet: boolean }) {
  const { t } = useTranslation();
  const sorts = [...new Set(scene.lines.map((l) => l.sort))].sort((a, b) =>
    a === "flow" ? -1 : b === "flow" ? 1 : a < b ? -1 : 1,
  );
  return (
    <details className="canvas-legend" open={overlay !== "none"}>
      <summary>{t("canvas.legend")}</summary>
      {overlay !== "none" && (
        <>
          <p>{t(`canvas.overlaySays.${overlay}`)}</p>
          <ul>
            {words.map((word, step) => (
              <li key={word}>
                <LevelMark shown={{ step, word }} />
              </li>
            ))}
          </ul>
        </>
      )}
      <ul>
        {sorts.map((s) => (
          <li key={s}>
            <svg
              width="36"
              height="10"
              viewBox="0 0 36 10"
              aria-hidden="true"
              focusable="false"
              className={`canvas-line is-${s}`}
            >
              <path className="canvas-way" d="M1 5H35" fill="none" />
              {s === "flow" && <path className="canvas-tip" d="M36 5L27 1V9Z" />}
            </svg>
            {t(`canvas.sort.${s}`)}
          </li>
        ))}
      </ul>
      {quiet && <p>{t("canvas.quietLines")}</p>}
    </details>
  );
}
