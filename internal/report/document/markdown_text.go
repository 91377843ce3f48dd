package document

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// styledMarkdown is the text of a span with its look. The marks of Markdown serve where they surely mean what they should, beside the
// given neighbours; elsewhere the elements of HTML do.
func styledMarkdown(s Span, before, after rune, opens bool) string {
	switch {
	case s.Style == Code && fitsBackticks(s.Text):
		return "`" + s.Text + "`"
	case s.Style == Code:
		return "<code>" + escapeMarkdown(s.Text, false) + "</code>"
	case s.Style == Strong && besideMark(firstRune(s.Text), before) && besideMark(lastRune(s.Text), after):
		return "**" + escapeMarkdown(s.Text, false) + "**"
	case s.Style == Strong:
		return "<strong>" + escapeMarkdown(s.Text, false) + "</strong>"
	}
	return escapeMarkdown(s.Text, opens)
}

// fitsBackticks says whether a text can stand between backticks, where nothing can be escaped. Mail addresses cannot: some readers take
// the backtick in front for a part of them.
func fitsBackticks(s string) bool {
	_, domain, _ := strings.Cut(s, "@")
	return !strings.ContainsAny(s, "`|\n") && !strings.Contains(domain, ".")
}

// besideMark says whether asterisks between the two signs open or close strong text. It asks for more than the rule of CommonMark
// (0.31.2, 6.2, “flanking”), so that older readers agree.
func besideMark(inner, outer rune) bool {
	return isWord(inner) || !unicode.IsSpace(inner) && (unicode.IsSpace(outer) || outer < utf8.RuneSelf && unicode.IsPunct(outer))
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

func lastRune(s string) rune { r, _ := utf8.DecodeLastRuneInString(s); return r }

// escapeMarkdown makes a clean text stand for itself on a line, and line breaks of it elements. What would be harmless where it stands
// is left as it is, so that the file can be read without a program. opens says that the text opens a block.
func escapeMarkdown(s string, opens bool) string {
	rs := []rune(s)
	at := func(i int) rune {
		if i < 0 || i >= len(rs) {
			return 0
		}
		return rs[i]
	}
	var b strings.Builder
	number := opens          // whether the block begins with digits up to here
	runEnd, lastDot := 0, -1 // of signs that can stand in the domain of a mail address
	for i, r := range rs {
		before, after := at(i-1), at(i+1)
		escaped := false
		switch r {
		case '\\', '`', '*', '[', ']', '<', '|', '~', '$':
			escaped = true
		case '_': // within a word it is no mark
			escaped = !isWord(before) || !isWord(after)
		case '#': // at the end of a heading too
			escaped = before == 0 || before == ' '
		case '&':
			escaped = after == '#' || isWord(after)
		case '>', '-', '+':
			escaped = opens && i == 0
		case ')':
			escaped = number && i > 0
		case '.': // GitHub makes links of “www.” and “://” that stand by themselves
			escaped = number && i > 0 || i >= 3 && strings.EqualFold(string(rs[i-3:i]), "www")
		case ':':
			escaped = after == '/' && at(i+2) == '/'
		case '@':
			if i >= runEnd {
				for runEnd = i + 1; inDomain(at(runEnd)); runEnd++ {
					if rs[runEnd] == '.' && isWord(at(runEnd+1)) {
						lastDot = runEnd
					}
				}
			}
			// GitHub makes links of mail addresses and names of users after it has resolved escapes; an empty comment keeps them apart.
			if lastDot > i || isWord(after) && !isWord(before) {
				b.WriteString("@<!-- -->")
				continue
			}
		case '\n':
			b.WriteString("<br>")
			continue
		}
		if escaped {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		number = number && r >= '0' && r <= '9'
	}
	return b.String()
}

func inDomain(r rune) bool {
	return r < utf8.RuneSelf && isWord(r) || r != 0 && strings.ContainsRune(".-_@/", r)
}

// markdownAddress is a safe address as the destination of a link: signs that could end it, or begin something, are written in
// hexadecimals, as html/template does.
func markdownAddress(address string) string {
	var b strings.Builder
	for _, c := range []byte(address) {
		switch {
		case c == '&':
			b.WriteString("&amp;")
		case c < utf8.RuneSelf && isWord(rune(c)), strings.IndexByte("-._~:/?#@!$',;=+%[]", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
