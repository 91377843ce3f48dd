// What is wrong with the text, and where the description is likely incomplete.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "../../parts/states";
import { titleOf, useSnapshot, useWork } from "./context";

const most = 50; // of each sort, shown at once

export function Findings() {
  const [shown, setShown] = useState(most);
  const { t } = useTranslation();
  const { desk, choose, show } = useWork();
  const { view } = useSnapshot(desk);
  if (!view) return null;
  const { diagnostics, gaps, checks, graph } = view;
  if (diagnostics.length + gaps.length === 0) return <Empty title={t("system.noFindings")} />;
  return (
    <>
      <ul className="system-list">
        {diagnostics.slice(0, shown).map((d) => (
          <li key={`${d.file} ${d.line} ${d.column} ${d.code} ${d.message}`}>
            <span className={`badge ${d.severity === "error" ? "bad" : "fair"}`}>
              {t(d.severity === "error" ? "system.error" : "system.warning")}
            </span>
            <div>
              <p>{d.message}</p>
              {d.hint && <p className="muted small">{d.hint}</p>}
              <Where file={d.file} line={d.line ?? 1} go={() => show(d.file, d.line ?? 1, d.column)} />
            </div>
          </li>
        ))}
        {gaps.slice(0, shown).map((g) => (
          <li key={`${g.check} ${g.element} ${g.title}`}>
            <span className="badge info">{t("system.gap")}</span>
            <div>
              <p>{g.title}</p>
              {checks[g.check]?.why && <p className="muted small">{checks[g.check]?.why}</p>}
              <div className="row small">
                <button type="button" className="link" onClick={() => choose(g.element)}>
                  {titleOf(graph, g.element)}
                </button>
                <Where file={g.file} line={g.line} go={() => show(g.file, g.line, g.column)} />
              </div>
            </div>
          </li>
        ))}
      </ul>
      {Math.max(diagnostics.length, gaps.length) > shown && (
        <button type="button" onClick={() => setShown(shown + most)}>
          {t("system.moreFindings", { count: diagnostics.length + gaps.length })}
        </button>
      )}
    </>
  );
}

function Where({ file, line, go }: { file: string; line: number; go: () => void }) {
  const { t } = useTranslation();
  if (!file) return null;
  return (
    <button type="button" className="link small" onClick={go}>
      {t("system.line", { file, line })}
    </button>
  );
}
