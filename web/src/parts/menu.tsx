// A button with a menu of actions: arrows move, Home and End jump, Escape closes (ARIA menu button pattern).
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

export interface MenuItem {
  label: string;
  run: () => void;
  disabled?: boolean;
}

export function Menu({ label, items, quiet = true }: { label: ReactNode; items: MenuItem[]; quiet?: boolean }) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();

  const all = () => [...(list.current?.querySelectorAll<HTMLButtonElement>("[role=menuitem]") ?? [])];
  useEffect(() => {
    if (!open) return;
    all()[0]?.focus();
    const away = (e: PointerEvent) => {
      if (!root.current?.contains(e.target as Node)) setOpen(false);
    };
    addEventListener("pointerdown", away);
    return () => removeEventListener("pointerdown", away);
  });

  function close() {
    setOpen(false);
    button.current?.focus();
  }

  function onKeyDown(e: KeyboardEvent) {
    const at = all().indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[e.key];
    if (to !== undefined)
      all()
        .at(to % all().length)
        ?.focus();
    else if (e.key === "Escape") close();
    else if (e.key === "Tab") return setOpen(false);
    else return;
    e.preventDefault();
  }

  return (
    <div className="menu" ref={root}>
      <button
        ref={button}
        type="button"
        className={quiet ? "quiet" : undefined}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={(e) => {
          if (e.key !== "ArrowDown" || open) return;
          e.preventDefault();
          setOpen(true);
        }}
      >
        {label}
        <span aria-hidden="true">▾</span>
      </button>
      {open && (
        <div role="menu" id={id} ref={list} onKeyDown={onKeyDown} tabIndex={-1}>
          {items.map((x) => (
            <button
              key={x.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              aria-disabled={x.disabled}
              onClick={() => {
                if (x.disabled) return;
                close();
                x.run();
              }}
            >
              {x.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
