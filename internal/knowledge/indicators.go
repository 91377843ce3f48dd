package knowledge

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Indicator is a question or a measurement that is answered again and again while devices are in use, and what each answer says of trust, of
// the impact of a consequence, or of how far a control works.
type Indicator struct {
	Entry    `yaml:",inline"`
	Asks     string          `yaml:"asks" doc:"The question; an indicator asks or measures." json:",omitempty"`
	Measures string          `yaml:"measures" doc:"What is measured, exactly enough that two people count the same." json:",omitempty"`
	GivenBy  string          `yaml:"given-by" need:"yes" doc:"Who or what gives the reading."`
	Unit     ReadingUnit     `yaml:"unit" doc:"Unit of the number; absent where the reading is a word." json:",omitempty"`
	Least    string          `yaml:"least" doc:"Least number a reading can have; 0 where absent." json:",omitempty"`
	Most     string          `yaml:"most" doc:"Greatest number; 100 for percent and 1 for score where absent, else none." json:",omitempty"`
	Target   IndicatorTarget `yaml:"target" need:"yes" doc:"What a reading changes."`
	Steps    []IndicatorStep `yaml:"steps" need:"yes" doc:"From readings to levels: numbers rise, words go from one end to the other."`
	Basis    Basis           `yaml:"basis" need:"yes" doc:"sourced (a source names the thresholds) or policy (they are ours; a pack may have others)."`
	Owner    Holder          `yaml:"owner" need:"yes" doc:"Who sees to it that there is a reading."`
	Refresh  string          `yaml:"refresh" need:"yes" doc:"How long a reading counts as new: 7d, 6mo, 1y."`
	Decay    IndicatorDecay  `yaml:"decay" need:"yes" doc:"What a reading is worth when it is older."`
	Because  string          `yaml:"because" need:"yes" doc:"Why the reading says something of the target, and why the thresholds lie where they lie."`
	Sources  []Source        `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
}

// IndicatorTarget is what readings change: a trust attribute, the impact of a consequence, or the coverage of a control; one of the three.
type IndicatorTarget struct {
	Kinds   []string `yaml:"kinds" need:"yes" doc:"Kinds of element that have readings."`
	Trust   string   `yaml:"trust" doc:"Trust attribute at the element." json:",omitempty"`
	Impact  string   `yaml:"impact" doc:"Consequence at the element whose impact changes." json:",omitempty"`
	Control string   `yaml:"control" doc:"Control on the element; the level is what it covers, very-low to safe (all)." json:",omitempty"`
	Op      Operator `yaml:"op" need:"yes" doc:"is (the reading decides), at-most (it can only lower) or at-least (it can only raise)."`
	At      diag.Pos `json:"-"`
}

// IndicatorStep is one answer or one range of numbers, with the level that it stands for.
type IndicatorStep struct {
	Below   string   `yaml:"below" doc:"Numbers below this one, down to the step before." json:",omitempty"`
	From    string   `yaml:"from" doc:"In the last step: this number and all above it." json:",omitempty"`
	Answer  string   `yaml:"answer" doc:"The word, where readings are words." json:",omitempty"`
	Level   string   `yaml:"level" doc:"Level of trust or coverage, very-low to safe; of impact, none to very-high. Absent where nothing changes." json:",omitempty"`
	Means   string   `yaml:"means" need:"yes" doc:"What a reading in this step means."`
	Example string   `yaml:"example" doc:"A number that falls into this step; the lint tries it." json:",omitempty"`
	At      diag.Pos `json:"-"`
}

// IndicatorDecay says how a reading ages. A level that is worse than where decay leads stays as it is: bad news does not get better with age.
type IndicatorDecay struct {
	Towards string   `yaml:"towards" doc:"Level at which ageing ends; absent where a reading keeps its meaning." json:",omitempty"`
	Every   string   `yaml:"every" doc:"After the refresh period the level goes one step towards it in each such period." json:",omitempty"`
	Because string   `yaml:"because" need:"yes" doc:"Why this far and this fast."`
	At      diag.Pos `json:"-"`
}

// The closed word lists of indicators.
type (
	ReadingUnit string
	Basis       string
	Operator    string
	// ImpactLevel is how grave a consequence is, as the scale of impact has it.
	ImpactLevel string
)

// The ways in which a reading changes a level.
const (
	Is      Operator = "is"
	AtMost  Operator = "at-most"
	AtLeast Operator = "at-least"
)

func (ReadingUnit) Words() []string {
	return []string{"seconds", "minutes", "hours", "days", "percent", "count", "score"}
}
func (Basis) Words() []string    { return []string{"sourced", "policy"} }
func (Operator) Words() []string { return []string{"is", "at-most", "at-least"} }
func (ImpactLevel) Words() []string {
	return []string{"none", "very-low", "low", "medium", "high", "very-high"}
}

// Levels are the words that levels of the target have, by rank 0 to 5.
func (t *IndicatorTarget) Levels() []string {
	if t.Impact != "" {
		return ImpactLevel("").Words()
	}
	return Level("").Words()
}

// HigherIsWorse tells in which direction the target gets worse: impact does upwards, trust and coverage downwards.
func (t *IndicatorTarget) HigherIsWorse() bool { return t.Impact != "" }

// What names the attribute, consequence or control.
func (t *IndicatorTarget) What() string { return t.Trust + t.Impact + t.Control }

// Bounds are the least and the greatest number of a reading; bounded is false where there is no greatest.
func (i *Indicator) Bounds() (least, most float64, bounded bool) {
	least, _ = strconv.ParseFloat(i.Least, 64)
	if i.Most != "" {
		most, _ = strconv.ParseFloat(i.Most, 64)
		return least, most, true
	}
	switch i.Unit {
	case "percent":
		return least, 100, true
	case "score":
		return least, 1, true
	}
	return least, 0, false
}

var valueForm = regexp.MustCompile(`^(-?[0-9]{1,12}(?:\.[0-9]{1,9})?) ?([a-z%]*)$`)

// Step finds the step of a reading. Where there is none, problem says why, and hint what would be right.
func (i *Indicator) Step(value string) (step *IndicatorStep, problem, hint string) {
	if i.Unit == "" {
		words := i.Answers()
		for k := range i.Steps {
			if i.Steps[k].Answer == value {
				return &i.Steps[k], "", ""
			}
		}
		return nil, fmt.Sprintf("%q is no answer to %s", value, i.ID), yamltext.Suggest(value, words)
	}
	m := valueForm.FindStringSubmatch(value)
	if m == nil {
		return nil, fmt.Sprintf("%q is no number", value), "write a number of " + string(i.Unit)
	}
	if !i.Unit.spelt(m[2]) {
		return nil, fmt.Sprintf("%q is in %s, and %s is in %s", value, m[2], i.ID, i.Unit), "nothing is converted; write a number of " + string(i.Unit)
	}
	n, _ := strconv.ParseFloat(m[1], 64)
	least, most, bounded := i.Bounds()
	switch {
	case n < least, bounded && n > most:
		return nil, fmt.Sprintf("%s is outside of what %s can be", m[1], i.ID), i.span()
	case i.Unit == "count" && strings.Contains(m[1], "."):
		return nil, fmt.Sprintf("%s is no whole number", m[1]), i.span()
	}
	for k := range i.Steps {
		if below, err := strconv.ParseFloat(i.Steps[k].Below, 64); err != nil || n < below {
			return &i.Steps[k], "", "" // the last step has no upper end
		}
	}
	return nil, fmt.Sprintf("%s has no step for %s", i.ID, m[1]), ""
}

// Answers are the words that a reading can be; empty where it is a number.
func (i *Indicator) Answers() []string {
	var out []string
	for k := range i.Steps {
		if i.Steps[k].Answer != "" {
			out = append(out, i.Steps[k].Answer)
		}
	}
	return out
}

// span says in words what numbers there can be.
func (i *Indicator) span() string {
	least, most, bounded := i.Bounds()
	if !bounded {
		return fmt.Sprintf("%s from %v upwards", i.Unit, least)
	}
	return fmt.Sprintf("%s from %v to %v", i.Unit, least, most)
}

// spelt tells whether a word after a number means the unit. Nothing after the number means it as well.
func (u ReadingUnit) spelt(word string) bool {
	return word == "" || word == string(u) || word == strings.TrimSuffix(string(u), "s") || u == "percent" && word == "%"
}

// Range writes the readings of a step in words.
func (i *Indicator) Range(k int) string {
	s := &i.Steps[k]
	switch {
	case s.Answer != "":
		return s.Answer
	case s.Below == "":
		return "from " + s.From
	case k == 0:
		return "below " + s.Below
	}
	return "from " + i.Steps[k-1].Below + ", below " + s.Below
}

// Assumed is the level that a trust attribute has at a kind where nothing else is known: that of the nearest kind above.
func (ix *Index) Assumed(attribute, kind string) Level {
	t := ix.Trust[attribute]
	if t == nil {
		return ""
	}
	for _, up := range ix.up[kind] {
		for _, l := range t.ByKind {
			if l.Kind == up {
				return l.Level
			}
		}
	}
	return t.Default
}
