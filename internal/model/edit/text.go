package edit

import (
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// surroundings is the number of lines that a span remembers on each side.
const surroundings = 3

// spans turn a changed text back. They are in the order of the text, and their places are those in the changed text.
func spans(text []byte, changes []yamltext.Change) []Span {
	s := string(text)
	out := make([]Span, len(changes))
	for i, c := range changes {
		end := c.At + len(c.Now)
		out[i] = Span{At: c.At, Was: c.Now, Now: c.Was, Before: linesBefore(s[:c.At]), After: linesAfter(s[end:])}
	}
	return out
}

func linesBefore(s string) string {
	at := len(s)
	for range surroundings {
		if at = strings.LastIndexByte(s[:max(at-1, 0)], '\n') + 1; at == 0 {
			break
		}
	}
	return s[at:]
}

func linesAfter(s string) string {
	at := 0
	for range surroundings {
		i := strings.IndexByte(s[at:], '\n')
		if i < 0 {
			return s
		}
		at += i + 1
	}
	return s[:at]
}

// create makes a file, which is there no more when the operation is taken back.
func (r *run) create(name, text string) {
	r.f.files[name] = []byte(text)
	delete(r.f.drafts, name)
	r.f.spaces = nil
	r.inverse = append(r.inverse, Operation{Do: Retext, File: name, Spans: []Span{{Was: text, Ends: true}}})
}

// retext puts other text in place of text, as an inverse has it. Nothing is changed unless every span is found.
func (r *run) retext() {
	op := r.op
	src, there := r.f.files[op.File]
	if len(op.Spans) == 0 {
		r.bad(diag.Pos{File: op.File}, diag.OperationForm, "", "text needs spans")
		return
	}
	if first := op.Spans[0]; first.Makes && len(op.Spans) == 1 && !there {
		if strings.Contains(op.File, "/") || !isModel(op.File) {
			r.bad(diag.Pos{File: op.File}, diag.OperationForm, "name a file right in the folder that ends in .yaml", "%s is no file of the description", op.File)
			return
		}
		r.create(op.File, first.Now)
		return
	} else if first.Ends && len(op.Spans) == 1 && there && first.Was == string(src) {
		delete(r.f.files, op.File)
		delete(r.f.drafts, op.File)
		r.inverse = append(r.inverse, Operation{Do: Retext, File: op.File, Spans: []Span{{Now: first.Was, Makes: true}}})
		return
	}
	var b strings.Builder
	var back []yamltext.Change
	text, last := string(src), 0
	for _, s := range op.Spans {
		at := locate(text, s)
		if !there || s.Makes || s.Ends || at < last {
			r.bad(diag.Pos{File: op.File}, diag.TextMoved, "change it by hand", "%s was changed since at this place, so that the change cannot be taken back", op.File)
			return
		}
		b.WriteString(text[last:at])
		back = append(back, yamltext.Change{At: b.Len(), Was: s.Was, Now: s.Now})
		b.WriteString(s.Now)
		last = at + len(s.Was)
	}
	b.WriteString(text[last:])
	out := []byte(b.String())
	if len(out) > yamltext.MaxBytes {
		r.bad(diag.Pos{File: op.File}, diag.FileTooLarge, "", "the file would have %d bytes", len(out))
		return
	}
	r.f.files[op.File] = out
	delete(r.f.drafts, op.File)
	r.inverse = append(r.inverse, Operation{Do: Retext, File: op.File, Spans: spans(out, back)})
}

// locate finds the place of a span: where it should be, else the only place with the same surroundings; -1 where there is none.
func locate(text string, s Span) int {
	around := s.Before + s.Was + s.After
	begin := s.At - len(s.Before)
	if begin >= 0 && begin <= len(text) && strings.HasPrefix(text[begin:], around) {
		return s.At
	}
	if around == "" {
		return -1
	}
	if i := strings.Index(text, around); i >= 0 && strings.LastIndex(text, around) == i {
		return i + len(s.Before)
	}
	return -1
}
