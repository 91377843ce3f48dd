// What is selected and what has the focus. Both follow what is there; what was just made is selected when it arrives.

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { ancestors, type Scene } from "./scene";

export function useSelection(
  scene: Scene,
  up: ReadonlyMap<string, string>,
  drawing: RefObject<HTMLDivElement | null>,
  onSelect: ((ids: readonly string[]) => void) | undefined,
) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [focus, setFocus] = useState<string>();
  const arriving = useRef(new Set<string>());
  const takeFocus = useRef(false);
  useEffect(() => {
    const there = (id: string) => scene.items.has(id) || scene.lines.some((l) => l.id === id);
    const come = [...arriving.current].filter(there);
    if (come.length > 0) {
      arriving.current = new Set();
      setSelected(new Set(come));
      const item = come.find((id) => scene.items.has(id));
      if (item) {
        takeFocus.current = true;
        setFocus(item);
      }
      return;
    }
    const ids = new Set([...scene.items.keys(), ...scene.lines.map((l) => l.id)]);
    setSelected((s) => ([...s].every((id) => ids.has(id)) ? s : new Set([...s].filter((id) => ids.has(id)))));
    setFocus((f) => (f && !scene.items.has(f) ? ancestors(up, f).find((a) => scene.items.has(a)) : f));
  }, [scene, up]);
  // When the box that has the focus goes, the drawing keeps it, so that the next key is not lost.
  useEffect(() => {
    if (takeFocus.current && document.activeElement === document.body) drawing.current?.focus({ preventScroll: true });
  });
  const tell = useRef(onSelect);
  tell.current = onSelect;
  useEffect(() => tell.current?.([...selected]), [selected]);
  return {
    selected,
    setSelected,
    focus,
    setFocus,
    takeFocus,
    select: useCallback((ids: Iterable<string>) => setSelected(new Set(ids)), []),
    /** moveFocus also takes the focus of the page there. */
    moveFocus: (id: string | undefined) => {
      takeFocus.current = true;
      setFocus(id);
    },
    expect: (ids: Iterable<string>) => {
      arriving.current = new Set(ids);
    },
  };
}

export type Selection = ReturnType<typeof useSelection>;
