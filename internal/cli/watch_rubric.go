package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/interop/cvss"
	"cordon/internal/postmarket/triage"
	"cordon/internal/project"
	"cordon/internal/yamltext"
)

// rubricResult is what cordon watch rubric writes as JSON.
type rubricResult struct {
	Element   string          `json:"element"`
	Answers   []rubricAnswer  `json:"answers"`
	Open      []string        `json:"open"` // questions whose worse answer counts
	Vector    scoredVector    `json:"vector-3.1"`
	Extended  string          `json:"extended"`
	Vector4   scoredVector    `json:"vector-4.0"`
	Published *scoredVector   `json:"published,omitempty"` // as given with --vector
	Points    triage.Points   `json:"points"`
	Human     triage.Decision `json:"human-impact"`
	Harms     []triage.Hangs  `json:"harms"`
	Because   []string        `json:"because"`
	Changes   []triage.Change `json:"changes,omitempty"` // with --before
	metrics   map[string]string
}

type rubricAnswer struct {
	triage.Answer
	Asks    string         `json:"asks"`
	Instead *triage.Answer `json:"instead-of,omitempty"` // what model or advisory say, where a person says otherwise
}

type scoredVector struct {
	Vector string      `json:"vector"`
	Scores cvss.Scores `json:"scores"`
}

type rubricFlags struct {
	vector, extended, answers, before string
	cwes                              []string
	mode                              string
}

func watchRubricCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "rubric PATH ELEMENT",
		Short: "Rate a vulnerability of an element by the rubric for medical devices",
		Long: `Rubric answers the questions of the rubric for applying CVSS to medical devices (MITRE, qualified by the FDA in 2020) for an element of a
system, from what the model knows of it and what an advisory says. Each answer names its evidence; what nobody knows counts as the worse
answer and is listed as open. From the answers follow a vector of CVSS 3.1, the extended vector, a vector of CVSS 4.0 with safety, and the
human impact of SSVC. Answers of people, in a file, go before those of model and advisory. With --before it says which answers differ from
those that an earlier state of the system gives.

The paper of the rubric was not at hand; the flow is that of a published calculator. docs/user/triage.md says more.`,
		Args: args(cobra.ExactArgs(2)),
		Example: `  cordon watch rubric examples/wearable-monitor smartbox
  cordon watch rubric examples/wearable-monitor smartbox/os --vector CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H --cwe CWE-787`,
	}
	f := &rubricFlags{}
	format, mode := formatFlag(c), modeFlag(c)
	c.Flags().StringVar(&f.vector, "vector", "", "CVSS vector of the vulnerability, of version 2.0, 3.0, 3.1 or 4.0")
	c.Flags().StringArrayVar(&f.cwes, "cwe", nil, "weakness behind it, such as CWE-787; may be repeated")
	c.Flags().StringVar(&f.extended, "extended", "", "extended vector that somebody published, such as XAVN:Y/XAVT:N")
	c.Flags().StringVar(&f.answers, "answers", "", "file with answers of people")
	c.Flags().StringVar(&f.before, "before", "", "earlier state of the system, to compare the answers with")
	c.RunE = func(c *cobra.Command, a []string) error {
		f.mode = mode.value
		r, err := rateByRubric(c, a[0], a[1], f)
		if err != nil {
			return err
		}
		if format.value == "json" {
			return writeJSON(c, r)
		}
		return printRubric(newText(c.OutOrStdout()), r)
	}
	return c
}

func rateByRubric(c *cobra.Command, path, element string, f *rubricFlags) (*rubricResult, error) {
	adv, published, err := f.advisory()
	if err != nil {
		return nil, err
	}
	said, err := f.said(c, element)
	if err != nil {
		return nil, err
	}
	p, err := prefill(c, path, element, adv, f.mode)
	if err != nil {
		return nil, err
	}
	without := p
	without.Answers = slices.Clone(p.Answers)
	p.Override(said)
	o := p.Outcome()
	r := &rubricResult{
		Element: element, Open: o.Open, Extended: o.Extended, Points: o.Points, Harms: p.Harms, Because: o.Because, Published: published, metrics: o.Metrics,
	}
	if r.Vector, err = scored(o.Vector); err != nil {
		return nil, err
	}
	if r.Vector4, err = scored(o.Vector4); err != nil {
		return nil, err
	}
	if r.Human, err = triage.Decide(triage.HumanImpact, triage.Points{"SI": o.Points["SI"], "MI": o.Points["MI"]}); err != nil {
		return nil, err
	}
	for i, x := range p.Answers {
		q, _ := triage.QuestionOf(x.Question)
		one := rubricAnswer{Answer: x, Asks: q.Asks}
		if x.From == triage.FromPerson {
			one.Instead = &without.Answers[i]
		}
		r.Answers = append(r.Answers, one)
	}
	if f.before != "" {
		earlier, err := prefill(c, f.before, element, adv, f.mode)
		if err != nil {
			return nil, err
		}
		r.Changes = triage.Compare(earlier, without)
	}
	return r, nil
}

