package cvss

import (
	gocvss20 "github.com/pandatix/go-cvss/20"
	gocvss30 "github.com/pandatix/go-cvss/30"
	gocvss31 "github.com/pandatix/go-cvss/31"
	gocvss40 "github.com/pandatix/go-cvss/40"
)

// Scores are numbers from 0 to 10. Version 4.0 has one score, which is named after the metrics that are in it; here Temporal is that of base and
// threat metrics.
type Scores struct {
	Base          float64 `json:"base"`
	Temporal      float64 `json:"temporal"`
	Environmental float64 `json:"environmental"`
	Overall       float64 `json:"overall"` // with all metrics that the vector defines
	Rating        string  `json:"rating"`  // of Overall: NONE, LOW, MEDIUM, HIGH or CRITICAL; 2.0 has LOW, MEDIUM and HIGH (NVD)
}

// group are metrics in their order.
type group struct {
	names  []string
	always bool // all have to be there
	whole  bool // all are written, or none
}

// scheme is what is known of a version.
type scheme struct {
	head      string
	undefined string
	groups    []group // base, temporal, environmental, supplemental
	check     func(text string) error
	score     func(text string) Scores
	rate      func(float64) (string, error)
}

// Version 3.0 and 3.1 have the same metrics.
var groups3 = []group{
	{names: []string{"AV", "AC", "PR", "UI", "S", "C", "I", "A"}, always: true},
	{names: []string{"E", "RL", "RC"}},
	{names: []string{"CR", "IR", "AR", "MAV", "MAC", "MPR", "MUI", "MS", "MC", "MI", "MA"}},
}

var versions = map[string]scheme{
	"2.0": {
		undefined: "ND",
		groups: []group{
			{names: []string{"AV", "AC", "Au", "C", "I", "A"}, always: true, whole: true},
			{names: []string{"E", "RL", "RC"}, whole: true},
			{names: []string{"CDP", "TD", "CR", "IR", "AR"}, whole: true},
		},
		check: checker(gocvss20.ParseVector),
		score: scorer(gocvss20.ParseVector),
		rate:  rate2,
	},
	"3.0": {head: "CVSS:3.0", undefined: "X", groups: groups3, check: checker(gocvss30.ParseVector), score: scorer(gocvss30.ParseVector), rate: gocvss30.Rating},
	"3.1": {head: "CVSS:3.1", undefined: "X", groups: groups3, check: checker(gocvss31.ParseVector), score: scorer(gocvss31.ParseVector), rate: gocvss31.Rating},
	"4.0": {
		head: "CVSS:4.0", undefined: "X",
		groups: []group{
			{names: []string{"AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"}, always: true},
			{names: []string{"E"}},
			{names: []string{"CR", "IR", "AR", "MAV", "MAC", "MAT", "MPR", "MUI", "MVC", "MVI", "MVA", "MSC", "MSI", "MSA"}},
			{names: []string{"S", "AU", "R", "V", "RE", "U"}},
		},
		check: checker(gocvss40.ParseVector),
		score: func(text string) Scores {
			v, err := gocvss40.ParseVector(text)
			if err != nil {
				return Scores{}
			}
			return Scores{Overall: v.Score()}
		},
		rate: gocvss40.Rating,
	},
}

func checker[T any](parse func(string) (T, error)) func(string) error {
	return func(text string) error {
		_, err := parse(text)
		return err
	}
}

func scorer[T interface {
	BaseScore() float64
	TemporalScore() float64
	EnvironmentalScore() float64
}](parse func(string) (T, error)) func(string) Scores {
	return func(text string) Scores {
		v, err := parse(text)
		if err != nil {
			return Scores{}
		}
		return Scores{Base: v.BaseScore(), Temporal: v.TemporalScore(), Environmental: v.EnvironmentalScore()}
	}
}

// rate2 is the rating that NVD gives to scores of version 2.0, which has none of its own.
func rate2(score float64) (string, error) {
	switch {
	case score < 4:
		return "LOW", nil
	case score < 7:
		return "MEDIUM", nil
	}
	return "HIGH", nil
}

// Scores computes the scores of a vector.
func (v Vector) Scores() Scores {
	s := versions[v.Version]
	var out Scores
	if v.Version == "4.0" {
		out = Scores{Base: v.upTo(1), Temporal: v.upTo(2), Environmental: v.upTo(3)}
	} else {
		out = s.score(v.text)
	}
	switch {
	case v.defines(s.groups[2]):
		out.Overall = out.Environmental
	case v.defines(s.groups[1]):
		out.Overall = out.Temporal
	default:
		out.Overall = out.Base
	}
	out.Rating, _ = s.rate(out.Overall) // fails outside 0 to 10 only
	return out
}

func (v Vector) defines(g group) bool {
	for _, name := range g.names {
		if v.Given[name] != "" {
			return true
		}
	}
	return false
}

// upTo is the score of the metrics of the first groups.
func (v Vector) upTo(groups int) float64 {
	s := versions[v.Version]
	some := map[string]string{}
	for _, g := range s.groups[:groups] {
		for _, name := range g.names {
			if value := v.Given[name]; value != "" {
				some[name] = value
			}
		}
	}
	text, err := s.write(some)
	if err != nil {
		return 0
	}
	return s.score(text).Overall
}
