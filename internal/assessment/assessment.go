// Package assessment is the result of assessing a system as a value: it can be stored, compared and rendered without
// computing anything again. It does not decide what is true; the engine and safety do.
package assessment

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/safety"
)

// Assessment is what is known of a system. Its JSON form is the published one; docs/reference/assessment.schema.json
// describes it.
type Assessment struct {
	Model        Model                `json:"model"`
	Knowledge    Knowledge            `json:"knowledge"`
	Engine       Engine               `json:"engine"`
	Summary      Summary              `json:"summary"`
	Assets       []engine.AssetResult `json:"assets"`
	Threats      []engine.Threat      `json:"threats"`
	Consequences []engine.Consequence `json:"consequences"`
	Harms        []Harm               `json:"harms"`
	Controls     []engine.Control     `json:"controls"`
	Questions    []engine.Question    `json:"questions"`
}

// Model identifies the system that was assessed.
type Model struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	Purpose string `json:"intended-purpose"`
	Digest  string `json:"digest"` // SHA-256 of what the model says
}

// Knowledge identifies the knowledge base.
type Knowledge struct {
	Digest  string           `json:"digest"` // SHA-256 of all entries
	Entries int              `json:"entries"`
	Packs   []knowledge.Pack `json:"packs"` // the shipped base, then packs
}

// Engine identifies how the result was computed, and says whether it was verified.
type Engine struct {
	Version     string             `json:"version"`
	Mode        engine.Mode        `json:"mode"`
	Digest      string             `json:"digest"` // SHA-256 of version and mode
	Certificate engine.Certificate `json:"certificate"`
}

// Summary is the result in numbers.
type Summary struct {
	AssetsAsserted int            `json:"assets-asserted"`
	AssetsInferred int            `json:"assets-inferred"`
	Links          int            `json:"links"`
	Threats        int            `json:"threats"`
	ThreatsActive  int            `json:"threats-active"`  // likelihood above negligible
	ThreatsPrimary int            `json:"threats-primary"` // active, and not a mere consequence of others
	Consequences   int            `json:"consequences"`
	Risk           []RiskCount    `json:"risk"`  // consequences by risk, lowest first
	Harms          []HarmCount    `json:"harms"` // by severity and probability of harm, only where there are any
	Acceptability  map[string]int `json:"acceptability"`
	Questions      int            `json:"questions"`
}

// RiskCount is the number of consequences of one level of risk.
type RiskCount struct {
	Risk  string `json:"risk"`
	Count int    `json:"count"`
}

// HarmCount is the number of harms of one severity and one probability.
type HarmCount struct {
	Severity    string `json:"severity"`
	Probability string `json:"probability"`
	Count       int    `json:"count"`
}

// Harm is a judged harm with the likeliest ways to it.
type Harm struct {
	safety.Harm
	Paths     []engine.Chain `json:"paths"`
	MorePaths bool           `json:"more-paths"`
}

// How many ways an assessment lists: for each harm, and for how many harms. Beyond that it says that more exist.
const (
	PathsPerHarm   = 3
	HarmsWithPaths = 500
)

// Make puts an assessment together.
func Make(m *model.Model, ix *knowledge.Index, run *engine.Run) (*Assessment, error) {
	res := run.Result()
	harms, err := safety.Judge(m, ix, func(harm string) uint8 {
		l, _ := run.Likelihood(engine.ConsequenceID(harm, "occurs"))
		return l
	})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte("cordon engine " + engine.Version + " " + string(res.Mode)))
	a := &Assessment{
		Model:     Model{m.System.ID.Text, m.System.Name, m.System.Version, m.System.IntendedPurpose, m.Digest()},
		Knowledge: Knowledge{ix.Base.Digest, len(ix.Base.List()), slices.Concat([]knowledge.Pack{}, ix.Base.Packs)},
		Engine:    Engine{engine.Version, res.Mode, hex.EncodeToString(sum[:]), res.Certificate},
		Assets:    res.Assets, Threats: res.Threats, Consequences: res.Consequences, Controls: res.Controls, Questions: res.Questions,
	}
	slices.SortStableFunc(harms, func(x, y safety.Harm) int {
		return cmp.Or(cmp.Compare(y.Rank.Acceptability, x.Rank.Acceptability), cmp.Compare(y.Rank.Severity, x.Rank.Severity),
			cmp.Compare(y.Rank.Probability, x.Rank.Probability), strings.Compare(x.ID, y.ID))
	})
	for i, h := range harms {
		chains, more := []engine.Chain{}, true
		if i < HarmsWithPaths {
			chains, more = run.Chains(engine.ConsequenceID(h.ID, "occurs"), PathsPerHarm)
		}
		a.Harms = append(a.Harms, Harm{h, chains, more})
	}
	a.summarize(res, &ix.Base.Scales)
	a.listsNotNull()
	return a, nil
}

// listsNotNull makes empty lists [] in JSON, so that readers need no special case.
func (a *Assessment) listsNotNull() {
	if a.Harms == nil {
		a.Harms = []Harm{}
	}
	if a.Threats == nil {
		a.Threats = []engine.Threat{}
	}
	if a.Consequences == nil {
		a.Consequences = []engine.Consequence{}
	}
	if a.Controls == nil {
		a.Controls = []engine.Control{}
	}
	if a.Questions == nil {
		a.Questions = []engine.Question{}
	}
	if a.Assets == nil {
		a.Assets = []engine.AssetResult{}
	}
}

func (a *Assessment) summarize(res *engine.Result, scales *knowledge.Scales) {
	c := res.Counts
	a.Summary = Summary{
		AssetsAsserted: c.AssetsAsserted, AssetsInferred: c.AssetsInferred, Links: c.Links,
		Threats: c.Threats, ThreatsActive: c.ThreatsActive, Consequences: c.Consequences, Questions: len(res.Questions),
		Harms: []HarmCount{}, Acceptability: map[string]int{"acceptable": 0, "reduce": 0, "unacceptable": 0},
	}
	for _, t := range res.Threats {
		if !t.Secondary && t.Likelihood != scales.Likelihood[0].Name {
			a.Summary.ThreatsPrimary++
		}
	}
	for r, n := range c.Risk {
		a.Summary.Risk = append(a.Summary.Risk, RiskCount{scales.Risk[r].Name, n})
	}
	counts := map[[2]int]int{}
	for _, h := range a.Harms {
		counts[[2]int{h.Rank.Severity, h.Rank.Probability}]++
		a.Summary.Acceptability[h.Acceptability]++
	}
	for s := 5; s > 0; s-- {
		for p := 5; p > 0; p-- {
			if n := counts[[2]int{s, p}]; n > 0 {
				a.Summary.Harms = append(a.Summary.Harms, HarmCount{scales.Severity[s-1].Name, scales.Probability[p-1].Name, n})
			}
		}
	}
}
