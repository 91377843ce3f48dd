// Package live is what an editor sees of a text: diagnostics, questions, the graph that a canvas draws, levels, what may be connected, and
// what may be typed. It reads files from memory and judges nothing; the engine and safety do.
package live

import (
	"context"
	"fmt"
	"io/fs"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/model"
	"cordon/internal/project"
)

// View is a system as an editor shows it. The same files and knowledge give the same bytes as JSON. Lists are never null. Where a diagnostic
// is an error, Graph and Levels are absent: nothing is computed from a text that could mean something else, and the client keeps the last
// good ones.
type View struct {
	Diagnostics []Diagnostic     `json:"diagnostics"` // by file, line and column
	Gaps        []Gap            `json:"gaps"`        // by file, line and column; none while there are errors
	Checks      map[string]Check `json:"checks"`      // what the gaps are of, by id
	Questions   []Question       `json:"questions"`   // by element and fact; none while there are errors
	Facts       map[string]Fact  `json:"facts"`       // what the questions are about, by id
	Controls    []Placed         `json:"controls"`    // by control, as the text has them; none while there are errors
	System      *System          `json:"system,omitempty"`
	Graph       *Graph           `json:"graph,omitempty"`
	Levels      *Levels          `json:"levels,omitempty"`
}

// System names the system, as far as the text says.
type System struct {
	ID              string      `json:"id"`
	Name            string      `json:"name"`
	Version         string      `json:"version,omitempty"`
	IntendedPurpose string      `json:"intended-purpose"`
	Users           []string    `json:"users,omitempty"`
	Regulation      *Regulation `json:"regulation,omitempty"`
	File            string      `json:"file"`
	Line            int         `json:"line"`
}

// Regulation is the regulatory frame as the author claims it.
type Regulation struct {
	Markets       []model.Market    `json:"markets,omitempty"`
	DeviceClass   model.DeviceClass `json:"device-class,omitempty"`
	Rule          string            `json:"rule,omitempty"`
	SoftwareClass model.SafetyClass `json:"software-safety-class,omitempty"`
	FDAClass      model.FDAClass    `json:"fda-class,omitempty"`
}

// Mode is how levels of a view count controls: those that are planned too, as `cordon assess` does.
const Mode = engine.Future

// Make reads the system of a name, a file or directory ("." for all of fsys), and says what an editor shows of it. Errors are of the program or
// of ctx; what is wrong with the text is in the view.
func Make(ctx context.Context, k *project.Knowledge, fsys fs.FS, name string) (*View, error) {
	return remake(ctx, nil, k, fsys, name)
}

// remake is Make with trees, which may be nil.
func remake(ctx context.Context, trees *model.Trees, k *project.Knowledge, fsys fs.FS, name string) (*View, error) {
	var ds diag.List
	m := project.ReadAgain(trees, fsys, name, ".", k, &ds)
	v := &View{Gaps: []Gap{}, Checks: map[string]Check{}, Questions: []Question{}, Facts: map[string]Fact{}, Controls: []Placed{}, System: systemOf(m)}
	places := newPlaces(fsys)
	v.Diagnostics = places.diagnostics(ds.Sorted())
	if ds.HasErrors() {
		return v, nil
	}
	x, err := project.Examine(ctx, m, k, Mode)
	if err != nil {
		return nil, fmt.Errorf("view %s: %w", name, err)
	}
	v.gaps(places, x.Gaps, m, k.Index)
	v.controls(m, k.Index)
	v.Graph = graphOf(m, k.Index)
	v.ask(x.Run.Questions(), m, k.Index)
	if v.Levels, err = levelsOf(m, k.Index, x.Run, len(v.Questions)); err != nil {
		return nil, fmt.Errorf("view %s: %w", name, err)
	}
	return v, nil
}

func systemOf(m *model.Model) *System {
	s := m.System
	if s.At.Line == 0 {
		return nil
	}
	out := &System{s.ID.Text, s.Name, s.Version, s.IntendedPurpose, s.Users, nil, s.At.File, s.At.Line}
	if r := s.Regulation; r != nil {
		out.Regulation = &Regulation{r.Markets, r.DeviceClass, r.Rule, r.SoftwareClass, r.FDAClass}
	}
	return out
}
