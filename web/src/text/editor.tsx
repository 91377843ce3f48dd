// A text editor for YAML: findings of the server, completion, search, undo. Tab indents; Escape, then Tab, leaves.
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap, openLintPanel } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, Transaction } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Complete, completion, type Explain, explainAt, explanation, showFindings } from "./helpers";
import { editorLook } from "./look";
import { phrases } from "./phrases";
import { type Finding, offsetOf, type Position } from "./places";
import { Sync } from "./sync";

/** EditorHandle is what a page can do with an editor. */
export interface EditorHandle {
  /** jump puts the cursor at a place and shows it. */
  jump(to: Position): void;
  /** reveal shows a place and leaves cursor and focus where they are. */
  reveal(to: Position): void;
  focus(): void;
  /** flush tells the page at once what was typed, for saving. It gives the text. */
  flush(): string;
}

interface EditorProps {
  /** label names the editor, such as the file. */
  label: string;
  /**
   * value is the text. onChange gives what was typed, after a short pause; value must then become that text at once. Any other new
   * value is taken in around what is being typed.
   */
  value: string;
  onChange?: (text: string) => void;
  /** findings of the server for the present value. */
  findings?: readonly Finding[];
  complete?: Complete;
  explain?: Explain;
  readOnly?: boolean;
  /** onCursor tells where the cursor went. */
  onCursor?: (at: number, line: number) => void;
  ref?: Ref<EditorHandle>;
}

const pause = 200; // milliseconds after the last key until the page hears

const leaving = 10_000; // milliseconds after Escape in which Tab leaves

// Characters that cannot be seen and could mislead a reader, such as those that turn the direction of writing. Line ends and tabs are none.
const unseen = /[^\P{C}\t\r\n]|[\u00ad\u200b-\u200f]/gu;

const none: readonly Finding[] = [];

export function Editor({
  label,
  value,
  onChange,
  findings = none,
  complete,
  explain,
  readOnly = false,
  onCursor,
  ref,
}: EditorProps) {
  const { t, i18n } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const sync = useRef<Sync>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ onChange, complete, explain, onCursor });
  latest.current = { onChange, complete, explain, onCursor };
  const [parts] = useState(() => ({ readOnly: new Compartment(), words: new Compartment(), label: new Compartment() }));
  const [explained, setExplained] = useState("");
  const id = useId();

  function flush(): string {
    clearTimeout(timer.current);
    const text = view.current?.state.doc.toString() ?? "";
    if (sync.current?.pending) {
      sync.current.told(text);
      latest.current.onChange?.(text);
    }
    return text;
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; what changes is brought in below
  useEffect(() => {
    if (!place.current) return;
    sync.current = new Sync(value);
    const explainHere = (v: EditorView) => {
      void explainAt(v, v.state.selection.main.head, latest.current.explain).then((text) => setExplained(text ?? ""));
      return true;
    };
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          EditorState.lineSeparator.of("\n"), // other line ends stay as they are
          lineNumbers(),
          highlightActiveLineGutter(),
          highlightSpecialChars({ specialChars: unseen }),
          history(),
          foldGutter(),
          codeFolding(),
          drawSelection(),
          indentOnInput(),
          indentUnit.of("  "),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          search(),
          lintGutter(),
          yaml(),
          completion(() => latest.current.complete),
          explanation(() => latest.current.explain),
          keymap.of([
            { key: "Alt-F1", run: explainHere },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...searchKeymap,
            ...lintKeymap,
            ...foldKeymap,
            ...historyKeymap,
            ...defaultKeymap,
            indentWithTab,
          ]),
          editorLook,
          parts.readOnly.of(EditorState.readOnly.of(readOnly)),
          parts.words.of(phrases(t)),
          parts.label.of(contentOf(label, id)),
          EditorView.updateListener.of((u) => {
            const typed = u.transactions.map((tr) => sync.current?.note(tr)).includes(true);
            if (typed) {
              clearTimeout(timer.current);
              timer.current = setTimeout(flush, pause);
            }
            if (u.selectionSet) {
              setExplained("");
              const { head } = u.state.selection.main;
              latest.current.onCursor?.(head, u.state.doc.lineAt(head).number);
            }
          }),
          EditorView.domEventHandlers({ blur: () => void flush() }),
          // The editor's own Escape lets Tab leave only if nothing was selected, and for two seconds; any other key takes it back.
          EditorView.domEventObservers({ keydown: (e, v) => void (e.key === "Escape" && v.setTabFocusMode(leaving)) }),
        ],
      }),
    });
    view.current = made;
    return () => {
      flush();
      made.destroy();
    };
  }, []);

  useEffect(() => {
    if (view.current) sync.current?.take(view.current, value);
  }, [value]);

  useEffect(() => {
    if (view.current) showFindings(view.current, findings);
  }, [findings]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  useEffect(() => {
    view.current?.dispatch({
      effects: [
        parts.readOnly.reconfigure(EditorState.readOnly.of(readOnly)),
        parts.words.reconfigure(phrases(t)),
        parts.label.reconfigure(contentOf(label, id)),
      ],
    });
  }, [readOnly, label, i18n.language]);

  useImperativeHandle(ref, () => ({
    jump(to) {
      const v = view.current;
      if (!v) return;
      const at = offsetOf(v.state.doc, to);
      v.dispatch({
        selection: { anchor: at },
        effects: EditorView.scrollIntoView(at, { y: "center" }),
        annotations: Transaction.userEvent.of("select"),
      });
      v.focus();
    },
    reveal(to) {
      const v = view.current;
      if (!v || v.hasFocus) return;
      v.dispatch({ effects: EditorView.scrollIntoView(offsetOf(v.state.doc, to), { y: "start", yMargin: 24 }) });
    },
    focus: () => view.current?.focus(),
    flush,
  }));

  const errors = findings.filter((f) => f.severity === "error").length;
  return (
    <div className="editor">
      <div className="editor-text" ref={place} />
      <div className="editor-foot small">
        <span role="status">
          {t("text.errors", { count: errors })} · {t("text.warnings", { count: findings.length - errors })}
          {explained && <span className="explained">{explained}</span>}
        </span>
        {findings.length > 0 && (
          <button type="button" className="link" onClick={() => view.current && openLintPanel(view.current)}>
            {t("text.list")}
          </button>
        )}
        <span className="muted keys-hint" id={`${id}h`}>
          {t("text.keys")}
        </span>
      </div>
    </div>
  );
}

/** contentOf names the text for assistive technology. */
function contentOf(label: string, id: string) {
  return EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": `${id}h`, tabindex: "0" });
}
