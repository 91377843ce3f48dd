// The editor's own words, from our texts.
import { EditorState } from "@codemirror/state";

/** names maps what the editor says to the names of our texts in text.phrases. */
const names = {
  Find: "find",
  Replace: "replaceWith",
  next: "next",
  previous: "previous",
  all: "all",
  "match case": "matchCase",
  "by word": "byWord",
  regexp: "regexp",
  replace: "replace",
  "replace all": "replaceAll",
  close: "close",
  "Go to line": "goToLine",
  go: "go",
  "current match": "currentMatch",
  "on line": "onLine",
  "replaced match on line $": "replacedOne",
  "replaced $ matches": "replacedMany",
  Diagnostics: "findings",
  "No diagnostics": "noFindings",
  Completions: "completions",
  "Fold line": "fold",
  "Unfold line": "unfold",
  unfold: "unfold",
  "folded code": "folded",
  "Folded lines": "foldedLines",
  "Unfolded lines": "unfoldedLines",
  to: "to",
  "Selection deleted": "deleted",
  "Control character": "control",
};

export function phrases(t: (key: string) => string) {
  return EditorState.phrases.of(
    Object.fromEntries(Object.entries(names).map(([said, name]) => [said, t(`text.phrases.${name}`)])),
  );
}
