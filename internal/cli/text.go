package cli

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const columns = 80

// text writes readable output: headings, items, wrapped lines. The first error ends the writing.
type text struct {
	w      io.Writer
	colour bool
	begun  bool
	err    error
}

func newText(w io.Writer) *text { return &text{w: w, colour: isTerminal(w)} }

func (t *text) printf(format string, a ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format, a...)
	}
	t.begun = true
}

// heading begins a part, with a blank line before it.
func (t *text) heading(format string, a ...any) {
	if t.begun {
		t.printf("\n")
	}
	for _, line := range wrap("", "  ", fmt.Sprintf(format, a...)) {
		t.printf("%s\n", t.style(bold, line))
	}
}

func (t *text) item(format string, a ...any) { t.wrapped("  ", "  ", fmt.Sprintf(format, a...)) }
func (t *text) sub(format string, a ...any)  { t.wrapped("    ", "    ", fmt.Sprintf(format, a...)) }

// wrapped writes words on lines of at most 80 columns.
func (t *text) wrapped(first, rest, s string) {
	for _, line := range wrap(first, rest, s) {
		t.printf("%s\n", line)
	}
}

// wrap breaks words into lines of at most 80 columns; a longer word has a line of its own.
func wrap(first, rest, s string) []string {
	var lines []string
	line, begun := first, false
	for _, word := range strings.Fields(s) {
		if begun && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > columns {
			lines = append(lines, line)
			line, begun = rest, false
		}
		if begun {
			line += " "
		}
		line += word
		begun = true
	}
	return append(lines, line)
}

type style string

const (
	bold   style = "1"
	red    style = "31"
	yellow style = "33"
	green  style = "32"
	dim    style = "2"
)

func (t *text) style(s style, what string) string {
	if !t.colour {
		return what
	}
	return "\033[" + string(s) + "m" + what + "\033[0m"
}

// level colours a word by how bad it is; the word itself says it as well.
func (t *text) level(word string) string {
	switch word {
	case "unacceptable", "very-high", "high":
		return t.style(red, word)
	case "reduce", "medium":
		return t.style(yellow, word)
	case "acceptable":
		return t.style(green, word)
	}
	return word
}

// pad fills a text up to a width, cutting it with an ellipsis where it is longer.
func pad(s string, width int) string {
	n := utf8.RuneCountInString(s)
	if n > width {
		r := []rune(s)
		return string(r[:width-1]) + "…"
	}
	return s + strings.Repeat(" ", width-n)
}
