// The keys of the canvas in one table, and the help that shows them.

import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

/** Names of actions; the text of each is canvas.key.<name>. Keys are as `keyOf` gives them. */
export const keys: readonly { action: string; keys: readonly string[]; edits?: boolean }[] = [
  { action: "move-focus", keys: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"] },
  { action: "out", keys: ["Control+ArrowUp"] },
  { action: "in", keys: ["Control+ArrowDown"] },
  { action: "next-line", keys: ["."] },
  { action: "previous-line", keys: [","] },
  { action: "properties", keys: ["Enter"] },
  { action: "select", keys: [" "] },
  { action: "select-all", keys: ["Control+a"] },
  { action: "escape", keys: ["Escape"] },
  { action: "add", keys: ["/", "Control+k"], edits: true },
  { action: "connect", keys: ["c"], edits: true },
  { action: "to-zone", keys: ["z"], edits: true },
  { action: "rename", keys: ["F2"], edits: true },
  { action: "nudge", keys: ["Alt+ArrowLeft", "Alt+ArrowRight", "Alt+ArrowUp", "Alt+ArrowDown"], edits: true },
  { action: "delete", keys: ["Delete", "Backspace"], edits: true },
  { action: "copy", keys: ["Control+c"] },
  { action: "cut", keys: ["Control+x"], edits: true },
  { action: "paste", keys: ["Control+v"], edits: true },
  { action: "duplicate", keys: ["Control+d"], edits: true },
  { action: "undo", keys: ["Control+z"], edits: true },
  { action: "redo", keys: ["Control+Shift+z", "Control+y"], edits: true },
  { action: "toggle", keys: ["o"] },
  { action: "enter-zone", keys: ["e"] },
  { action: "zoom-in", keys: ["+"] },
  { action: "zoom-out", keys: ["-"] },
  { action: "fit", keys: ["0"] },
  { action: "list", keys: ["l"] },
  { action: "help", keys: ["?"] },
];

/** Name of a key press. Command counts as Control; Shift counts only with Control or a named key, where it is no other letter. */
export function keyOf(e: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}): string {
  const control = e.ctrlKey || e.metaKey;
  const key = control && e.key.length === 1 ? e.key.toLowerCase() : e.key;
  return `${control ? "Control+" : ""}${e.altKey ? "Alt+" : ""}${e.shiftKey && control ? "Shift+" : ""}${key}`;
}

const byKey = new Map(keys.flatMap((k) => k.keys.map((name) => [name, k] as const)));

export const actionOf = (key: string) => byKey.get(key);

export function ShortcutHelp({ readOnly, onClose }: { readOnly: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="canvas-help" aria-label={t("canvas.shortcuts")} onClose={onClose}>
      <form method="dialog" className="canvas-help-head">
        <h2>{t("canvas.shortcuts")}</h2>
        <button type="submit">{t("canvas.done")}</button>
      </form>
      <dl className="canvas-keys">
        {keys
          .filter((k) => !(k.edits && readOnly))
          .map((k) => (
            <div key={k.action}>
              <dt>
                {k.keys.map((name) => (
                  <kbd key={name}>{said(name, t)}</kbd>
                ))}
              </dt>
              <dd>{t(`canvas.key.${k.action}`)}</dd>
            </div>
          ))}
      </dl>
      <p>{t("canvas.pointerHelp")}</p>
    </dialog>
  );
}

const arrows: Record<string, string> = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };

function said(name: string, t: (key: string) => string): string {
  return name
    .split("+")
    .map((part) =>
      part === ""
        ? "+"
        : (arrows[part] ??
          (part.length > 1 || part === " "
            ? t(`canvas.keyName.${part === " " ? "Space" : part}`)
            : part.toUpperCase())),
    )
    .filter((part, i, all) => !(part === "+" && all[i - 1] === "+"))
    .join(" ");
}
