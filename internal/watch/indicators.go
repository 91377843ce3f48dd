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
	"cordon/internal/engine"
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
	a, err := project.Assess(ctx, m, k, engine.Current, stage)
	if err != nil {
		return nil, err
	}
	s, err := weigh.New(m, k.Index, a.Run, a.Assessment)
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
	changes, out.Left = Changes(s, effects)
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

// Changes puts effects of readings into the form in which they are weighed. Left is what changes nothing in this system, and why.
func Changes(s *weigh.System, effects []indicators.Effect) (changes []weigh.Change, left []string) {
	left = []string{}
	c := converter{s: s}
	var groups []place // of effects that have to be put together before they are weighed
	together := map[place][]indicators.Effect{}
	for _, e := range effects {
		at := place{e.Element, e.Control, e.Impact}
		switch {
		case e.Trust != "":
			changes = append(changes, c.change(e, uint8(max(0, e.Rank()))))
		case e.State != "":
			x := c.change(e, 5)
			x.State = string(e.State)
			changes = append(changes, x)
		default:
			if together[at] == nil {
				groups = append(groups, at)
			}
			together[at] = append(together[at], e)
		}
	}
	for _, at := range groups {
		x, why := c.together(at, together[at])
		if why != "" {
			left = append(left, why)
			continue
		}
		changes = append(changes, x)
	}
	return changes, left
}

// place is a control or a consequence at an element.
type place struct{ element, control, impact string }

type converter struct{ s *weigh.System }

func (c converter) change(e indicators.Effect, level uint8) weigh.Change {
	since, _ := civil.Parse(e.Since) // it was written from an instant
	from := e.Indicator
	if from == "" {
		from = e.Source
	}
	return weigh.Change{Element: e.Element, Trust: e.Trust, Control: e.Control, Impact: e.Impact, Op: e.Op, Level: level, From: from, Since: since, Because: e.Because}
}

// together is the change that all effects on one control or one consequence come to.
func (c converter) together(at place, effects []indicators.Effect) (weigh.Change, string) {
	x := c.change(effects[len(effects)-1], 0)
	if at.control != "" {
		covers, there := c.coverage(at)
		if !there {
			return x, fmt.Sprintf("%s is not in place at %s, so what is read of it changes nothing", at.control, at.element)
		}
		x.State, x.Level = "present", uint8(indicators.Level(covers, effects))
		return x, ""
	}
	for i := range c.s.Model.Harms {
		if h := &c.s.Model.Harms[i]; h.ID == at.element && at.impact == "occurs" {
			now := &weigh.Circumstances{Severity: map[string]int{}}
			for _, g := range h.Value.Severity {
				now.Severity[g.Key] = max(1, indicators.Level(g.Value, effects))
			}
			x.Element, x.Impact, x.Op, x.Harm, x.Now = "", "", "", at.element, now
			return x, ""
		}
	}
	was, ok := c.s.Run.ImpactAt(at.impact, at.element)
	if !ok {
		return x, fmt.Sprintf("%s has no consequence %s", at.element, at.impact)
	}
	x.Level = uint8(indicators.Level(int(was), effects))
	return x, ""
}

// coverage is what a control that is in place covers of an element, 0 to 5.
func (c converter) coverage(at place) (int, bool) {
	for _, x := range c.s.Model.Controls {
		if x.Control.Text != at.control || x.State != "present" {
			continue
		}
		for _, w := range x.On {
			if w.Text == at.element {
				if r := model.Rank(x.Coverage); r >= 0 {
					return r, true
				}
				return 5, true
			}
		}
	}
	return 0, false
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
