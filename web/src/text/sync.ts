// Keeps the text of the editor and of the page together while both change: what comes from outside is put around what was typed
// meanwhile, and no letter is lost.
import { Annotation, ChangeSet, Transaction, type TransactionSpec } from "@codemirror/state";
import { changesBetween } from "./changes";

/** fromOutside marks a change that the person did not make here. */
export const fromOutside = Annotation.define<boolean>();

// Undoing takes back what was typed here; what came from the drawing is undone there, and what others did is theirs.
const notUndone = Transaction.addToHistory.of(false);

/** Target is what changes are brought into: an EditorView. */
interface Target {
  dispatch(spec: TransactionSpec): void;
}

export class Sync {
  /** base is the text that the page knows. */
  #base: string;
  /** typed is what was changed here since. */
  #typed: ChangeSet;

  constructor(text: string) {
    this.#base = text;
    this.#typed = ChangeSet.empty(text.length);
  }

  /** note takes up what a transaction changed; it tells whether the page has to hear of it. */
  note(tr: Transaction): boolean {
    if (!tr.docChanged || tr.annotation(fromOutside)) return false;
    this.#typed = this.#typed.compose(tr.changes);
    return true;
  }

  get pending(): boolean {
    return !this.#typed.empty;
  }

  /** told says that the page knows the text now. */
  told(text: string): void {
    this.#base = text;
    this.#typed = ChangeSet.empty(text.length);
  }

  /** take brings a text of the page into the editor, with the smallest change. */
  take(view: Target, text: string): void {
    if (text === this.#base) return;
    const change = changesBetween(this.#base, text);
    const typed = this.#typed;
    this.#base = text;
    this.#typed = typed.map(change, true);
    view.dispatch({ changes: change.map(typed), annotations: [fromOutside.of(true), notUndone] });
  }
}
