// One line under the title: what is saved, what the server is doing, and how the system stands.
import { useTranslation } from "react-i18next";
import { initials, type Present } from "../../app/presence";
import type { Graph } from "../../canvas/types";
import { Verdict } from "../../parts/verdict";
import { find, useSnapshot, useWork } from "./context";
import type { DraftState } from "./use-draft";
import type { Revision } from "./use-start";

export function Status({ revision, state }: { revision: Revision; state: DraftState }) {
  const { t } = useTranslation();
  const { desk, readOnly, here } = useWork();
  const { view, files, waiting } = useSnapshot(desk);
  const changed = Object.keys(files).length;
  const totals = view?.levels?.totals;
  const errors = view?.diagnostics.filter((d) => d.severity === "error").length ?? 0;
  return (
    <div className="system-status small">
      <span role="status">
        {t("system.revision", { number: revision.number })}
        {" · "}
        {readOnly
          ? t("system.readOnly")
          : changed === 0
            ? t("system.allSaved")
            : `${t("system.unsaved", { count: changed })}${state === "none" ? "" : `, ${t(`system.draft.${state}`)}`}`}
        {waiting > 0 && ` · ${t("system.computing")}`}
      </span>
      {errors > 0 && <span className="badge bad">{t("system.errors", { count: errors })}</span>}
      {totals && (
        <span className="row">
          <span className="muted">{t("system.harms")}</span>
          {["unacceptable", "reduce", "acceptable"].map((a) => (
            <span key={a} className="row tight">
              <strong>{totals.acceptability[a] ?? 0}</strong> <Verdict value={a} />
            </span>
          ))}
        </span>
      )}
      {here.length > 0 && <Here people={here} graph={view?.graph} />}
    </div>
  );
}

/** Here is who else has the system open: initials, with name and place as title and for screen readers. */
function Here({ people, graph }: { people: readonly Present[]; graph?: Graph }) {
  const { t } = useTranslation();
  const whereOf = (p: Present) =>
    [p.name, p.element && find(graph, p.element)?.title, p.file, p.unsaved && t("system.here.unsaved")]
      .filter(Boolean)
      .join(", ");
  return (
    <span className="row tight">
      <span className="muted" id="system-here">
        {t("system.here.title")}
      </span>
      <ul className="system-here" aria-labelledby="system-here">
        {people.map((p) => (
          <li key={p.account} title={whereOf(p)}>
            <span aria-hidden="true">{initials(p.name)}</span>
            <span className="sr-only">{whereOf(p)}</span>
          </li>
        ))}
      </ul>
    </span>
  );
}
