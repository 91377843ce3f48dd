// A text field with suggestions (ARIA 1.2 combobox with a listbox): arrows choose, Enter takes, Escape closes, then clears.
import { type KeyboardEvent, type Ref, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

export interface Option {
  value: string;
  label: string;
  hint?: string;
}

interface ComboboxProps {
  label: string;
  hideLabel?: boolean;
  placeholder?: string;
  /** find gives what matches the typed text, best first; it is called when the person pauses. The signal says that nobody waits. */
  find: (typed: string, signal: AbortSignal) => Promise<Option[]> | Option[];
  onChoose: (o: Option) => void;
  /** clearOnChoose empties the field after a choice, for search and for adding to a list. */
  clearOnChoose?: boolean;
  /** value is the text shown at first. */
  value?: string;
  ref?: Ref<HTMLInputElement>;
}

const pause = 120; // milliseconds between the last key and a search

export function Combobox({
  label,
  hideLabel,
  placeholder,
  find,
  onChoose,
  clearOnChoose,
  value = "",
  ref,
}: ComboboxProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const [options, setOptions] = useState<Option[] | null>(null); // null: closed
  const [at, setAt] = useState(-1);
  const [asked, setAsked] = useState<string | null>(null);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const latest = useRef(find);
  latest.current = find;

  useEffect(() => {
    if (asked === null) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const found = await latest.current(asked, stop.signal);
        if (stop.signal.aborted) return;
        setOptions(found);
        setAt(found.length > 0 ? 0 : -1);
      } catch {
        if (!stop.signal.aborted) setOptions([]);
      }
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [asked]);

  useEffect(() => {
    if (at >= 0) list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  function close() {
    setOptions(null);
    setAsked(null);
    setAt(-1);
  }

  function choose(o: Option) {
    setText(clearOnChoose ? "" : o.label);
    close();
    onChoose(o);
  }

  function onKeyDown(e: KeyboardEvent) {
    const n = options?.length ?? 0;
    const o = options?.[at];
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      if (!options) setAsked(text);
      else if (n > 0) setAt((at + (e.key === "ArrowDown" ? 1 : n - 1)) % n);
    } else if (e.key === "Enter" && o) choose(o);
    else if (e.key === "Escape" && options) close();
    else if (e.key === "Escape" && text) setText("");
    else return;
    e.preventDefault();
    e.stopPropagation();
  }

  const chosen = options?.[at];
  return (
    <div className="combobox">
      <label className={hideLabel ? "sr-only" : undefined} htmlFor={`${id}i`}>
        {label}
      </label>
      <input
        ref={ref}
        id={`${id}i`}
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-autocomplete="list"
        aria-expanded={options !== null}
        aria-controls={`${id}l`}
        aria-activedescendant={chosen ? `${id}o${at}` : undefined}
        placeholder={placeholder}
        value={text}
        onChange={(e) => {
          setText(e.target.value);
          setAsked(e.target.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <div role="listbox" id={`${id}l`} ref={list} aria-label={label} hidden={!options || options.length === 0}>
        {options?.map((o, i) => (
          <div
            key={o.value}
            id={`${id}o${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            onPointerDown={(e) => {
              e.preventDefault(); // the field keeps the focus
              choose(o);
            }}
          >
            {o.label}
            {o.hint && <span className="muted small">{o.hint}</span>}
          </div>
        ))}
      </div>
      <span className="sr-only" role="status">
        {options && (options.length === 0 ? t("parts.noneFound") : t("parts.found", { count: options.length }))}
      </span>
      {options?.length === 0 && text !== "" && <p className="nothing small">{t("parts.noneFound")}</p>}
    </div>
  );
}
