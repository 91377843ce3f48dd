// What a change does: harms and elements whose levels rose or fell.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Level } from "../../parts/level";
import { Empty } from "../../parts/states";
import { Verdict } from "../../parts/verdict";
import { titleOf, useSnapshot, useWork } from "./context";
import type { Changes } from "./types";

export function Effects() {
  const { t } = useTranslation();
  const { desk } = useWork();
  const { last, all } = useSnapshot(desk);
  const [whole, setWhole] = useState(false);
  const changes = whole ? all : last;
  return (
    <div className="stack">
      <div className="row">
        <button type="button" aria-pressed={!whole} onClick={() => setWhole(false)}>
          {t("system.lastChange")}
        </button>
        <button type="button" aria-pressed={whole} onClick={() => setWhole(true)}>
          {t("system.allChanges")}
        </button>
      </div>
      {changes ? <Moved changes={changes} /> : <Empty title={t("system.noEffects")} />}
    </div>
  );
}

/** Moved shows changes; most is how many elements are named in each direction. */
export function Moved({ changes, most = 12 }: { changes: Changes; most?: number }) {
  const { t } = useTranslation();
  const { desk, choose } = useWork();
  const { view } = useSnapshot(desk);
  const { harms, up, down, questions, verdict } = changes;
  const harmTitle = (id: string) => view?.levels?.harms.find((h) => h.id === id)?.title ?? titleOf(view?.graph, id);
  if (harms.length + up.length + down.length + questions.new.length + questions.gone.length === 0)
    return <p className="muted">{t("system.nothingMoved")}</p>;
  return (
    <div className="stack">
      <p className="row">
        {t("system.verdict")} <Verdict value={verdict} />
      </p>
      {harms.length > 0 && (
        <ul className="system-list">
          {harms.map((h) => (
            <li key={h.id}>
              <div>
                <strong>{harmTitle(h.id)}</strong>
                <div className="small">
                  {h.from || t("system.harmNew")} → {h.to || t("system.harmGone")}
                </div>
              </div>
            </li>
          ))}
        </ul>
      )}
      {(
        [
          ["up", up],
          ["down", down],
        ] as const
      ).map(
        ([way, list]) =>
          list.length > 0 && (
            <section key={way}>
              <p>
                <strong>
                  <span aria-hidden="true">{way === "up" ? "▲" : "▼"}</span>{" "}
                  {t(`system.${way}`, { count: list.length })}
                </strong>
              </p>
              <ul className="system-moves small">
                {list.slice(0, most).map((m) => (
                  <li key={m.id}>
                    <button type="button" className="link" onClick={() => choose(m.id)}>
                      {titleOf(view?.graph, m.id)}
                    </button>
                    <span className="row tight">
                      <Level value={m.from.likelihood} scale="likelihood" /> →{" "}
                      <Level value={m.to.likelihood} scale="likelihood" />
                    </span>
                  </li>
                ))}
              </ul>
              {list.length > most && (
                <p className="muted small">{t("system.andMore", { count: list.length - most })}</p>
              )}
            </section>
          ),
      )}
      {questions.new.length + questions.gone.length > 0 && (
        <p className="small">
          {t("system.questionsMoved", { more: questions.new.length, fewer: questions.gone.length })}
        </p>
      )}
    </div>
  );
}
