package live

import (
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// Placed is a control on elements.
type Placed struct {
	Control string   `json:"control"`
	Title   string   `json:"title"`
	On      []string `json:"on"`
	State   string   `json:"state"` // absent, planned or present
	File    string   `json:"file"`
	Line    int      `json:"line"`
}

// controls adds the placed controls.
func (v *View) controls(m *model.Model, ix *knowledge.Index) {
	for i := range m.Controls {
		c := &m.Controls[i]
		p := Placed{Control: c.Control.Text, Title: c.Control.Text, On: []string{}, State: string(c.State), File: c.At.File, Line: c.At.Line}
		if known := ix.Controls[p.Control]; known != nil {
			p.Title = known.Title
		}
		for _, w := range c.On {
			p.On = append(p.On, w.Text)
		}
		v.Controls = append(v.Controls, p)
	}
}
