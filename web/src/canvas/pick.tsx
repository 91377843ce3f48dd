// Choosing one thing from a list by typing: kinds to add, targets to connect, zones to move into, ways to connect.

import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon, type Picture } from "./icons";

export interface Choice {
  id: string;
  title: string;
  note?: string;
  picture?: Picture;
}

interface PickProps {
  title: string;
  empty: string; // said when nothing matches
  choices: (query: string) => Choice[] | Promise<Choice[]>;
  onPick: (id: string) => void;
  onClose: () => void;
}

export function Pick({ title, empty, choices, onPick, onClose }: PickProps) {
  const { t } = useTranslation();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState("");
  const [list, setList] = useState<Choice[]>();
  const [wrong, setWrong] = useState<string>();
  const [at, setAt] = useState(0);
  const picked = useRef(false);
  const answered = useRef<string>(undefined); // query that the list belongs to
  const entered = useRef(false); // Enter was pressed before the answer came
  const pickRef = useRef<(c: Choice | undefined) => void>(() => undefined);
  const source = useRef(choices);
  source.current = choices;

  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    let current = true; // an answer to an older question is dropped
    const wait = setTimeout(
      () => {
        Promise.resolve()
          .then(() => source.current(query))
          .then(
            (found) => {
              if (!current) return;
              setWrong(undefined);
              setList(found);
              setAt(0);
              answered.current = query;
              if (entered.current) pickRef.current(found[0]);
              entered.current = false;
            },
            (e: unknown) => current && setWrong(e instanceof Error ? e.message : String(e)),
          );
      },
      query ? 80 : 0,
    );
    return () => {
      current = false;
      clearTimeout(wait);
    };
  }, [query]);
  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at, id]);

  const found = list ?? [];
  const pick = (c: Choice | undefined) => {
    if (!c) return;
    picked.current = true;
    dialog.current?.close(); // gives the focus back
    onClose();
    onPick(c.id);
  };
  pickRef.current = pick;
  const step = (by: number) => found.length > 0 && setAt((at + by + found.length) % found.length);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it; the keyboard has Escape
    <dialog
      ref={dialog}
      className="canvas-pick"
      aria-label={title}
      onClose={() => !picked.current && onClose()}
      onClick={(e) => e.target === dialog.current && dialog.current?.close()}
    >
      <div className="canvas-pick-inside">
        <label htmlFor={`${id}-query`}>{title}</label>
        <input
          id={`${id}-query`}
          type="text"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          placeholder={t("canvas.search")}
          value={query}
          onChange={(e) => setQuery(e.target.value)}
          onKeyDown={(e) => {
            if (e.key === "ArrowDown") step(1);
            else if (e.key === "ArrowUp") step(-1);
            else if (e.key === "Enter") {
              if (answered.current === query) pick(found[at]);
              else entered.current = true;
            } else return;
            e.preventDefault();
          }}
        />
        <div id={`${id}-list`} role="listbox" aria-label={title} className="canvas-choices">
          {found.map((c, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
            // biome-ignore lint/a11y/useFocusableInteractive: the field above keeps the focus and names the active choice
            <div
              key={c.id}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === at}
              className="canvas-choice"
              onClick={() => pick(c)}
              onMouseMove={() => i !== at && setAt(i)}
            >
              {c.picture && <Icon picture={c.picture} />}
              <span className="canvas-words">
                <span className="canvas-title">{c.title}</span>
                {c.note && <span className="canvas-kind">{c.note}</span>}
              </span>
            </div>
          ))}
        </div>
        <p role="status" className="canvas-pick-note">
          {wrong ??
            (list === undefined
              ? t("canvas.searching")
              : found.length === 0
                ? empty
                : t("canvas.found", { count: found.length }))}
        </p>
      </div>
    </dialog>
  );
}
