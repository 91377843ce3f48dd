package decisions

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Overall is what the overall benefit-risk judgement is about.
const Overall = "overall"

// subject is the sort of thing that a decision is about.
type subject int

const (
	unknown subject = iota
	overall
	harm
	threat
	control
	clause
	vulnerability
)

var (
	threatForm  = regexp.MustCompile(`^T-[A-Z2-7]{12}$`)
	controlForm = regexp.MustCompile(`^CTL-[0-9]{4}@.+$`)
	clauseForm  = regexp.MustCompile(`^[a-z0-9-]+:[a-z0-9-]+/\S+$`)
	vulnForm    = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*-[A-Za-z0-9.:_-]+@.+$`)
	harmForm    = regexp.MustCompile(yamltext.ReferencePattern)
)

// subjectOf tells by its form what an id stands for.
func subjectOf(about string) subject {
	switch {
	case about == Overall:
		return overall
	case threatForm.MatchString(about):
		return threat
	case controlForm.MatchString(about):
		return control
	case clauseForm.MatchString(about):
		return clause
	case vulnForm.MatchString(about) && !strings.HasPrefix(about, "CTL-"):
		return vulnerability
	case harmForm.MatchString(about):
		return harm
	}
	return unknown
}

// OnVulnerability tells whether what a decision is about is a vulnerability at an element.
func OnVulnerability(about string) bool { return subjectOf(about) == vulnerability }

// validate checks what can be checked in one file without an assessment.
func (f *File) validate(ds *diag.List) {
	for i := range f.Decisions {
		e := &f.Decisions[i]
		d := &e.Value
		d.validateAbout(e.Key, e.At, ds)
		when, until := validDate(d.When, ds), validDate(d.Until, ds)
		if when && until && d.Until.Text < d.When.Text {
			ds.Add(d.Until.At, diag.DateOrder, "", "decision %q ends on %s, before it was made on %s", e.Key, d.Until.Text, d.When.Text)
		}
		for _, s := range d.Signatures {
			validBase64(s.Key, keyBytes, "a public key", ds)
			validBase64(s.Value, signatureBytes, "a signature", ds)
		}
	}
}

func (d *Decision) validateAbout(id string, at diag.Pos, ds *diag.List) {
	if d.About.Text == "" {
		return // reported as missing or empty
	}
	about := subjectOf(d.About.Text)
	if about == unknown {
		ds.Add(d.About.At, diag.DecisionAbout, "write overall, a harm's id, T-…, CTL-0001@element, CVE-2026-1234@element or a clause", "%q is no id of something that can be decided on", d.About.Text)
		return
	}
	if wrong := d.Choice.unfit(about); wrong != "" {
		ds.Add(d.About.At, diag.DecisionAbout, "", "decision %q: %s", id, wrong)
	}
	if lack := unsaid(d.Choice, d.Because, d.Action); lack != "" {
		ds.Add(at, diag.DecisionAbout, "", "decision %q: %s", id, lack)
	}
	if d.RestedOn == nil || d.RestedOn.At.Line == 0 {
		return
	}
	r := d.RestedOn
	fits := map[subject]bool{
		overall: len(r.Harms) > 0 || r.Digests != nil,
		harm:    r.Verdict != "",
		threat:  r.Rule != "" && len(r.Elements) > 0,
		control: r.State != "",
		clause:  r.Clause != "",

		vulnerability: len(r.Components) > 0,
	}
	if !fits[about] {
		ds.Add(r.At, diag.DecisionRecord, "make the decision anew with cordon decide new", "decision %q is about %s; what it rested on is not recorded", id, d.About.Text)
	}
}

// unfit says why a choice cannot be made about something; empty where it can.
func (c Choice) unfit(about subject) string {
	ofClause := c == Met || c == Partly
	ofVulnerability := c == Affected || c == NotAffected || c == Fixed || c == UnderInvestigation
	switch {
	case c == "":
	case about == clause && !ofClause && c != NotApplicable:
		return fmt.Sprintf("a clause is met, partly met or not applicable; it cannot be %q", c)
	case about != clause && ofClause:
		return fmt.Sprintf("only clauses are %q", c)
	case about == vulnerability && !ofVulnerability:
		return fmt.Sprintf("a product is affected, not-affected, fixed or under-investigation; it cannot be %q", c)
	case about != vulnerability && ofVulnerability:
		return fmt.Sprintf("only of vulnerabilities one can say %q", c)
	}
	return ""
}

// unsaid says what a decision about a vulnerability lacks; empty where it lacks nothing.
func unsaid(c Choice, because Justification, action string) string {
	switch {
	case c == NotAffected && because == "":
		return "say why the product is not affected, as a justification"
	case c != NotAffected && because != "":
		return "a justification says why a product is not affected"
	case c == Affected && action == "":
		return "say what who has the product should do, as an action"
	}
	return ""
}

// validDate tells whether a day was given in the right form; a wrong form is reported.
func validDate(w yamltext.Word, ds *diag.List) bool {
	if w.Text == "" {
		return false
	}
	if !IsDate(w.Text) {
		ds.Add(w.At, diag.WrongValue, "write it as YYYY-MM-DD", "%q is not a day", w.Text)
		return false
	}
	return true
}

var dateForm = regexp.MustCompile(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`)

// IsDate tells whether a text is a day of the calendar in the form YYYY-MM-DD. Such texts sort as the days do.
func IsDate(s string) bool {
	if !dateForm.MatchString(s) {
		return false
	}
	year := int(s[0]-'0')*1000 + int(s[1]-'0')*100 + int(s[2]-'0')*10 + int(s[3]-'0')
	leap := year%4 == 0 && (year%100 != 0 || year%400 == 0)
	switch month, day := s[5:7], s[8:]; month {
	case "04", "06", "09", "11":
		return day <= "30"
	case "02":
		return day <= "28" || leap && day == "29"
	}
	return true
}

func validBase64(w yamltext.Word, size int, what string, ds *diag.List) {
	if w.Text == "" {
		return
	}
	if raw, err := base64.StdEncoding.Strict().DecodeString(w.Text); err != nil || len(raw) != size {
		ds.Add(w.At, diag.SignatureForm, "remove the signature and sign again", "%s is %d bytes in base64", what, size)
	}
}

// checkReplaced follows `replaces`: it names another decision, and no decision replaces itself in the end.
func (s *Set) checkReplaced(ds *diag.List) {
	ids := make([]string, len(s.Entries))
	next := map[string][]string{}
	for i, e := range s.Entries {
		ids[i] = e.ID
		if e.Replaces.Text != "" {
			next[e.ID] = []string{e.Replaces.Text}
		}
	}
	for _, e := range s.Entries {
		if r := e.Replaces; r.Text != "" && s.Get(r.Text) == nil {
			ds.Add(r.At, diag.DanglingReference, yamltext.Suggest(r.Text, ids), "there is no decision %q", r.Text)
		}
	}
	for _, id := range circles(ids, next) {
		ds.Add(s.Get(id).Replaces.At, diag.DecisionReplaces, "", "decision %q replaces itself", id)
	}
}
