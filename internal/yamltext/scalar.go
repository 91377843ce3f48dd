package yamltext

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// notText matches what YAML 1.2 reads as null, a truth value or a number when it has no quotes.
var notText = regexp.MustCompile(`^(~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|` +
	`[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$`)

var nothing = regexp.MustCompile(`^(|~|null|Null|NULL)$`)

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// oneLine writes a scalar on one line: as it is where that is read back as the same text, else in double quotes.
func oneLine(n *yaml.Node, shape reflect.Type, inFlow bool) string {
	if isNull(n) {
		return "null"
	}
	if readsAsText(n, shape) && staysPlain(n.Value, inFlow) {
		return n.Value
	}
	return quote(n.Value)
}

// key writes a key. Keys are always text.
func key(n *yaml.Node, inFlow bool) string {
	if !notText.MatchString(n.Value) && staysPlain(n.Value, inFlow) {
		return n.Value
	}
	return quote(n.Value)
}

// readsAsText tells whether a value may stand without quotes. Words and numbers may: they are read as they are written.
// A text that looks like a number may not, because other readers of YAML would take it for one. Where the type is not
// known the author's quotes decide.
func readsAsText(n *yaml.Node, shape reflect.Type) bool {
	if nothing.MatchString(n.Value) {
		return false
	}
	quoted := n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	switch {
	case shape == nil:
		return !quoted || !notText.MatchString(n.Value)
	case shape.Kind() == reflect.String:
		return !notText.MatchString(n.Value)
	}
	return true
}

// staysPlain tells whether a text without quotes is one scalar with the same characters. It refuses more than it must.
func staysPlain(s string, inFlow bool) bool {
	if s == "" || s == "<<" || strings.Trim(s, " ") != s || !printable(s) || strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...") {
		return false
	}
	if strings.ContainsRune("?:,[]{}#&*!|>'\"%@`", rune(s[0])) || s[0] == '-' && (len(s) == 1 || strings.ContainsRune(" ,[]{}", rune(s[1]))) {
		return false
	}
	if strings.Contains(s, ": ") || strings.Contains(s, " #") || strings.HasSuffix(s, ":") {
		return false
	}
	return !inFlow || !strings.ContainsAny(s, ",[]{}")
}

// printable tells whether a text can stand on a line without escapes.
func printable(s string) bool {
	for _, r := range s {
		if r < 0x20 || r >= 0x7F && r < 0xA0 || r == 0x2028 || r == 0x2029 || r == 0xFEFF || r == 0xFFFE || r == 0xFFFF {
			return false
		}
	}
	return true
}

func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case printable(string(r)):
			b.WriteRune(r)
		case r > 0xFFFF:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// literal gives the lines of a text for the `|` style, and its header. It is false for texts whose blanks at the
// beginning or end the style would not keep.
func literal(s string) (header string, lines []string, ok bool) {
	header, body := "|-", s
	if strings.HasSuffix(s, "\n") {
		header, body = "|", strings.TrimSuffix(s, "\n")
	}
	lines = strings.Split(body, "\n")
	if !strings.Contains(s, "\n") || strings.ContainsAny(body[:min(1, len(body))], " \t\n") || strings.Trim(lines[len(lines)-1], " \t") == "" {
		return "", nil, false
	}
	for _, l := range lines {
		if !printable(strings.ReplaceAll(l, "\t", " ")) {
			return "", nil, false
		}
	}
	return header, lines, true
}

// folded breaks a text into lines of at most width characters for the `>-` style. A line is only broken at a single
// space, since the style would not keep other blanks. It is false where nothing can be broken.
func folded(s string, width int) ([]string, bool) {
	if !printable(s) || strings.Trim(s, " ") != s {
		return nil, false
	}
	var lines []string
	line, columns := "", 0
	for i, w := range words(s) {
		n := utf8.RuneCountInString(w)
		if i > 0 && columns+1+n <= width {
			line, columns = line+" "+w, columns+1+n
			continue
		}
		if i > 0 {
			lines = append(lines, line)
		}
		line, columns = w, n
	}
	lines = append(lines, line)
	return lines, len(lines) > 1
}

// words splits a text at its single spaces; runs of spaces stay inside the words.
func words(s string) []string {
	var out []string
	begin := 0
	for i := 1; i+1 < len(s); i++ {
		if s[i] == ' ' && s[i-1] != ' ' && s[i+1] != ' ' {
			out = append(out, s[begin:i])
			begin = i + 1
		}
	}
	return append(out, s[begin:])
}
