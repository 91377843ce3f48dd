// A list of references of an element, that grows and shrinks.
import { useTranslation } from "react-i18next";
import { useWork } from "./context";

interface SeveralProps {
  id: string;
  title: string;
  /** path is the key of the list. */
  path: string;
  label: string;
  has: readonly string[];
  /** all are the elements that may be named. */
  all: readonly { id: string; title: string }[];
  edits: boolean;
}

export function Several({ id, title, path, label, has, all, edits }: SeveralProps) {
  const { t } = useTranslation();
  const { run } = useWork();
  const name = (of: string) => all.find((x) => x.id === of)?.title ?? of;
  const change = (verb: "put" | "take", other: string) =>
    void run(t(verb === "put" ? "system.did.put" : "system.did.take", { what: name(other), title }), [
      { do: verb, id, path: [path], value: other },
    ]);
  const left = all.filter((x) => !has.includes(x.id));
  return (
    <div className="system-several">
      <span className="muted small">{label}</span>
      {has.length === 0 && <span className="small">{t("system.nothingYet")}</span>}
      {has.map((other) => (
        <span key={other} className="badge">
          {name(other)}
          {edits && (
            <button
              type="button"
              className="quiet small"
              aria-label={t("system.takeOut", { title: name(other) })}
              onClick={() => change("take", other)}
            >
              ✕
            </button>
          )}
        </span>
      ))}
      {edits && left.length > 0 && (
        <select
          aria-label={t("system.addTo", { label, title })}
          value=""
          onChange={(e) => e.target.value && change("put", e.target.value)}
        >
          <option value="">{t("system.addOne")}</option>
          {left.map((x) => (
            <option key={x.id} value={x.id}>
              {x.title}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
