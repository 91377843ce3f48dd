// Completion, words about what is under the pointer, and findings: what a page knows, in the editor's terms.
import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import { hoverTooltip } from "@codemirror/view";
import { type Finding, type Position, positionOf, rangeOf } from "./places";

/** Suggestion is one completion. */
export interface Suggestion {
  label: string;
  detail?: string;
  info?: string;
  /** insert is put in place of the word; without it, label is. */
  insert?: string;
}

/** Complete gives what may stand at a place; from is the column where the word begins that is replaced. */
export type Complete = (
  text: string,
  at: Position,
  signal: AbortSignal,
) => Promise<{ from: number; items: Suggestion[] } | null>;

/** Explain gives words about what stands at a place, or null. */
export type Explain = (text: string, at: Position, signal: AbortSignal) => Promise<string | null>;

export function completion(complete: () => Complete | undefined) {
  const source = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const ask = complete();
    const doc = context.state.doc;
    const line = doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    if (!ask || (!context.explicit && !/[\w-]$|: $|- $/.test(before))) return null;
    const stop = new AbortController();
    context.addEventListener("abort", () => stop.abort());
    try {
      const at = positionOf(doc, context.pos);
      const found = await ask(doc.toString(), at, stop.signal);
      if (!found) return null;
      const word = [...before].slice(found.from - 1).join("");
      return {
        from: context.pos - word.length,
        options: found.items.map((x) => ({ label: x.label, detail: x.detail, info: x.info, apply: x.insert })),
        validFor: /^[\w-]*$/,
      };
    } catch {
      return null; // no answer is no suggestion; typing goes on
    }
  };
  return autocompletion({ override: [source], icons: false });
}

export function explanation(explain: () => Explain | undefined) {
  return hoverTooltip(async (view, pos) => {
    const text = await explainAt(view, pos, explain());
    if (!text) return null;
    return {
      pos,
      above: true,
      create: () => {
        const dom = document.createElement("div");
        dom.textContent = text;
        return { dom };
      },
    };
  });
}

/** explainAt asks for words about a place of the text as it is now. */
export async function explainAt(view: EditorView, pos: number, explain: Explain | undefined): Promise<string | null> {
  try {
    const doc = view.state.doc;
    return (await explain?.(doc.toString(), positionOf(doc, pos), new AbortController().signal)) ?? null;
  } catch {
    return null; // words about a place are a help; without them, nothing is lost
  }
}

/** showFindings underlines and lists findings. */
export function showFindings(view: EditorView, findings: readonly Finding[]): void {
  const { doc } = view.state;
  const list = findings.map((f): Diagnostic => {
    const severity = f.severity === "error" ? "error" : "warning";
    return { ...rangeOf(doc, f), severity, message: words(f), renderMessage: () => render(f) };
  });
  view.dispatch(setDiagnostics(view.state, list));
}

function words(f: Finding): string {
  return `${f.code}: ${f.message}${f.hint ? ` (${f.hint})` : ""}`;
}

function render(f: Finding): Node {
  const dom = document.createElement("span");
  const code = document.createElement("code");
  code.textContent = f.code;
  dom.append(code, ` ${f.message}`);
  if (f.hint) {
    const hint = document.createElement("span");
    hint.className = "hint muted";
    hint.textContent = f.hint;
    dom.append(hint);
  }
  return dom;
}
