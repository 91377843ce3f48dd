package knowledge

import (
	"slices"
	"strings"

	"cordon/internal/diag"
)

// Weakness says what a weakness of the CWE catalogue takes away from an element that has it. Its title is the catalogue's name of it.
type Weakness struct {
	Entry    `yaml:",inline"`
	Is       []string `yaml:"is" doc:"More general weaknesses; where this one takes nothing, the first that does counts, each with all above it before the next." json:",omitempty"`
	Includes []string `yaml:"includes" doc:"More specific weaknesses of the catalogue that have no entry of their own." json:",omitempty"`
	Takes    []Taken  `yaml:"takes" doc:"Trust that an element loses while it has the weakness." json:",omitempty"`
	NoTrust  string   `yaml:"no-trust-because" doc:"Required where no trust is lost: why." json:",omitempty"`
	Because  string   `yaml:"because" doc:"Why this trust, and why this level; required where trust is lost." json:",omitempty"`
	Sources  []Source `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
}

// Taken is a level to which a trust attribute falls.
type Taken struct {
	Trust string   `yaml:"trust" need:"yes" doc:"Trust attribute of the element."`
	Level Level    `yaml:"level" need:"yes" doc:"Level that is left if anybody on the way to the element can use the weakness at once."`
	At    diag.Pos `json:"-"`
}

// Property says of which of our kinds a device has a part or ability that MITRE EMB3D lists as a property.
type Property struct {
	Entry   `yaml:",inline"`
	Is      []string `yaml:"is" doc:"More general properties." json:",omitempty"`
	Kinds   []string `yaml:"kinds" doc:"Kinds of element that show the property: the device itself, or what is inside it." json:",omitempty"`
	Facts   []Stated `yaml:"facts" doc:"Facts that the element must have as well; all of them." json:",omitempty"`
	NoKind  string   `yaml:"no-kind-because" doc:"Required where no kind shows it: why." json:",omitempty"`
	Because string   `yaml:"because" need:"yes" doc:"Why these kinds show it."`
	Sources []Source `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
}

// Stated is a fact with the values that show a property.
type Stated struct {
	Fact string   `yaml:"fact" need:"yes" doc:"The fact."`
	Is   []string `yaml:"is" need:"yes" doc:"Values, one of which it has."`
	At   diag.Pos `json:"-"`
}

