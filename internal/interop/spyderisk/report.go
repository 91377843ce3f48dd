package spyderisk

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"cordon/internal/engine"
)

// WriteTSV writes one line for each misbehaviour set, sorted: its name, its likelihood 0-5 and its risk 0-4, with tabs between.
func WriteTSV(w io.Writer, sets []*MisbehaviourSet) error {
	lines := make([]string, len(sets))
	for i, s := range sets {
		lines[i] = fmt.Sprintf("%s\t%d\t%d\n", strings.TrimPrefix(s.URI, systemNS), s.Likelihood, s.Risk)
	}
	slices.Sort(lines)
	out := bufio.NewWriter(w)
	for _, l := range lines {
		out.WriteString(l)
	}
	return out.Flush()
}

// Report is a model's results for programs. Levels are numbers on the scales of the base; lists are sorted by id.
type Report struct {
	Model         string               `json:"model"` // URI
	Label         string               `json:"label,omitempty"`
	Base          string               `json:"base"`         // URI of the domain graph
	BaseDigest    string               `json:"base-digest"`  // SHA-256 over its tables
	ModelDigest   string               `json:"model-digest"` // SHA-256 over what the user asserted
	Engine        string               `json:"engine"`       // version
	Mode          engine.Mode          `json:"mode"`
	Semantics     string               `json:"semantics"` // parity or correct
	Certificate   engine.Certificate   `json:"certificate"`
	Risk          int                  `json:"risk"`        // highest of a misbehaviour
	RiskVector    [5]int               `json:"risk-vector"` // misbehaviours by risk, from very low to very high
	Assets        []ReportAsset        `json:"assets"`
	Links         []ReportLink         `json:"links"`
	Misbehaviours []ReportMisbehaviour `json:"misbehaviours"`
	Attributes    []ReportAttribute    `json:"trustworthiness-attributes"`
	Threats       []ReportThreat       `json:"threats"`
	Strategies    []ReportStrategy     `json:"control-strategies"`
}

// ReportAsset is an asset.
type ReportAsset struct {
	ID         string `json:"id"`
	Label      string `json:"label"`
	Class      string `json:"class"`
	Population int    `json:"population"`
	CreatedBy  string `json:"created-by,omitempty"` // construction pattern; absent where the user asserted it
}

// ReportLink is a link between assets.
type ReportLink struct {
	From     string `json:"from"`
	Relation string `json:"relation"`
	To       string `json:"to"`
	Inferred bool   `json:"inferred,omitempty"`
}

// ReportMisbehaviour is a misbehaviour at an asset.
type ReportMisbehaviour struct {
	ID           string   `json:"id"`
	Misbehaviour string   `json:"misbehaviour"`
	Asset        string   `json:"asset"`
	Impact       int      `json:"impact"` // that counts
	Likelihood   int      `json:"likelihood"`
	Risk         int      `json:"risk"`
	Normal       bool     `json:"normal-operation,omitempty"`
	CausedBy     []string `json:"caused-by,omitempty"` // threats
}

// ReportAttribute is a trustworthiness attribute at an asset.
type ReportAttribute struct {
	ID        string `json:"id"`
	Attribute string `json:"attribute"`
	Asset     string `json:"asset"`
	Asserted  int    `json:"asserted"`
	Inferred  int    `json:"inferred"`
	External  bool   `json:"external-cause,omitempty"`
}

// ReportThreat is a threat at a match.
type ReportThreat struct {
	ID          string   `json:"id"`
	Threat      string   `json:"threat"`
	Comment     string   `json:"comment"`
	Considered  bool     `json:"considered"`
	Likelihood  int      `json:"likelihood"`
	Risk        int      `json:"risk"`
	Root        bool     `json:"root-cause,omitempty"`
	Initial     bool     `json:"initial-cause,omitempty"`
	Secondary   bool     `json:"secondary,omitempty"`
	Normal      bool     `json:"normal-operation,omitempty"`
	Triggered   bool     `json:"triggered,omitempty"`
	Causes      []string `json:"causes,omitempty"`    // all it needs
	CausedBy    []string `json:"caused-by,omitempty"` // those that make it as likely as it is
	Effects     []string `json:"effects,omitempty"`
	BlockedBy   []string `json:"blocked-by,omitempty"`
	MitigatedBy []string `json:"mitigated-by,omitempty"`
	TriggeredBy []string `json:"triggered-by,omitempty"`
}