// scored adds the scores to a vector. Those that triage writes are sound, so a failure is one of the program.
func scored(vector string) (scoredVector, error) {
	v, err := cvss.Parse(vector)
	if err != nil {
		return scoredVector{}, err
	}
	return scoredVector{v.String(), v.Scores()}, nil
}

// advisory reads the flags about the vulnerability.
func (f *rubricFlags) advisory() (adv triage.Advisory, published *scoredVector, err error) {
	for _, id := range f.cwes {
		if !cweID.MatchString(id) {
			return adv, nil, usageError{fmt.Errorf("%q is no number of a weakness; write it as CWE-787", id)}
		}
	}
	adv.CWE = f.cwes
	if f.vector != "" {
		v, err := cvss.Parse(f.vector)
		if err != nil {
			return adv, nil, usageError{err}
		}
		adv.Metrics, published = v.Metrics(), &scoredVector{v.String(), v.Scores()}
	}
	if f.extended != "" {
		if adv.Extended, err = triage.ParseExtended(f.extended); err != nil {
			return adv, nil, usageError{err}
		}
	}
	return adv, published, nil
}

// said reads the answers of people.
func (f *rubricFlags) said(c *cobra.Command, element string) ([]triage.Answer, error) {
	if f.answers == "" {
		return nil, nil
	}
	file, err := os.Open(f.answers)
	if err != nil {
		return nil, refuse(c, "watch rubric: cannot read %s: %s", f.answers, diag.Cause(err))
	}
	defer file.Close()
	src, err := io.ReadAll(io.LimitReader(file, yamltext.MaxBytes+1))
	if err != nil {
		return nil, refuse(c, "watch rubric: cannot read %s: %s", f.answers, diag.Cause(err))
	}
	var ds diag.List
	answers := triage.ParseAnswers(f.answers, src, element, &ds)
	return answers, sound(c, &ds)
}

// prefill assesses a system and answers the rubric for an element of it.
func prefill(c *cobra.Command, path, element string, adv triage.Advisory, mode string) (triage.Prefilled, error) {
	k, a, err := assess(c, path, mode)
	if err != nil {
		return triage.Prefilled{}, err
	}
	var failed error
	view := triage.View{
		Model: a.Model, Index: k.Index, Fact: a.Run.Fact,
		Raises: func(element string) (raised []string) { raised, failed = raises(a, element); return raised },
	}
	p, ok := triage.Prefill(view, element, adv)
	if !ok {
		var ids []string
		for _, e := range a.Model.Assets {
			ids = append(ids, e.ID)
		}
		hint := ""
		if s := yamltext.Suggest(element, ids); s != "" {
			hint = "\n    hint: " + s
		}
		return p, refuse(c, "watch rubric: %s has no asset %q%s", path, element, hint)
	}
	return p, failed
}

// raises lists the harms that become likelier when nothing of an element can be trusted.
func raises(a *project.Assessed, element string) ([]string, error) {
	likelihood := func(harm string) uint8 {
		l, _ := a.Run.Likelihood(engine.ConsequenceID(harm, "occurs"))
		return l
	}
	before := map[string]uint8{}
	for _, h := range a.Model.Harms {
		before[h.ID] = likelihood(h.ID)
	}
	var trial engine.Trial
	for _, t := range a.Run.Assumptions(element) {
		trial.Trust = append(trial.Trust, engine.TrustAt{Element: element, Attribute: t.Attribute})
	}
	undo, err := a.Run.Try(trial)
	if err != nil {
		return nil, fmt.Errorf("distrust %s: %w", element, err)
	}
	defer undo()
	var out []string
	for _, h := range a.Model.Harms {
		if likelihood(h.ID) > before[h.ID] {
			out = append(out, h.ID)
		}
	}
	return out, nil
}

