package spyderisk

import (
	"context"
	"fmt"

	"cordon/internal/diag"
	"cordon/internal/engine"
)

// Program is a base made ready to run models.
type Program struct {
	Base      *Base
	semantics engine.Semantics
	engine    *engine.Base
	threats   []*Threat              // by the engine's number
	rules     []*ConstructionPattern // by the engine's number
}

// NewProgram makes a base ready. Parity gives Spyderisk's own numbers, Correct what we hold right. What Cordon cannot run is a
// diagnostic, and then the result is nil.
func NewProgram(b *Base, shown string, s engine.Semantics, ds *diag.List) *Program {
	set := b.Lower(shown, ds)
	if set == nil {
		return nil
	}
	return &Program{Base: b, semantics: s, engine: engine.NewBase(set, s), threats: b.Threats, rules: b.OrderedRules()}
}

// System is a model with its assets, links and threats, ready for runs.
type System struct {
	Model    *Model // as it was read
	Analysis *engine.Analysis
	program  *Program
}

// Analyze constructs the system and finds its threats.
func (p *Program) Analyze(ctx context.Context, m *Model) (*System, error) {
	an, err := engine.Analyze(ctx, p.engine, m.Input())
	if err != nil {
		return nil, fmt.Errorf("analyse the model: %w", err)
	}
	return &System{m, an, p}, nil
}

// Run calculates the levels with what the user set. A setting that concerns nothing is a diagnostic, and then the result is nil.
func (s *System) Run(mode engine.Mode, shown string, ds *diag.List) (*engine.Run, error) {
	run, err := s.Analysis.Run(mode)
	if err != nil {
		return nil, err
	}
	before := ds.Len()
	set := &setter{s: s, run: run, shown: shown, ds: ds, average: map[string]Proposal{}}
	set.populations()
	set.controls()
	set.trust()
	set.impacts()
	if ds.Len() > before {
		return nil, nil
	}
	return run, nil
}

// setter puts the settings of a model into a run.
type setter struct {
	s       *System
	run     *engine.Run
	shown   string
	ds      *diag.List
	average map[string]Proposal // proposals for the average, by name without variant
}

func (s *setter) nothing(uri string) {
	s.ds.Add(diag.Pos{File: s.shown}, diag.ForeignReference, "remove the setting, or use the knowledge base that the model was made with",
		"%s is set, but there is nothing of that name in the system", short(IRITerm(uri)))
}

// populations: a base that was not expanded for them says nothing of the members of one.
func (s *setter) populations() {
	for _, a := range s.s.Model.Assets {
		if s.s.Model.Unexpanded && a.Population > 0 {
			s.ds.Add(diag.Pos{File: s.shown}, diag.ForeignUnsupported, "validate the model with the expanded base",
				"the model was made with a base that is not expanded for populations, and %s stands for many", short(IRITerm(a.URI)))
		}
	}
}

// controls: a proposal for an average holds for all members; Spyderisk writes it for each of them.
func (s *setter) controls() {
	for _, p := range s.s.Model.Proposals {
		if p.Variant == Average {
			s.average[p.Control.ID+"-"+p.AssetID] = p
			s.control(p)
		}
	}
	for _, p := range s.s.Model.Proposals {
		if of := s.average[p.Control.ID+"-"+p.AssetID]; p.Variant != Average && (of.Proposed != p.Proposed || p.Coverage != NoLevel) {
			s.ds.Add(diag.Pos{File: s.shown}, diag.ForeignUnsupported, "set the control for the average member, whose setting holds for all",
				"%s is set otherwise than the control of the average member", short(IRITerm(p.URI)))
		}
	}
}

func (s *setter) control(p Proposal) {
	n, ok := s.s.find(p.AssetID)
	if !ok {
		s.nothing(p.URI)
		return
	}
	setting := s.s.class(n).controlSetting(p.Control)
	if setting == nil || !setting.Assertable {
		s.nothing(p.URI)
		return
	}
	coverage, state := setting.Level, engine.ControlAbsent
	if p.Coverage != NoLevel {
		coverage = p.Coverage
	}
	if p.Proposed {
		state = engine.ControlPresent
	}
	// False where no strategy needs the control there: it has no effect, and is no mistake.
	s.run.SetControl(p.Control.ID, p.AssetID, state, uint8(coverage))
}

// trust: the level of the average gives those of all members; then members that have one of their own get it.
func (s *setter) trust() {
	for _, members := range []bool{false, true} {
		for _, t := range s.s.Model.TrustLevels {
			ok := true
			switch {
			case members != (t.Variant != Average):
				continue
			case members:
				ok = s.run.SetTrustOf(trustMember[t.Variant], t.Attribute.ID, t.AssetID, uint8(t.Level))
			default:
				ok = s.run.SetTrust(t.Attribute.ID, t.AssetID, uint8(t.Level))
			}
			if !ok {
				s.nothing(t.URI)
			}
		}
	}
}

func (s *setter) impacts() {
	for _, i := range s.s.Model.ImpactLevels {
		if i.Variant != Average {
			s.ds.Add(diag.Pos{File: s.shown}, diag.ForeignUnsupported, "set the impact for the average member",
				"%s is set, but only the average member has an impact", short(IRITerm(i.URI)))
			continue
		}
		if !s.run.SetImpact(i.Misbehaviour.ID, i.AssetID, uint8(i.Level)) {
			s.nothing(i.URI)
		}
	}
}

// find is the place of an asset in the analysis by its id.
func (s *System) find(id string) (int, bool) { return s.Analysis.Find(id) }

func (s *System) class(n int) *Class { return s.program.Base.Classes[s.Analysis.Element(n).Kind] }

func (c *Class) controlSetting(x *Control) *ControlSetting {
	for i := range c.ControlSettings {
		if c.ControlSettings[i].Control == x {
			return &c.ControlSettings[i]
		}
	}
	return nil
}

// The lowest trust belongs to the highest likelihood.
var (
	member      = [...]engine.Member{Average: engine.Average, Min: engine.Least, Max: engine.Most}
	trustMember = [...]engine.Member{Average: engine.Average, Min: engine.Most, Max: engine.Least}
)
