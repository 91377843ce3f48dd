package yamltext

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// The library attaches comments to values and loses some of them, for instance in an empty list. Losing an author's
// words is not acceptable, so comments are found here: a `#` outside every scalar begins one, and where the scalars are
// is known from the tree.

// comment is one comment with its place in the source.
type comment struct {
	text   string // from `#` to the end of the line, without blanks at the end
	start  int    // byte offset of `#`
	line   int    // byte offset of the beginning of the line
	column int    // in characters, from 1
	own    bool   // nothing else stands on the line
	gap    bool   // an empty line follows
}

// source is a text with the byte offset of each node and of everything the tree does not tell.
type source struct {
	text     string
	starts   map[*yaml.Node]int
	ends     map[*yaml.Node]int // of scalars and of flow blocks with brackets
	dashes   []int              // of block lists, with a few more that do no harm
	comments []comment
}

// scan finds the offsets. It fails only if the tree does not belong to the text.
func scan(text string, doc *yaml.Node) (*source, error) {
	s := &source{text: text, starts: map[*yaml.Node]int{}, ends: map[*yaml.Node]int{}}
	closing := map[int]int{}
	between := scanner{s, closing, nil}
	at := cursor{text: text, line: 1, column: 1}
	last := 0
	var walk func(n *yaml.Node) error
	walk = func(n *yaml.Node) error {
		start, err := at.seek(n.Line, n.Column)
		if err != nil {
			return err
		}
		s.starts[n] = start
		if n.Kind == yaml.ScalarNode {
			begin, end, err := s.extent(n, start)
			if err != nil {
				return err
			}
			between.gap(last, begin)
			s.ends[n], last = end, max(last, end)
			return nil
		}
		for _, c := range n.Content {
			if err := walk(c); err != nil {
				return err
			}
		}
		return nil
	}
	if err := walk(doc.Content[0]); err != nil {
		return nil, err
	}
	between.gap(last, len(text))
	for n, start := range s.starts {
		if end, ok := closing[start]; ok && n.Kind != yaml.ScalarNode {
			s.ends[n] = end
		}
	}
	return s, nil
}

// extent is where the characters of a scalar begin and end. The value of a scalar without quotes consists of the same
// characters as its source, except for blanks and line breaks; so the end is where they are used up.
func (s *source) extent(n *yaml.Node, start int) (begin, end int, err error) {
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		end, err = s.quoted(start)
		return start, end, err
	}
	i := start
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		i = lineEnd(s.text, start) // a comment may stand behind the `|`
	}
	begin = i
	end = i
	for _, r := range n.Value {
		if isBlank(r) {
			continue
		}
		for i < len(s.text) {
			c, size := utf8.DecodeRuneInString(s.text[i:])
			i += size
			if isBlank(c) {
				continue
			}
			if c != r {
				return 0, 0, fmt.Errorf("line %d: the source does not continue as %q", n.Line, n.Value)
			}
			end = i
			break
		}
	}
	return begin, end, nil
}

func (s *source) quoted(start int) (int, error) {
	quote := byte(0)
	if start < len(s.text) {
		quote = s.text[start]
	}
	for i := start + 1; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '\\' && quote == '"':
			i++
		case c == '\'' && quote == '\'' && i+1 < len(s.text) && s.text[i+1] == '\'':
			i++
		case c == quote:
			return i + 1, nil
		}
	}
	return 0, fmt.Errorf("offset %d: a quoted text does not end", start)
}

// scanner reads what stands between scalars: brackets, dashes and comments.
type scanner struct {
	*source
	closing map[int]int
	open    []int
}

func (s *scanner) gap(from, to int) {
	for i := from; i < to; i++ {
		switch s.text[i] {
		case '[', '{':
			s.open = append(s.open, i)
		case ']', '}':
			if k := len(s.open) - 1; k >= 0 {
				s.closing[s.open[k]] = i + 1
				s.open = s.open[:k]
			}
		case '-':
			s.dashes = append(s.dashes, i)
		case '#':
			c := s.comment(i)
			s.comments = append(s.comments, c)
			i = lineEnd(s.text, i) - 1
		}
	}
}

func (s *scanner) comment(start int) comment {
	line := lineStart(s.text, start)
	end := lineEnd(s.text, start)
	before := s.text[line:start]
	next := end + breakSize(s.text[end:])
	return comment{
		text:   strings.TrimRight(s.text[start:end], " \t"),
		start:  start,
		line:   line,
		column: utf8.RuneCountInString(before) + 1,
		own:    strings.Trim(before, " \t") == "",
		gap:    next > end && breakSize(strings.TrimLeft(s.text[next:], " \t")) > 0,
	}
}

// cursor turns lines and columns, which rise through the tree, into byte offsets without counting from the beginning.
type cursor struct {
	text                 string
	offset, line, column int
}

func (c *cursor) seek(line, column int) (int, error) {
	if line < c.line || line == c.line && column < c.column {
		return 0, fmt.Errorf("line %d: a value stands before the one it follows", line)
	}
	for c.offset < len(c.text) && (c.line < line || c.column < column) {
		n := breakSize(c.text[c.offset:])
		switch {
		case n > 0 && c.line == line:
			return c.offset, nil
		case n > 0:
			c.offset, c.line, c.column = c.offset+n, c.line+1, 1
		default:
			_, size := utf8.DecodeRuneInString(c.text[c.offset:])
			c.offset, c.column = c.offset+size, c.column+1
		}
	}
	return c.offset, nil
}

// breakSize is the length of the line break that s begins with, or 0. YAML 1.1, and with it the library, has five.
func breakSize(s string) int {
	switch {
	case s == "" || s[0] < utf8.RuneSelf && s[0] != '\r' && s[0] != '\n': // nearly always
		return 0
	case strings.HasPrefix(s, "\r\n"), strings.HasPrefix(s, "\u0085"):
		return 2
	case strings.HasPrefix(s, "\n"), strings.HasPrefix(s, "\r"):
		return 1
	case strings.HasPrefix(s, "\u2028"), strings.HasPrefix(s, "\u2029"):
		return 3
	}
	return 0
}

const breaks = "\r\n\u0085\u2028\u2029"

func isBlank(r rune) bool {
	switch r {
	case ' ', '\t', '\r', '\n', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

func lineEnd(s string, from int) int {
	if i := strings.IndexAny(s[from:], breaks); i >= 0 {
		return from + i
	}
	return len(s)
}

// lineStart is the offset of the beginning of the line that holds the offset. A break belongs to the line it ends.
func lineStart(s string, offset int) int {
	if i := strings.LastIndexAny(s[:offset], breaks); i >= 0 {
		return i + breakSize(s[i:])
	}
	return 0
}
