// Tabs: arrows move and show (ARIA tabs pattern). Which one is shown is kept in the address if param is given.
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { useSearchParams } from "wouter";

export interface Tab {
  id: string;
  title: ReactNode;
  content: ReactNode;
}

export function Tabs({ label, tabs, param }: { label: string; tabs: Tab[]; param?: string }) {
  const [search, setSearch] = useSearchParams();
  const [own, setOwn] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const wanted = param ? search.get(param) : own;
  const at = Math.max(
    0,
    tabs.findIndex((x) => x.id === wanted),
  );
  const shown = tabs[at];

  function show(i: number) {
    const tab = tabs.at(i % tabs.length);
    if (!tab) return;
    if (param) {
      setSearch(
        (s) => {
          s.set(param, tab.id);
          return s;
        },
        { replace: true },
      );
    } else setOwn(tab.id);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[tabs.indexOf(tab)]?.focus();
  }

  function onKeyDown(e: KeyboardEvent) {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    show(to);
  }

  return (
    <div className="tabs">
      <div role="tablist" aria-label={label} ref={list}>
        {tabs.map((x, i) => (
          <button
            key={x.id}
            type="button"
            role="tab"
            id={`${id}t${x.id}`}
            aria-selected={i === at}
            aria-controls={`${id}p`}
            tabIndex={i === at ? 0 : -1}
            onClick={() => show(i)}
            onKeyDown={onKeyDown}
          >
            {x.title}
          </button>
        ))}
      </div>
      {shown && (
        <div role="tabpanel" id={`${id}p`} aria-labelledby={`${id}t${shown.id}`}>
          {shown.content}
        </div>
      )}
    </div>
  );
}
