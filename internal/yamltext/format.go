package yamltext

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
)

// Width is the number of columns that lines are broken at.
const Width = 100

// Compact is implemented by shapes whose file is one entry, such as those of the knowledge base: no empty lines between
// keys, and plain lists on one line where they fit.
type Compact interface{ IsEntry() }

// Format writes a file in its one canonical form and keeps every comment near its value. The shape is a pointer to the
// struct the file is decoded into: keys stand in the order of its fields. It returns nil when the file is not YAML that
// Parse accepts; the reasons are in ds. It returns an error rather than lose a value or a comment.
func Format(file string, src []byte, shape any, ds *diag.List) ([]byte, error) {
	src = bytes.ReplaceAll(bytes.TrimPrefix(src, []byte("\uFEFF")), []byte("\r\n"), []byte("\n"))
	doc := Parse(file, src, ds)
	if doc == nil {
		return nil, nil
	}
	if root := doc.Content[0]; root.Kind != yaml.MappingNode {
		ds.Add(place(file, root), diag.WrongType, "", "expected a block, found %s", form(root))
		return nil, nil
	}
	if !wordKeys(file, doc, ds) {
		return nil, nil
	}
	t := reflect.TypeOf(shape).Elem()
	s, err := scan(string(src), doc)
	if err != nil {
		return nil, fmt.Errorf("format %s: %w", file, err)
	}
	root, err := tree(s, doc, t)
	if err != nil {
		return nil, fmt.Errorf("format %s: %w", file, err)
	}
	_, root.compact = shape.(Compact)
	out := root.document()
	if err := verify(s, doc, out, t); err != nil {
		return nil, fmt.Errorf("format %s: the result would differ from the source: %w", file, err)
	}
	return out, nil
}

// wordKeys tells whether all keys are words. The library misplaces what others leave empty, so that they cannot be written back.
func wordKeys(file string, n *yaml.Node, ds *diag.List) bool {
	good := true
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			good = wordKey(file, c, ds) && good
		}
		good = wordKeys(file, c, ds) && good
	}
	return good
}

// document writes the whole file. Comments at the top that an empty line separates from the first key are about the
// file, so they stay at the top when the keys are put in order.
func (v *value) document() []byte {
	p := &printer{compact: v.compact}
	header := v.header()
	v.arrange()
	p.comments(append(header, v.header()...), 0)
	multi := false
	for i, e := range v.entries {
		before := p.Len()
		p.entry(e, 0)
		text := string(p.Bytes()[before:])
		now := strings.Count(text, "\n") > 1
		if i > 0 && (multi || now) && !v.compact {
			p.Truncate(before)
			p.WriteString("\n" + text)
		}
		multi = now
	}
	if len(v.entries) == 0 {
		p.WriteString("{}\n")
	}
	if foot := trimmed(v.foot); len(foot) > 0 {
		p.WriteByte('\n')
		p.comments(foot, 0)
	}
	return p.Bytes()
}

// header takes from the first key the comments that an empty line separates from it.
func (v *value) header() []string {
	if len(v.entries) == 0 {
		return nil
	}
	first := v.entries[0]
	i := lastEmpty(first.head)
	header := slices.Clone(first.head[:i+1])
	first.head = first.head[i+1:]
	return header
}

func lastEmpty(lines []string) int {
	for i, l := range slices.Backward(lines) {
		if l == "" {
			return i
		}
	}
	return -1
}

