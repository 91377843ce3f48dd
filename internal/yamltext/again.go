package yamltext

import (
	"slices"
	"strings"

	"cordon/internal/diag"
)

// again reads the result of a change that lies within one entry of a block at the top of the file, by reading only that
// entry: a change is then as quick in a large file as in a small one. All that stands behind it is moved by the difference.
// It is false where the change is not of this sort, or where the entry does not hold what it should; then all is read.
func (d *Draft) again(text string, changes []Change) (*Draft, bool) {
	block, e := d.around()
	if e == nil {
		return nil, false
	}
	from, to := lineStart(d.src.text, e.start), d.nextLine(e)
	by := len(text) - len(d.src.text)
	part := text[from : to+by]
	var ds diag.List
	doc := Parse(d.file, []byte(part), &ds)
	if doc == nil || !wordKeys(d.file, doc, &ds) {
		return nil, false
	}
	s, err := scan(part, doc)
	if err != nil {
		return nil, false
	}
	v, err := tree(s, doc, block.value.shape)
	if err != nil || len(v.entries) != 1 || len(v.foot) > 0 || v.flow || v.column != block.value.column || kindOf(v.node) != Block {
		return nil, false
	}
	now := v.entries[0]
	was := d.comments(from, to)
	if now.key.Value != e.key.Value || len(now.head) > 0 || alike(e.value, now.value) != nil ||
		!slices.Equal(without(append(inOrder(was), d.gained...), d.lost), texts(s.comments)) {
		return nil, false
	}
	// The last of its lines may only be followed by a line that begins anew.
	if to < len(d.src.text) && !endsLine(part) {
		return nil, false
	}
	lines := count(part) - count(d.src.text[from:to])
	before := count(d.src.text[:from])
	first, _ := slices.BinarySearchFunc(d.src.comments, from, func(c comment, at int) int { return c.start - at })
	comments := slices.Clone(d.src.comments[:first])
	for _, c := range s.comments {
		c.start, c.line = c.start+from, c.line+from
		comments = append(comments, c)
	}
	for _, c := range d.src.comments[first+len(was):] {
		c.start, c.line = c.start+by, c.line+by
		comments = append(comments, c)
	}
	now.move(from, before)
	rest := false
	for _, top := range d.root.e.value.entries {
		if top.value == block.value {
			for i, x := range top.value.entries {
				if rest {
					x.move(by, lines)
				}
				if x == e {
					now.head = e.head
					top.value.entries[i], rest = now, true
				}
			}
			last := top.value.entries[len(top.value.entries)-1]
			top.value.end, top.end = last.end, last.end
		} else if rest {
			top.move(by, lines)
		}
	}
	root := d.root.e.value
	root.end = root.entries[len(root.entries)-1].end
	after := &Draft{file: d.file, bom: d.bom, eol: d.eol, shape: d.shape, parse: d.parse, src: &source{text: text, comments: comments}}
	after.root = &Place{draft: after, e: &entry{value: root, start: root.start, end: root.end}}
	return after, true
}

// around is the entry, and the block at the top that it is in, that holds all changes; nil where there is none.
func (d *Draft) around() (block, in *entry) {
	if d.root.e.value.flow || len(d.splices) == 0 {
		return nil, nil
	}
	start, end := d.splices[0].start, d.splices[len(d.splices)-1].end
	holding := func(v *value) *entry {
		for _, e := range slices.Backward(v.entries) {
			if e.start >= 0 && e.start <= start {
				return e
			}
		}
		return nil
	}
	if slices.ContainsFunc(d.root.e.value.entries, func(e *entry) bool { return e.start < 0 }) {
		return nil, nil
	}
	block = holding(d.root.e.value)
	if block == nil || kindOf(block.value.node) != Block || block.value.flow {
		return nil, nil
	}
	v := block.value
	if slices.ContainsFunc(v.entries, func(e *entry) bool { return e.start < 0 }) || v.start < 0 {
		return nil, nil
	}
	in = holding(v)
	if in == nil || end > d.nextLine(in) || start == end && end == d.nextLine(in) {
		return nil, nil
	}
	line := lineStart(d.src.text, in.start)
	if strings.Trim(d.src.text[line:in.start], " ") != "" {
		return nil, nil
	}
	return block, in
}

func (e *entry) move(by, lines int) {
	e.start, e.end, e.keyEnd = e.start+by, e.end+by, e.keyEnd+by
	e.value.move(by, lines)
}

func (v *value) move(by, lines int) {
	v.start, v.end = v.start+by, v.end+by
	v.lines += lines
	for _, e := range v.entries {
		e.move(by, lines)
	}
}

// count is the number of line breaks in a text.
func count(text string) int {
	n := strings.Count(text, "\n")
	if strings.ContainsAny(text, "\r\u0085\u2028\u2029") {
		n = 0
		for i := 0; i < len(text); {
			if size := breakSize(text[i:]); size > 0 {
				n, i = n+1, i+size
			} else {
				i++
			}
		}
	}
	return n
}
