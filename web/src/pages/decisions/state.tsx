// The state of a decision as a word with a sign and a colour.
import { useTranslation } from "react-i18next";

const looks: Record<string, [tone: string, sign: string]> = {
  current: ["good", "✓"],
  expired: ["fair", "◷"],
  stale: ["bad", "!"],
  orphaned: ["bad", "✕"],
  replaced: ["", "–"],
  over: ["", "–"],
};

/** states from those that ask for something to those that are history. */
export const states = ["orphaned", "stale", "expired", "current", "over", "replaced"];

export function State({ state, moved = false }: { state: string; moved?: boolean }) {
  const { t } = useTranslation();
  const [tone, sign] = looks[state] ?? ["", ""];
  return (
    <>
      <span className={`badge ${tone}`}>
        <span aria-hidden="true">{sign}</span>
        {t(`decisions.state.${state}`)}
      </span>{" "}
      {moved && (
        <span className="badge info">
          <span aria-hidden="true">→</span>
          {t("decisions.moved")}
        </span>
      )}
    </>
  );
}

/** moved tells whether what a decision is about has another id now. */
export function moved(r: { about: string; now: string[] }): boolean {
  return r.now.length > 0 && !(r.now.length === 1 && r.now[0] === r.about);
}