var rubricMetrics = [][2]string{
	{"AV", "How it is reached"}, {"AC", "How hard it is"}, {"PR", "Rights it takes"}, {"UI", "Whether somebody else has to act"}, {"S", "How far it goes"},
	{"C", "What can be read"}, {"I", "What can be changed"}, {"A", "What can be stopped"},
}

func printRubric(t *text, r *rubricResult) error {
	reached := map[string]bool{}
	for part := range strings.SplitSeq(r.Extended, "/") {
		id, _, _ := strings.Cut(part, ":")
		reached[id] = true
	}
	for _, m := range rubricMetrics {
		t.heading("%s, %s:%s", m[1], m[0], r.metrics[m[0]])
		var alike []*rubricAnswer // one after the other with the same answer, reason and evidence
		for i := range r.Answers {
			a := &r.Answers[i]
			if q, _ := triage.QuestionOf(a.Question); q.Metric != m[0] || !reached[a.Question] {
				continue
			}
			if len(alike) > 0 && !sameAnswer(alike[0], a) {
				printAnswers(t, alike)
				alike = nil
			}
			alike = append(alike, a)
		}
		printAnswers(t, alike)
	}
	if len(r.Open) > 0 {
		t.heading("Open; until then the worse answer counts")
		for _, id := range r.Open {
			q, _ := triage.QuestionOf(id)
			t.item("%s: %s", id, q.Asks)
		}
	}
	if len(r.Harms) > 0 {
		t.heading("Harms that hang on it")
		for _, h := range r.Harms {
			through := "as the analysis finds"
			if len(h.Through) > 0 {
				through = "through " + strings.Join(h.Through, ", ")
			}
			t.item("%s (severity %d of 5), %s", h.Title, h.Severity, through)
		}
	}
	printVectors(t, r)
	if r.Changes != nil {
		t.heading("Answers that differ from before: %d", len(r.Changes))
		for _, x := range r.Changes {
			t.item("%s: %s before, %s now. %s", x.Question, saidBy(x.Before), saidBy(x.After), x.After.Because)
		}
	}
	return t.err
}

func sameAnswer(a, b *rubricAnswer) bool {
	return saidBy(a.Answer) == saidBy(b.Answer) && a.Because == b.Because && slices.Equal(a.Elements, b.Elements) && a.Instead == nil && b.Instead == nil
}

func printAnswers(t *text, alike []*rubricAnswer) {
	var ids []string
	for _, a := range alike {
		ids = append(ids, a.Question)
	}
	a := alike[0]
	t.item("%s %s. %s", strings.Join(ids, ", "), saidBy(a.Answer), a.Because)
	if len(a.Elements) > 0 {
		t.sub("evidence: %s", strings.Join(a.Elements, ", "))
	}
	if a.Instead != nil {
		t.sub("in place of: %s. %s", saidBy(*a.Instead), a.Instead.Because)
	}
}

// saidBy is an answer with who gave it.
func saidBy(a triage.Answer) string {
	switch a.From {
	case "":
		return string(triage.Unknown)
	case triage.FromPerson:
		return fmt.Sprintf("%s (%s)", a.Is, a.By)
	}
	return fmt.Sprintf("%s (%s)", a.Is, a.From)
}

func printVectors(t *text, r *rubricResult) {
	t.heading("What follows")
	line := func(what string, v scoredVector) {
		t.item("%s %.1f %s %s", what, v.Scores.Overall, v.Scores.Rating, v.Vector)
	}
	if r.Published != nil {
		line("published:", *r.Published)
	}
	line("CVSS 3.1:", r.Vector)
	line("CVSS 4.0:", r.Vector4)
	t.item("extended: %s", r.Extended)
	t.item("SSVC human impact: %s", strings.Join(r.Human.Possible, " or "))
	for _, b := range r.Because {
		t.sub("%s", b)
	}
	for _, m := range r.Human.Missing {
		t.sub("to answer: %s", m.Asks)
	}
}