// ReportStrategy is a control strategy with its control sets.
type ReportStrategy struct {
	ID       string   `json:"id"`
	Strategy string   `json:"strategy"`
	Controls []string `json:"controls"`
	Effect   int      `json:"effect"`
	Enabled  bool     `json:"enabled"`
}

// Report puts the results of a run into a form for programs.
func (s *System) Report(run *engine.Run, mode engine.Mode) *Report {
	m := s.Results(run, mode)
	r := &Report{
		Model: m.URI, Label: m.Label, Base: m.Base.Graph, BaseDigest: m.Base.Digest, ModelDigest: m.Digest(), Engine: engine.Version, Mode: mode, Semantics: "correct", Certificate: run.Certificate(), Risk: max(m.Risk, 0),
		RiskVector: RiskVector(m), Assets: []ReportAsset{}, Links: []ReportLink{}, Misbehaviours: []ReportMisbehaviour{},
		Attributes: []ReportAttribute{}, Threats: []ReportThreat{}, Strategies: []ReportStrategy{},
	}
	if s.program.semantics == engine.Parity {
		r.Semantics = "parity"
	}
	for _, a := range m.Assets {
		x := ReportAsset{ID: a.ID, Label: a.Label, Class: a.Class.ID, Population: a.Population}
		if a.CreatedBy != nil {
			x.CreatedBy = a.CreatedBy.ID
		}
		r.Assets = append(r.Assets, x)
	}
	for _, l := range m.Links {
		r.Links = append(r.Links, ReportLink{l.From.ID, l.Relation.ID, l.To.ID, !l.Asserted})
	}
	threat := func(x *ThreatAt) string { return x.URI }
	for _, x := range m.Misbehaviours {
		r.Misbehaviours = append(r.Misbehaviours, ReportMisbehaviour{
			strings.TrimPrefix(x.URI, systemNS), x.Misbehaviour.ID, x.Asset.ID, s.impact(x), x.Likelihood, x.Risk, x.NormalOperation, localNames(x.CausedBy, threat),
		})
	}
	for _, x := range m.TrustSets {
		r.Attributes = append(r.Attributes, ReportAttribute{strings.TrimPrefix(x.URI, systemNS), x.Attribute.ID, x.Asset.ID, x.Asserted, x.Inferred, x.External})
	}
	for _, x := range m.Threats {
		r.Threats = append(r.Threats, reportThreat(x))
	}
	for _, x := range m.Strategies {
		r.Strategies = append(r.Strategies, ReportStrategy{
			strings.TrimPrefix(x.URI, systemNS), x.Strategy.ID, localNames(x.Mandatory, func(c *ControlSet) string { return c.URI }), x.Strategy.Effect, x.Enabled,
		})
	}
	sortByID(r.Assets, func(x *ReportAsset) string { return x.ID })
	slices.SortFunc(r.Links, func(a, b ReportLink) int {
		return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.Relation, b.Relation), strings.Compare(a.To, b.To))
	})
	return r
}

func sortByID[T any](all []T, id func(*T) string) {
	slices.SortFunc(all, func(a, b T) int { return strings.Compare(id(&a), id(&b)) })
}

func reportThreat(x *ThreatAt) ReportThreat {
	strategy := func(s *StrategyAt) string { return s.URI }
	misbehaviour := func(s *MisbehaviourSet) string { return s.URI }
	t := ReportThreat{
		ID: strings.TrimPrefix(x.URI, systemNS), Threat: x.Threat.ID, Comment: x.Comment, Considered: x.Likelihood != NoLevel,
		Likelihood: max(x.Likelihood, 0), Risk: max(x.Risk, 0), Root: x.RootCause, Initial: x.InitialCause,
		Secondary: x.Secondary, Normal: x.NormalOperation, Triggered: x.Triggered, Effects: localNames(x.Effects, misbehaviour),
		BlockedBy: localNames(x.BlockedBy, strategy), MitigatedBy: localNames(x.MitigatedBy, strategy), TriggeredBy: localNames(x.TriggeredBy, strategy),
	}
	t.Causes = append(localNames(x.Conditions, misbehaviour), localNames(x.Entry, func(s *TrustSet) string { return s.URI })...)
	for _, c := range x.CausedBy {
		t.CausedBy = append(t.CausedBy, strings.TrimPrefix(c.causeURI(), systemNS))
	}
	return t
}

// RiskVector counts misbehaviour sets by risk, from very low to very high.
func RiskVector(m *Model) [5]int {
	var v [5]int
	for _, s := range m.Misbehaviours {
		v[s.Risk]++
	}
	return v
}

// Write writes the report as JSON.
func (r *Report) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return err
	}
	return out.Flush()
}
