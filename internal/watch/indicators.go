package watch

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/interop/adaptor"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/postmarket/indicators"
	"cordon/internal/postmarket/weigh"
	"cordon/internal/project"
)

// Indicated is what readings, and reports of other tools, say of a system at a point in time, and which harms become others by it.
type Indicated struct {
	At string `json:"at"`
	*indicators.Result
	Overdue []indicators.Effect `json:"overdue"` // readings that should have been made anew, the longest overdue first
	Reports []*adaptor.Report   `json:"reports"` // those that count
	Left    []string            `json:"left"`    // what changes nothing in this system, and why
	Harms   []weigh.HarmChange  `json:"harms"`
}

// Indicate reads files of readings (YAML, CSV) and reports of other tools (JSON), and weighs them. Names is a file that says under which names
// other tools know elements; it may be empty. What cannot count is reported in ds; the result is nil where a file cannot be used at all.
func Indicate(ctx context.Context, m *model.Model, k *project.Knowledge, files []string, names string, at civil.Instant, stage func(string), ds *diag.List) (*Indicated, error) {
	system := adaptorSystem(m, k)
	if names != "" {
		if src, ok := readWhole(names, ds); ok {
			system.Names = adaptor.ParseNames(filepath.ToSlash(names), src, system.Elements, ds)
		}
	}
	var readings []indicators.Reading
	var reports []*adaptor.Report
	for _, f := range files {
		src, ok := readWhole(f, ds)
		if !ok {
			continue
		}
		switch shown := filepath.ToSlash(f); strings.ToLower(filepath.Ext(f)) {
		case ".csv":
			readings = append(readings, indicators.ParseCSV(shown, src, ds)...)
		case ".json":
			reports = append(reports, adaptor.Read(shown, src, system, at, ds))
		default:
			readings = append(readings, indicators.Parse(shown, src, ds)...)
		}
	}
	if ds.HasErrors() {
		return nil, nil
	}
	out := &Indicated{At: at.String(), Result: indicators.Evaluate(k.Index, elements(m), readings, at, ds), Reports: adaptor.Standing(reports, at), Left: []string{}}
	out.Overdue = out.Result.Overdue()
	s, _, err := project.InUse(ctx, m, k, stage)
	if err != nil {
		return nil, err
	}
	return out, out.weigh(s)
}

// weigh compares the harms with and without the changes.
func (out *Indicated) weigh(s *weigh.System) error {
	effects := slices.Clone(out.Effects)
	for _, r := range out.Reports {
		effects = append(effects, r.Effects...)
	}
	var changes []weigh.Change
	changes, out.Left = project.Changes(s, effects)
	before, err := s.Try(nil, nil)
	if err != nil {
		return fmt.Errorf("weigh readings: %w", err)
	}
	after, err := s.Try(changes, nil)
	if err != nil {
		return fmt.Errorf("weigh readings: %w", err)
	}
	out.Left = append(out.Left, after.Refused...)
	out.Harms = s.Compare(before, after)
	return nil
}

// elements are those of a description, with their kinds.
func elements(m *model.Model) []indicators.Element {
	var out []indicators.Element
	m.Each(func(_ model.Block, id string, c model.Common) {
		out = append(out, indicators.Element{ID: id, Kind: c.Kind.Text})
	})
	return out
}

func adaptorSystem(m *model.Model, k *project.Knowledge) *adaptor.System {
	to := map[string]string{}
	for _, h := range m.Harms {
		to[h.ID] = h.Value.To.Text
	}
	s := &adaptor.System{Index: k.Index}
	m.Each(func(_ model.Block, id string, c model.Common) {
		s.Elements = append(s.Elements, adaptor.Element{ID: id, Title: c.Title, Kind: c.Kind.Text, To: to[id]})
	})
	return s
}

// readWhole reads a file whole, up to what the readers of readings and reports accept.
func readWhole(name string, ds *diag.List) ([]byte, bool) {
	f, err := os.Open(name)
	if err != nil {
		ds.Add(diag.Pos{File: filepath.ToSlash(name)}, diag.FileUnreadable, "check the path", "cannot read the file: %s", diag.Cause(err))
		return nil, false
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, indicators.MaxBytes+1))
	if err != nil {
		ds.Add(diag.Pos{File: filepath.ToSlash(name)}, diag.FileUnreadable, "check the path", "cannot read the file: %s", diag.Cause(err))
	}
	return src, err == nil
}

// IndicatorsFor lists the indicators that elements of a kind have; all where the kind is empty.
func IndicatorsFor(ix *knowledge.Index, kind string) []*knowledge.Indicator {
	var out []*knowledge.Indicator
	for i := range ix.Base.Indicators {
		x := &ix.Base.Indicators[i]
		if x.Status != knowledge.Withdrawn && (kind == "" || ix.IsAny(kind, x.Target.Kinds)) {
			out = append(out, x)
		}
	}
	return out
}
