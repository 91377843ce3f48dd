package knowledge

import (
	"cordon/internal/civil"
	"cordon/internal/diag"
)

// Ageing says what time alone takes away. Like the scales it is policy, and stated.
type Ageing struct {
	Rules   []AgeingRule `yaml:"rules" need:"yes" doc:"What falls since when, how fast, and how far."`
	Sources []Source     `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
	At      diag.Pos     `json:"-"`
}

// AgeingRule is one way of getting old. Without trust it is the coverage of the control that rests on what ended.
type AgeingRule struct {
	ID      string      `yaml:"id" need:"yes" doc:"Short name."`
	Since   AgeingSince `yaml:"since" need:"yes" doc:"support-end, release, algorithm-end, key-end or certificate-end."`
	Grace   string      `yaml:"grace" doc:"How long nothing falls: 6mo; the first step is at once where absent." json:",omitempty"`
	Every   string      `yaml:"every" need:"yes" doc:"Time from one step to the next."`
	On      []string    `yaml:"on" doc:"Kinds of element whose trust falls." json:",omitempty"`
	Trust   string      `yaml:"trust" doc:"Trust attribute that falls; absent where it is the coverage of a control." json:",omitempty"`
	To      Level       `yaml:"to" need:"yes" doc:"Level at which it ends."`
	Because string      `yaml:"because" need:"yes" doc:"Why, and why this fast and this far."`
	At      diag.Pos    `json:"-"`
}

// AgeingSince is what time is counted from.
type AgeingSince string

// What time is counted from.
const (
	SupportEnd     AgeingSince = "support-end"
	SinceRelease   AgeingSince = "release"
	AlgorithmEnd   AgeingSince = "algorithm-end"
	KeyEnd         AgeingSince = "key-end"
	CertificateEnd AgeingSince = "certificate-end"
)

func (AgeingSince) Words() []string {
	return []string{string(SupportEnd), string(SinceRelease), string(AlgorithmEnd), string(KeyEnd), string(CertificateEnd)}
}

// Steps is the number of steps that a rule takes by an instant, 0 to 5.
func (r *AgeingRule) Steps(since, at civil.Instant) int {
	n := 0
	for _, step := range r.Instants(since) {
		if step <= at {
			n++
		}
	}
	return n
}

// Instants are those at which a rule takes its five steps, in order; none where its period is no period, which the lint reports. They are counted
// from the first, so that a month that has no such day does not move those after it.
func (r *AgeingRule) Instants(since civil.Instant) []civil.Instant {
	every, err := civil.ParsePeriod(r.Every)
	if err != nil {
		return nil
	}
	if grace, err := civil.ParsePeriod(r.Grace); err == nil {
		since = since.Add(grace)
	}
	out := make([]civil.Instant, 5)
	for i := range out {
		out[i] = since.Add(civil.Period{Months: i * every.Months, Seconds: int64(i) * every.Seconds})
	}
	return out
}

func (l *linter) ageing() {
	for i := range l.b.Ageing.Rules {
		r := &l.b.Ageing.Rules[i]
		for what, text := range map[string]string{"every": r.Every, "grace": r.Grace} {
			if _, err := civil.ParsePeriod(text); err != nil && text != "" {
				l.ds.Add(r.At, diag.EntryPattern, "", "ageing %s: %s: %s", r.ID, what, err)
			}
		}
		if r.Trust != "" {
			refer(l, r.At, "trust attribute", r.Trust, l.ix.Trust)
		}
		for _, k := range r.On {
			refer(l, r.At, "kind", k, l.ix.Kinds)
		}
		if trust := r.Since == SupportEnd || r.Since == SinceRelease; trust != (r.Trust != "") || trust != (len(r.On) > 0) {
			l.ds.Add(r.At, diag.EntryPattern, "since support-end and release, a trust attribute of kinds falls; since other ends, the coverage of a control", "ageing %s says the one and means the other", r.ID)
		}
	}
}
