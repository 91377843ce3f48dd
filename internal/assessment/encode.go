package assessment

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// Encode writes the assessment as JSON, one list item a line: a model of thousands of elements is written without holding
// the text in memory, and two assessments can be compared by line.
func (a *Assessment) Encode(w io.Writer) error {
	e := encoder{w: bufio.NewWriterSize(w, 1<<16)}
	e.text("{\n")
	e.value("model", a.Model)
	e.value("knowledge", a.Knowledge)
	e.value("engine", a.Engine)
	e.value("summary", a.Summary)
	list(&e, "assets", a.Assets)
	list(&e, "threats", a.Threats)
	list(&e, "consequences", a.Consequences)
	list(&e, "harms", a.Harms)
	list(&e, "controls", a.Controls)
	list(&e, "questions", a.Questions)
	e.text("\n}\n")
	if e.err == nil {
		e.err = e.w.Flush()
	}
	if e.err != nil {
		return fmt.Errorf("write assessment: %w", e.err)
	}
	return nil
}

// Decode reads what Encode wrote.
func Decode(r io.Reader) (*Assessment, error) {
	a := &Assessment{}
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	if err := d.Decode(a); err != nil {
		return nil, fmt.Errorf("read assessment: %w", err)
	}
	return a, nil
}

type encoder struct {
	w     *bufio.Writer
	begun bool
	err   error
}

func (e *encoder) text(s string) {
	if e.err == nil {
		_, e.err = e.w.WriteString(s)
	}
}

func (e *encoder) key(key string) {
	if e.begun {
		e.text(",\n")
	}
	e.begun = true
	e.text(`"` + key + `": `)
}

func (e *encoder) value(key string, v any) {
	e.key(key)
	e.json(v)
}

func (e *encoder) json(v any) {
	if e.err != nil {
		return
	}
	var raw []byte
	if raw, e.err = json.Marshal(v); e.err == nil {
		_, e.err = e.w.Write(raw)
	}
}

func list[T any](e *encoder, key string, items []T) {
	e.key(key)
	e.text("[")
	for i := range items {
		if i > 0 {
			e.text(",")
		}
		e.text("\n")
		e.json(&items[i])
	}
	if len(items) > 0 {
		e.text("\n")
	}
	e.text("]")
}