// Vectors says how the metrics of a CVSS vector change what a weakness takes away. Like the scales it is policy, and stated. Metrics are the
// effective ones (environmental values where given), with the names C, I and A for the impact on the element itself in all versions.
type Vectors struct {
	Harder  []Harder  `yaml:"harder" need:"yes" doc:"What makes a weakness harder to use; steps add up."`
	Most    Level     `yaml:"most" need:"yes" doc:"Highest level that these steps can lead to."`
	Instead []Instead `yaml:"instead" doc:"Impacts that are less or more than what the weakness takes; the first that fits counts." json:",omitempty"`
	Unnamed Unnamed   `yaml:"unnamed" need:"yes" doc:"What is taken where no weakness is named, or none that is known."`
	Remarks []Remark  `yaml:"remarks" doc:"What else a reader should look at." json:",omitempty"`
	Sources []Source  `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
	At      diag.Pos  `json:"-"`
}

// Metrics are conditions on a vector, as AV:L. Of each metric that is named the vector has one of the values named.
type Metrics []string

// Harder leaves more trust.
type Harder struct {
	When    Metrics  `yaml:"when" need:"yes" doc:"Metrics as AV:L; of each that is named the vector has one of the values."`
	Steps   int      `yaml:"steps" need:"yes" range:"1-5" doc:"Levels of trust that are left besides."`
	Because string   `yaml:"because" need:"yes" doc:"Why."`
	At      diag.Pos `json:"-"`
}

// Instead is an impact that takes another trust away than the weakness does.
type Instead struct {
	Of      []string `yaml:"of" need:"yes" doc:"Trust attributes that stay."`
	When    Metrics  `yaml:"when" need:"yes" doc:"Metrics as AV:L; of each that is named the vector has one of the values."`
	Unless  Metrics  `yaml:"unless" doc:"Metrics none of which the vector has with such a value." json:",omitempty"`
	Trust   string   `yaml:"trust" need:"yes" doc:"Trust attribute that falls instead."`
	Steps   int      `yaml:"steps" range:"0-5" doc:"Levels of trust that are left besides." json:",omitempty"`
	Because string   `yaml:"because" need:"yes" doc:"Why."`
	At      diag.Pos `json:"-"`
}

// Unnamed is what a vulnerability takes whose weakness nobody names.
type Unnamed struct {
	Trust   string   `yaml:"trust" need:"yes" doc:"Trust attribute that falls."`
	Level   Level    `yaml:"level" need:"yes" doc:"Level that is left."`
	Because string   `yaml:"because" need:"yes" doc:"Why."`
	At      diag.Pos `json:"-"`
}

// Remark says what to look at besides.
type Remark struct {
	When Metrics  `yaml:"when" need:"yes" doc:"Metrics as AV:L; of each that is named the vector has one of the values."`
	Says string   `yaml:"says" need:"yes" doc:"What to look at."`
	At   diag.Pos `json:"-"`
}

// hold tells whether a vector fulfils the conditions.
func (m Metrics) hold(vector map[string]string) bool {
	for _, s := range m {
		name, _, _ := strings.Cut(s, ":")
		if !slices.Contains(m, name+":"+vector[name]) {
			return false
		}
	}
	return true
}

// any tells whether a vector has one of the values.
func (m Metrics) any(vector map[string]string) bool {
	return slices.ContainsFunc(m, func(s string) bool {
		name, value, _ := strings.Cut(s, ":")
		return vector[name] == value
	})
}

// Losses is what an element loses to its weaknesses.
type Losses struct {
	Lost    []Loss   `json:"lost"`
	Kept    []Kept   `json:"kept"`    // weaknesses that take no trust
	Unknown []string `json:"unknown"` // weaknesses that no entry knows
	Remarks []string `json:"remarks"` // what else the vector says
}

// Loss is trust that an element loses, with the reasons.
type Loss struct {
	Trust   string   `json:"trust"`
	Level   Level    `json:"level"`
	From    string   `json:"from"` // the entry that says so
	Because []string `json:"because"`
}

// Kept is a weakness that takes no trust away.
type Kept struct {
	From    string `json:"from"`
	Because string `json:"because"`
}

// Losses says what trust an element loses that has the weaknesses, given as CWE ids, when metrics are those of its CVSS vector (nil where
// there is none). A weakness without an entry is found through the nearest one that includes it. Where none is named or known, the worst is assumed. A trust attribute that does not exist at
// the kind of the element is for the caller to leave out.
func (ix *Index) Losses(cwes []string, metrics map[string]string) Losses {
	v := &ix.Base.Vectors
	out := Losses{Lost: []Loss{}, Kept: []Kept{}, Unknown: []string{}, Remarks: []string{}}
	for _, id := range cwes {
		w := ix.weakness(id)
		if w == nil {
			out.Unknown = append(out.Unknown, id)
			continue
		}
		from := ix.taking(w)
		if from == nil {
			out.Kept = append(out.Kept, Kept{w.ID, w.NoTrust})
			continue
		}
		why := []string{from.Because}
		if from != w {
			why = []string{w.Because, from.Because}
		}
		for _, t := range from.Takes {
			out.lose(v.change(Loss{t.Trust, t.Level, from.ID, slices.Clone(why)}, metrics))
		}
	}
	if len(out.Lost)+len(out.Kept) == 0 {
		out.lose(v.change(Loss{v.Unnamed.Trust, v.Unnamed.Level, "no named weakness", []string{v.Unnamed.Because}}, metrics))
	}
	for _, r := range v.Remarks {
		if r.When.hold(metrics) {
			out.Remarks = append(out.Remarks, r.Says)
		}
	}
	return out
}

// lose notes a loss. Of several of one trust the lowest level counts, of equal ones the first.
func (l *Losses) lose(x Loss) {
	i := slices.IndexFunc(l.Lost, func(o Loss) bool { return o.Trust == x.Trust })
	switch {
	case i < 0:
		l.Lost = append(l.Lost, x)
	case x.Level.Rank() < l.Lost[i].Level.Rank():
		l.Lost[i] = x
	}
}

// weakness finds the entry of a weakness, or the one that includes it.
func (ix *Index) weakness(id string) *Weakness {
	if w := ix.Weaknesses[id]; w != nil {
		return w
	}
	i := slices.IndexFunc(ix.Base.Weaknesses, func(w Weakness) bool { return slices.Contains(w.Includes, id) })
	if i < 0 {
		return nil
	}
	return &ix.Base.Weaknesses[i]
}

// taking is the weakness itself, or the first one above it that takes trust, in the order in which they are named: the first with all above
// it before the second. It is nil where the weakness takes none, or none above it does.
func (ix *Index) taking(w *Weakness, seen ...*Weakness) *Weakness {
	if len(w.Takes) > 0 {
		return w
	}
	if w.NoTrust != "" || slices.Contains(seen, w) {
		return nil
	}
	for _, up := range w.Is {
		if above := ix.Weaknesses[up]; above != nil {
			if found := ix.taking(above, append(seen, w)...); found != nil {
				return found
			}
		}
	}
	return nil
}

// change applies a vector to a loss.
func (v *Vectors) change(l Loss, metrics map[string]string) Loss {
	steps := 0
	for _, h := range v.Harder {
		if h.When.hold(metrics) {
			steps += h.Steps
			l.Because = append(l.Because, h.Because)
		}
	}
	for _, i := range v.Instead {
		if slices.Contains(i.Of, l.Trust) && i.When.hold(metrics) && !i.Unless.any(metrics) {
			l.Trust = i.Trust
			steps += i.Steps
			l.Because = append(l.Because, i.Because)
			break
		}
	}
	worst := l.Level.Rank()
	l.Level = Level(l.Level.Words()[max(worst, min(worst+steps, v.Most.Rank()))])
	return l
}
