package decisions

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Request is what a person says of a decision.
type Request struct {
	ID                            string // made from About where empty
	About, Choice, Who, Role, Why string
	When, Until                   string // YYYY-MM-DD; Until may be empty
	Evidence                      []string
	Justification, Action         string // of a vulnerability
}

var idForm = regexp.MustCompile(yamltext.IDPattern)

// Wrong is what is wrong with one part of a request. Field is its key in the record, or id.
type Wrong struct{ Field, Text string }

func (w Wrong) Error() string { return w.Text }

// check gives all that is wrong with a request by itself, each as Wrong.
func (q Request) check() []error {
	var wrong []error
	check := func(bad bool, field, format string, a ...any) {
		if bad {
			wrong = append(wrong, Wrong{field, fmt.Sprintf(format, a...)})
		}
	}
	words := Choice("").Words()
	check(!slices.Contains(words, q.Choice), "choice", "choice %q: allowed: %s", q.Choice, strings.Join(words, ", "))
	check(strings.TrimSpace(q.Who) == "", "who", "say who decided")
	check(strings.TrimSpace(q.Role) == "", "role", "say in which role")
	check(strings.TrimSpace(q.Why) == "", "why", "say why")
	check(slices.Contains(q.Evidence, ""), "evidence", "a piece of evidence is empty")
	check(!IsDate(q.When), "when", "when %q: write a day as YYYY-MM-DD", q.When)
	check(q.Until != "" && !IsDate(q.Until), "until", "until %q: write a day as YYYY-MM-DD", q.Until)
	check(IsDate(q.When) && IsDate(q.Until) && q.Until < q.When, "until", "it ends on %s, before it is made on %s", q.Until, q.When)
	check(q.ID != "" && !idForm.MatchString(q.ID), "id", "id %q: use lower-case letters, digits and single hyphens, beginning with a letter", q.ID)
	wrongAbout := Choice(q.Choice).unfit(subjectOf(q.About))
	check(wrongAbout != "", "choice", "%s", wrongAbout)
	lack := unsaid(Choice(q.Choice), Justification(q.Justification), q.Action)
	field := "justification"
	if Choice(q.Choice) == Affected {
		field = "action"
	}
	check(lack != "", field, "%s", lack)
	reasons := Justification("").Words()
	check(q.Justification != "" && !slices.Contains(reasons, q.Justification), "justification", "justification %q: allowed: %s", q.Justification, strings.Join(reasons, ", "))
	return wrong
}

// New makes a decision that rests on an assessment, and its id. A decision about the same thing that stands is replaced. All
// that is wrong with the request is in the error, joined of [Wrong].
func (s *Set) New(f *Found, q Request) (string, Decision, error) {
	wrong := q.check()
	if q.ID != "" && s.Get(q.ID) != nil {
		wrong = append(wrong, Wrong{"id", fmt.Sprintf("there is a decision %s already", q.ID)})
	}
	rest, err := f.Rest(q.About)
	if err != nil {
		wrong = append(wrong, Wrong{"about", err.Error()})
	}
	if len(wrong) > 0 {
		return "", Decision{}, errors.Join(wrong...)
	}
	d := Decision{
		About: yamltext.Word{Text: q.About}, Choice: Choice(q.Choice), Who: q.Who, Role: q.Role, Why: q.Why, Evidence: q.Evidence,
		Because: Justification(q.Justification), Action: q.Action,
		When: yamltext.Word{Text: q.When}, Until: yamltext.Word{Text: q.Until}, RestedOn: rest,
	}
	var ds diag.List
	for _, r := range Judge(s, f, q.When, &ds) {
		if r.State != Replaced && slices.Contains(r.Now, q.About) {
			d.Replaces = yamltext.Word{Text: r.ID}
		}
	}
	return s.freeID(q), d, nil
}

var notID = regexp.MustCompile(`[^a-z0-9]+`)

// freeID is the id asked for, or one made from what the decision is about.
func (s *Set) freeID(q Request) string {
	if q.ID != "" {
		return q.ID
	}
	stem := strings.Trim(notID.ReplaceAllString(strings.ToLower(q.About), "-"), "-")
	id := stem
	for n := 2; s.Get(id) != nil; n++ {
		id = fmt.Sprintf("%s-%d", stem, n)
	}
	return id
}
