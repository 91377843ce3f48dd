package knowledge

import (
	"strings"
	"testing"

	"cordon/internal/diag"
)

// patchAge is an indicator without fault.
const patchAge = `id: IND-0001
title: Age
measures: Days since the oldest missing update.
given-by: scanner
unit: days
target: {kinds: [device], trust: firm, op: at-most}
steps:
  - {below: "10", means: New., example: "3"}
  - {below: "30", level: medium, means: Older., example: "10"}
  - {from: "30", level: low, means: Old., example: "30"}
basis: policy
owner: operator
refresh: 30d
decay: {towards: low, every: 1mo, because: It ages.}
because: Old is bad.
sources: [{document: A law}]
`

// Indicators with every mistake that the lint knows, each told at its place.
func TestLintOfIndicators(t *testing.T) {
	for _, c := range []struct {
		name  string
		edits []string // old and new, in pairs
		want  []string
	}{
		{"without fault", nil, nil},
		{"answers without fault", []string{"unit: days\n", "", `below: "10", means: New., example: "3"`, "answer: new, means: New.", `below: "30", level`, "answer: older, level", `Older., example: "10"`, "Older.", `from: "30", level`, "answer: old, level", `Old., example: "30"`, "Old."}, nil},
		{"asks and measures", []string{"given-by", "asks: Is it new?\ngiven-by"}, []string{
			"indicators/IND-0001.yaml:1:1: C604: IND-0001 has to ask or to measure, and not both",
			"    hint: write asks for a question, measures for a measurement",
		}},
		{"targets", []string{"kinds: [device], trust: firm", "kinds: [device, device.hub, dewice], trust: form"}, []string{
			`indicators/IND-0001.yaml:6:9: C602: kind "device.hub" is among the others already`,
			"    hint: leave it out",
			`indicators/IND-0001.yaml:6:9: C602: no kind "dewice"`,
			`    hint: did you mean "device"?`,
			`indicators/IND-0001.yaml:6:9: C602: no trust attribute "form"`,
			`    hint: did you mean "firm"?`,
		}},
		{"a kind that no model names", []string{"kinds: [device]", "kinds: [thing]"}, []string{
			`indicators/IND-0001.yaml:6:9: C602: no model names an element of kind "thing", so nothing can be read of it`,
			"    hint: name kinds of which a model has elements",
		}},
		{"a kind without the attribute", []string{"kinds: [device]", "kinds: [network]"}, []string{
			`indicators/IND-0001.yaml:6:9: C602: "firm" does not apply to kind "network"`,
		}},
		{"two things to change", []string{"trust: firm", "trust: firm, control: CTL-0001"}, []string{
			"indicators/IND-0001.yaml:6:9: C603: IND-0001 has 2 things to change",
			"    hint: name one of trust, impact and control",
		}},
		{"gaps", []string{`below: "30"`, `below: "5"`, `from: "30"`, `from: "40"`}, []string{
			"indicators/IND-0001.yaml:9:5: C603: IND-0001: no reading is in the step below 5",
			"    hint: thresholds rise, within what a reading can be",
			"indicators/IND-0001.yaml:10:5: C603: IND-0001: the last step begins at 40, and the one before ends at 5",
			"    hint: begin where the step before ends",
		}},
		{"beyond the bounds", []string{"unit: days", "unit: percent\nmost: \"20\""}, []string{
			"indicators/IND-0001.yaml:10:5: C603: IND-0001: no reading is in the step below 30",
			"    hint: thresholds rise, within what a reading can be",
		}},
		{"no bounds", []string{"unit: days", "unit: percent\nleast: \"100\"\nmost: \"1o0\""}, []string{
			"indicators/IND-0001.yaml:1:1: C603: IND-0001 has no number between its least and its most",
			`indicators/IND-0001.yaml:1:1: C603: IND-0001: most is "1o0"`,
			"    hint: write a number such as 30 or 0.5",
			"indicators/IND-0001.yaml:10:5: C603: IND-0001: no reading is in the step below 10",
			"    hint: thresholds rise, within what a reading can be",
			"indicators/IND-0001.yaml:11:5: C603: IND-0001: no reading is in the step below 30",
			"    hint: thresholds rise, within what a reading can be",
		}},
		{"steps that are none", []string{`below: "30"`, "answer: old", `from: "30"`, `below: "31"`}, []string{
			`indicators/IND-0001.yaml:9:5: C603: IND-0001 is in days and has the answer "old"`,
			"    hint: an answer has no unit",
			"indicators/IND-0001.yaml:10:5: C603: IND-0001 leaves readings out, or has them twice",
			"    hint: each step but the last has below, and the last has from",
		}},
		{"examples", []string{`example: "10"`, `example: "10 hours"`, `example: "3"`, `example: "10"`}, []string{
			`indicators/IND-0001.yaml:8:5: C605: IND-0001: the example "10" is not in the step below 10`,
			"    hint: give a number of this step as example",
			`indicators/IND-0001.yaml:9:5: C605: IND-0001: the example "10 hours" is not in the step from 10, below 30: "10 hours" is in hours, and IND-0001 is in days`,
			"    hint: give a number of this step as example",
		}},
		{"answers", []string{"unit: days\n", "least: \"1\"\n", `below: "10",`, "answer: New,", `below: "30"`, "answer: old", `Older., example: "10"`, "Older.", `from: "30", level`, "answer: old, level", `Old., example: "30"`, "Old."}, []string{
			"indicators/IND-0001.yaml:1:1: C603: IND-0001 has bounds and no unit",
			"    hint: give a unit, or leave least and most out",
			"indicators/IND-0001.yaml:8:5: C603: IND-0001 has no unit, so its steps are answers alone",
			"    hint: give the indicator a unit, or the step an answer",
			`indicators/IND-0001.yaml:10:5: C603: IND-0001 has the answer "old" twice`,
			"    hint: keep one",
		}},
		{"a word that is none", []string{"unit: days\n", "", `below: "10", means: New., example: "3"`, "answer: Quite new, means: New.", `below: "30", level`, "answer: older, level", `Older., example: "10"`, "Older.", `from: "30", level`, "answer: old, level", `Old., example: "30"`, "Old."}, []string{
			`indicators/IND-0001.yaml:7:5: C603: IND-0001: "Quite new" is no word to answer with`,
			"    hint: use small letters, digits and single hyphens",
		}},
		{"levels", []string{"level: low,", "level: lov,", "op: at-most", "op: is"}, []string{
			"indicators/IND-0001.yaml:1:1: C603: the levels of IND-0001 rise and fall",
			"    hint: order the steps so that levels only rise or only fall",
			`indicators/IND-0001.yaml:8:5: C603: IND-0001: what the reading is decides, and the step below 10 decides nothing`,
			"    hint: give a level, or let op be at-most",
			`indicators/IND-0001.yaml:10:5: C603: IND-0001: there is no level "lov"`,
			`    hint: did you mean "low"?`,
		}},
		{"one level", []string{"level: low,", "level: safe,", "level: medium", "level: safe"}, []string{
			"indicators/IND-0001.yaml:1:1: C603: all steps of IND-0001 have the same level",
		}},
		{"ageing", []string{"refresh: 30d", "refresh: a month", "towards: low, every: 1mo", "towards: lowest"}, []string{
			`indicators/IND-0001.yaml:1:1: C603: IND-0001 says half of how it ages`,
			"    hint: give towards and every, or neither",
			`indicators/IND-0001.yaml:1:1: C603: IND-0001: refresh: "a month" is no period; write 12h, 30d, 2w, 6mo or 1y`,
			`indicators/IND-0001.yaml:1:1: C603: IND-0001: there is no level "lowest" to age towards`,
			"    hint: allowed: very-low, low, medium, high, very-high, safe",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ds diag.List
			text := patchAge
			for i := 0; i < len(c.edits); i += 2 {
				if !strings.Contains(text, c.edits[i]) {
					t.Fatalf("the indicator does not contain %q", c.edits[i])
				}
				text = strings.Replace(text, c.edits[i], c.edits[i+1], 1)
			}
			Lint(Load(with(t, map[string]string{"indicators/IND-0001.yaml": text}), "", &ds), &ds)
			expect(t, &ds, c.want...)
		})
	}
}

