// The editor's colours and measures, all from the variables of look/.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", height: "100%", fontSize: "var(--text-s)" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "-3px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", paddingBottom: "3rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { color: "var(--muted)", backgroundColor: "var(--soft)", borderRight: "1px solid var(--rule)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--soft)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selected)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "transparent",
    outline: "1px solid var(--edge)",
  },
  ".cm-searchMatch": { backgroundColor: "var(--fair)", outline: "1px solid var(--fair-edge)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--selected)", outline: "2px solid var(--selected-edge)" },
  ".cm-panels": { color: "var(--ink)", backgroundColor: "var(--soft)" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--edge)" },
  ".cm-panel.cm-search, .cm-panel.cm-gotoLine": { padding: "0.4rem", fontSize: "var(--text-s)" },
  ".cm-panel label": { fontSize: "inherit", whiteSpace: "nowrap" },
  ".cm-textfield, .cm-button": {
    font: "inherit",
    color: "var(--ink)",
    background: "var(--paper)",
    border: "1px solid var(--edge)",
    borderRadius: "var(--round)",
  },
  ".cm-panel button[name=close]": { color: "var(--ink)", minWidth: "1.6rem", minHeight: "1.6rem" },
  ".cm-tooltip": {
    color: "var(--ink)",
    backgroundColor: "var(--raised)",
    border: "1px solid var(--edge)",
    borderRadius: "var(--round)",
    maxWidth: "34rem",
  },
  ".cm-tooltip-hover": { padding: "0.3rem 0.6rem", fontSize: "var(--text-s)", whiteSpace: "pre-wrap" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "var(--text-s)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--ink)", backgroundColor: "var(--selected)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal" },
  ".cm-completionInfo": { whiteSpace: "pre-wrap", fontFamily: "var(--sans)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-diagnostic": { fontFamily: "var(--sans)", whiteSpace: "normal" },
  ".cm-diagnostic .hint": { display: "block" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--bad-edge)" },
  ".cm-diagnostic-warning": { borderLeft: "4px solid var(--fair-edge)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad-edge)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--fair-edge)" },
  ".cm-panel.cm-panel-lint ul": { maxHeight: "10rem" },
  ".cm-lintRange-active": { backgroundColor: "var(--fair)" },
  ".cm-panel.cm-panel-lint ul [aria-selected], .cm-panel.cm-panel-lint ul:focus [aria-selected]": {
    color: "var(--ink)",
    backgroundColor: "var(--selected)",
    outline: "2px solid var(--selected-edge)",
    outlineOffset: "-2px",
  },
  ".cm-panel.cm-panel-lint ul [aria-selected] u": { textDecoration: "underline" },
  // Signs in the gutter are shapes as well as colours: a cross and a triangle.
  ".cm-gutter-lint": { width: "1.2em" },
  ".cm-lint-marker": { width: "1em", height: "1em", textAlign: "center", lineHeight: "1", fontWeight: "700" },
  ".cm-lint-marker-error": { content: "normal", color: "var(--bad-edge)" },
  ".cm-lint-marker-error::before": { content: "'✕'" },
  ".cm-lint-marker-warning": { content: "normal", color: "var(--fair-edge)" },
  ".cm-lint-marker-warning::before": { content: "'▲'" },
});

const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.keyword], color: "var(--code-key)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-text)" },
  { tag: [tags.labelName, tags.typeName, tags.meta], color: "var(--code-value)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
]);

export const editorLook = [theme, syntaxHighlighting(colours)];
