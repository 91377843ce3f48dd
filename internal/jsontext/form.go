package jsontext

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cordon/internal/diag"
)

// Form goes through a tree whose form is known, and reports what has another one. It belongs to one goroutine.
type Form struct {
	Source
	Codes FormCodes

	ds   *diag.List
	said map[string]bool
	path []string // steps to the value being read
}

// FormCodes are the codes of what may be wrong: the text is no JSON, it is too large, a value is of another kind, a member is one that nothing reads.
type FormCodes struct{ Malformed, TooLarge, Wrong, LeftOut diag.Code }

// most is how many diagnostics one file gives; a file of another kind would give one for each value.
const most = 50

// ReadForm reads JSON text as a tree; ok is false where it is none, and that is reported.
func ReadForm(file string, data []byte, depth int, codes FormCodes, ds *diag.List) (f *Form, root Value, ok bool) {
	f = &Form{Source: Source{File: file, Data: data}, Codes: codes, ds: ds, said: map[string]bool{}}
	root, ok = f.Tree(TreeOptions{
		Depth: depth, Report: f.Report, Malformed: codes.Malformed, TooLarge: codes.TooLarge, Show: short,
		Smaller: "ask its author for several documents", Again: "export the document again", Whole: "copy or export the document again", Other: "look for a JSON file",
	})
	return f, root, ok
}

// Report says something once, and of very many things the first ones.
func (f *Form) Report(offset int, code diag.Code, hint, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	key := fmt.Sprint(offset, code, message)
	if f.said[key] || len(f.said) == most {
		return
	}
	f.said[key] = true
	f.ds.Add(f.Place(offset), code, hint, "%s", message)
}

// short keeps a text of somebody else from filling a message.
func short(s string) string {
	if runes := []rune(s); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return s
}

// Members are the members that an object may have, with what reads them. "*" reads all others.
type Members map[string]func(*Value)

// Ignore is for members that are left out on purpose, and without a word.
func Ignore(*Value) {}

// Where is the JSON pointer of the value being read.
func (f *Form) Where() string {
	if len(f.path) == 0 {
		return "the document"
	}
	return "/" + strings.Join(f.path, "/")
}

// Is tells whether a value is of a kind, and reports it where it is not.
func (f *Form) Is(v *Value, want Kind) bool {
	if v.Kind != want {
		f.Report(v.At, f.Codes.Wrong, "", "%s is %s, not %s", f.Where(), v.Kind, want)
	}
	return v.Kind == want
}

// Object reads the members of an object in their order. What is not among them is reported as left out.
func (f *Form) Object(v *Value, members Members) {
	if !f.Is(v, Object) {
		return
	}
	for i := range v.Members {
		m := &v.Members[i]
		f.Below(m.Key, func() {
			read, ok := members[m.Key]
			if !ok {
				read, ok = members["*"]
			}
			if !ok {
				f.Report(m.Value.At, f.Codes.LeftOut, "", "%s is not read", f.Where())
				return
			}
			read(&m.Value)
		})
	}
}

// Each reads the items of a list.
func (f *Form) Each(v *Value, read func(*Value)) {
	if !f.Is(v, List) {
		return
	}
	for i := range v.Items {
		f.Below(strconv.Itoa(i), func() { read(&v.Items[i]) })
	}
}

// Text keeps a text.
func (f *Form) Text(to *string) func(*Value) {
	return func(v *Value) {
		if f.Is(v, Text) {
			*to = v.Text
		}
	}
}

// Texts adds to a list of texts.
func (f *Form) Texts(to *[]string) func(*Value) {
	return func(v *Value) {
		f.Each(v, func(item *Value) {
			if f.Is(item, Text) {
				*to = append(*to, item.Text)
			}
		})
	}
}

// Word keeps a text that is one of a closed list, and reports another.
func Word[T ~string](f *Form, to *T, of []T) func(*Value) {
	return func(v *Value) {
		if !f.Is(v, Text) {
			return
		}
		if !slices.Contains(of, T(v.Text)) {
			f.Report(v.At, f.Codes.Wrong, fmt.Sprintf("allowed: %s", join(of)), "%s is %.80q", f.Where(), v.Text)
			return
		}
		*to = T(v.Text)
	}
}

func join[T ~string](words []T) string {
	var out []string
	for _, w := range words {
		out = append(out, string(w))
	}
	return strings.Join(out, ", ")
}

// Below reads a value that stands one step further down. It is for what has to wait until other members are read.
func (f *Form) Below(step string, read func()) {
	f.path = append(f.path, short(step))
	read()
	f.path = f.path[:len(f.path)-1]
}