func TestLintOfTwoIndicatorsThatDecide(t *testing.T) {
	decides := strings.NewReplacer("at-most", "is", "below: \"10\",", "below: \"10\", level: high,").Replace(patchAge)
	var ds diag.List
	Lint(Load(with(t, map[string]string{
		"indicators/IND-0001.yaml": decides,
		"indicators/IND-0002.yaml": strings.NewReplacer("IND-0001", "IND-0002", "title: Age", "title: Years", "[device]", "[device.hub]").Replace(decides),
	}), "", &ds), &ds)
	expect(t, &ds,
		`indicators/IND-0002.yaml:6:9: C609: IND-0002 and IND-0001 both decide about "firm" at one element`,
		"    hint: let one of them only lower or only raise",
	)
}

func TestStepOfAReading(t *testing.T) {
	age := Indicator{Entry: Entry{ID: "IND-0001"}, Unit: "count", Most: "40", Steps: []IndicatorStep{{Below: "10"}, {Below: "30"}, {From: "30"}}}
	word := Indicator{Entry: Entry{ID: "IND-0002"}, Steps: []IndicatorStep{{Answer: "yes"}, {Answer: "no"}}}
	for _, c := range []struct {
		i     *Indicator
		value string
		want  string // range of the step, or the problem and the hint
	}{
		{&age, "0", "below 10"},
		{&age, "10", "from 10, below 30"},
		{&age, "29 count", "from 10, below 30"},
		{&age, "30", "from 30"},
		{&age, "40", "from 30"},
		{&age, "41", "41 is outside of what IND-0001 can be; count from 0 to 40"},
		{&age, "-1", "-1 is outside of what IND-0001 can be; count from 0 to 40"},
		{&age, "1.5", "1.5 is no whole number; count from 0 to 40"},
		{&age, "1e3", `"1e3" is no number; write a number of count`},
		{&age, "NaN", `"NaN" is no number; write a number of count`},
		{&age, "", `"" is no number; write a number of count`},
		{&age, "5 days", `"5 days" is in days, and IND-0001 is in count; nothing is converted; write a number of count`},
		{&word, "yes", "yes"},
		{&word, "nor", `"nor" is no answer to IND-0002; did you mean "no"?`},
	} {
		step, problem, hint := c.i.Step(c.value)
		got := problem + "; " + hint
		for k := range c.i.Steps {
			if step == &c.i.Steps[k] {
				got = c.i.Range(k)
			}
		}
		if got != c.want {
			t.Errorf("%s %q: %s, want %s", c.i.ID, c.value, got, c.want)
		}
	}
}
