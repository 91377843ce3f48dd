package oscal

import (
	"regexp"
	"strings"
)

// OSCAL takes titles and prose as Markdown, and property values as one line without space at the ends.

// special are the characters that could be read as Markdown of OSCAL, as HTML, or as the place of a parameter.
const special = "\\*_`~^<[{"

// markup writes plain text as Markdown.
func markup(s string) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(s) {
		if strings.ContainsRune(special, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// markupLine writes plain text as one line of Markdown.
func markupLine(s string) string { return markup(line(s)) }

// line is text in one line, without space at the ends or twice in the middle.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

var escaped = regexp.MustCompile("\\\\([!-/:-@[-`{-~])")

// plain is Markdown with its escaped characters as themselves. Emphasis and links stay as their author wrote them.
func plain(s string) string { return escaped.ReplaceAllString(strings.TrimSpace(s), "$1") }

// plainLine is a line of Markdown as plain text.
func plainLine(s string) string { return line(plain(s)) }

// titled is a title: the first of some texts that says something, for OSCAL has no empty one.
func titled(texts ...string) string {
	for _, s := range texts {
		if s = markupLine(s); s != "" {
			return s
		}
	}
	return "untitled"
}