// trimmed is a comment without empty lines at its end.
func trimmed(lines []string) []string {
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// printer writes blocks. Each method begins at the beginning of a line or behind a key, and ends its last line.
type printer struct {
	bytes.Buffer
	compact bool
}

func (p *printer) comments(lines []string, indent int) {
	for _, l := range lines {
		if l != "" {
			p.indent(indent)
		}
		p.WriteString(l + "\n")
	}
}

func (p *printer) indent(n int) { p.WriteString(strings.Repeat(" ", n)) }

// entry writes one key and its value, or one item, with the comments around it. Below the top level a value stands on
// the line of its key if it fits.
func (p *printer) entry(e *entry, indent int) {
	lead := "-"
	if e.key != nil {
		lead = key(e.key, false) + ":"
	}
	v := e.value
	room := Width - indent - utf8.RuneCountInString(lead) - 1
	text, ok := v.inline(room, indent == 0 && !(p.compact && v.flat()))
	var lines []string
	if !ok && v.node.Kind == yaml.ScalarNode {
		var header string
		header, lines, text = v.long(Width - indent - 2)
		ok = lines == nil
		lead = strings.TrimSpace(lead + " " + header)
	}
	line := e.line
	if line != "" && !ok && (lines != nil || e.key == nil) {
		e.head, line = append(e.head, line), "" // there is no place for it behind the `-` or `>-`
	}
	p.comments(e.head, indent)
	p.indent(indent)
	p.WriteString(lead)
	if ok && text != "" {
		p.WriteString(" " + text)
	}
	if !ok && lines == nil && e.key == nil {
		p.WriteByte(' ')
		p.nested(v, indent+2)
		return
	}
	if line != "" {
		p.WriteString(" " + line)
	}
	p.WriteByte('\n')
	for _, l := range lines {
		if l != "" {
			p.indent(indent + 2)
		}
		p.WriteString(l + "\n")
	}
	if !ok && lines == nil {
		p.block(v, indent+2)
	}
}

func (p *printer) block(v *value, indent int) {
	for _, e := range v.entries {
		p.entry(e, indent)
	}
	p.comments(trimmed(v.foot), indent)
}

// nested writes a block behind the `- ` of an item: its first line needs no indentation. If a comment comes first, the
// block begins on the next line.
func (p *printer) nested(v *value, indent int) {
	q := &printer{}
	q.block(v, indent)
	text := q.String()
	if first := strings.TrimLeft(text, " "); !strings.HasPrefix(first, "#") {
		p.WriteString(first)
		return
	}
	p.Truncate(p.Len() - 1)
	p.WriteString("\n" + text)
}

// long writes a scalar that is no single line: as literal lines, as folded lines, or, where its blanks forbid both, in
// quotes after all.
func (v *value) long(width int) (header string, lines []string, text string) {
	if h, lines, ok := literal(v.node.Value); ok {
		return h, lines, ""
	}
	if lines, ok := folded(v.node.Value, max(width, Width/2)); ok && !isNull(v.node) {
		return ">-", lines, ""
	}
	return "", nil, oneLine(v.node, v.shape, false)
}

// inline writes a value on one line, if there are no comments inside, it has at most room columns, and it is not a
// block of the top level. What is known to be nothing is written as nothing.
func (v *value) inline(room int, top bool) (string, bool) {
	if v.node.Kind == yaml.ScalarNode {
		if isNull(v.node) {
			return "", true
		}
		if _, _, multi := literal(v.node.Value); multi {
			return "", false
		}
		text := oneLine(v.node, v.shape, false)
		return text, utf8.RuneCountInString(text) <= room
	}
	if top && (len(v.entries) > 0 || len(v.foot) > 0) {
		return "", false
	}
	var b strings.Builder
	ok := v.flowText(&b, room)
	return b.String(), ok && utf8.RuneCountInString(b.String()) <= room
}

// flat tells whether a value holds only scalars.
func (v *value) flat() bool {
	return !slices.ContainsFunc(v.entries, func(e *entry) bool { return e.value.node.Kind != yaml.ScalarNode })
}

// flowText appends a value in brackets. It gives up early, so that a large block costs no more than a line.
func (v *value) flowText(b *strings.Builder, room int) bool {
	if v.node.Kind == yaml.ScalarNode {
		b.WriteString(oneLine(v.node, v.shape, true))
		return !strings.Contains(v.node.Value, "\n")
	}
	open, shut := "[", "]"
	if v.node.Kind == yaml.MappingNode {
		open, shut = "{", "}"
	}
	if len(v.foot) > 0 {
		return false
	}
	b.WriteString(open)
	for i, e := range v.entries {
		if len(e.head) > 0 || e.line != "" || b.Len() > room*utf8.UTFMax {
			return false
		}
		if i > 0 {
			b.WriteString(", ")
		}
		if e.key != nil {
			b.WriteString(key(e.key, true) + ": ")
		}
		if !e.value.flowText(b, room) {
			return false
		}
	}
	b.WriteString(shut)
	return true
}
