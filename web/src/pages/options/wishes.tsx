// A choice of controls at elements, found by words.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { inProject } from "../../api/queries";
import { useProjectId } from "../../app/place";
import { Combobox } from "../../parts/combobox";
import { levers } from "../threats/data";

interface ControlsProps {
  label: string;
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

export function Controls({ label, chosen, onChange }: ControlsProps) {
  const { t } = useTranslation();
  const project = useProjectId();
  const titles = useQuery({
    queryKey: inProject(project, "what-if", "levers", [...chosen].sort()),
    queryFn: ({ signal }) => levers(project, "", chosen, signal),
    enabled: chosen.length > 0,
    placeholderData: (before) => before,
  });
  const named = (id: string) => {
    const l = titles.data?.items.find((x) => x.id === id);
    return l ? `${l.title} · ${l.at}` : id;
  };
  async function find(query: string, signal: AbortSignal) {
    const { items } = await levers(project, query, [], signal);
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
            <span title={c}>{named(c)}</span>
            <button
              type="button"
              className="quiet"
              aria-label={t("options.notWished", { control: named(c) })}
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
