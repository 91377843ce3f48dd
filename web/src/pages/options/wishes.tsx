// A choice of controls at elements, found by words.
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { useProjectId } from "../../app/place";
import { Combobox } from "../../parts/combobox";

interface ControlsProps {
  label: string;
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

export function Controls({ label, chosen, onChange }: ControlsProps) {
  const { t } = useTranslation();
  const project = useProjectId();
  async function find(query: string, signal: AbortSignal) {
    const { items } = await need(
      api.GET("/api/v1/projects/{project}/revisions/{revision}/what-if", {
        signal,
        params: { path: { project, revision: "head" }, query: { query } },
      }),
    );
    return items
      .filter((l) => l.sort === "control" && !chosen.includes(l.id))
      .map((l) => ({ value: l.id, label: `${l.title} · ${l.at}`, hint: t(`harms.controlStates.${l.now}`) }));
  }
  return (
    <div>
      <Combobox label={label} find={find} clearOnChoose onChoose={(o) => onChange([...chosen, o.value])} />
      <ul className="plain-list">
        {chosen.map((c) => (
          <li key={c} className="row">
            <code>{c}</code>
            <button
              type="button"
              className="quiet"
              aria-label={t("options.notWished", { control: c })}
              onClick={() => onChange(chosen.filter((x) => x !== c))}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
