package postmarket

import (
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"cordon/internal/civil"
	"cordon/internal/diag"
)

// Problem is a rule that a VEX document breaks.
type Problem struct {
	// Rule is the element that it is about, by its name in the minimum requirements of CISA where it has one there: doc_id, justification.
	Rule      string   `json:"rule"`
	Statement int      `json:"statement,omitempty"` // from 1; 0 where it is about the document
	About     string   `json:"about,omitempty"`     // the vulnerability and the product of the statement
	Says      string   `json:"says"`
	Hint      string   `json:"hint,omitempty"`
	At        diag.Pos `json:"at,omitzero"` // the zero place in a document that was not read
}

func (p Problem) String() string {
	if p.About != "" {
		return p.Rule + ": " + p.About + ": " + p.Says
	}
	return p.Rule + ": " + p.Says
}

// Problems checks a document against the minimum requirements of CISA, sections 2 and 3, and against what our formats need beyond them. All that is
// wrong is in the list, in the order of the document.
func (v *VEX) Problems() []Problem {
	c := &vexCheck{at: diag.Pos{}}
	c.document(v)
	seen := map[string]int{}
	products := map[string]*ProductRef{}
	vulnerabilities := map[string]*VulnerabilityRef{}
	for i := range v.Statements {
		s := &v.Statements[i]
		c.statement, c.about, c.at = i+1, s.Label(), s.At
		c.oneStatement(s)
		key := s.key()
		if first := seen[key]; first > 0 {
			c.say("statement_id", "keep the one that holds now", "statement %d is about the same vulnerability and product", first)
		} else {
			seen[key] = i + 1
		}
		c.same(products, &s.Product)
		if s.Component != nil {
			c.same(products, s.Component)
		}
		if first, ok := vulnerabilities[s.Vulnerability.ID]; !ok {
			vulnerabilities[s.Vulnerability.ID] = &s.Vulnerability
		} else if !first.Describes(&s.Vulnerability) {
			c.say("vul_description", "describe it once, and in the same way", "an earlier statement describes the vulnerability otherwise")
		}
	}
	return c.out
}

// Describes tells whether two references say the same of a vulnerability. Ratings and links may differ: what a vulnerability is rated depends on the product.
func (x *VulnerabilityRef) Describes(y *VulnerabilityRef) bool {
	return x.Title == y.Title && x.Summary == y.Summary && slices.Equal(x.Aliases, y.Aliases) && slices.Equal(x.CWEs, y.CWEs)
}

// Label names a statement for people.
func (s *Statement) Label() string {
	label := s.Vulnerability.ID + " in " + s.Product.Label()
	if s.Component != nil {
		label += ", part " + s.Component.Label()
	}
	return label
}

func (s *Statement) key() string {
	key := s.Vulnerability.ID + "\x00" + s.Product.Key()
	if s.Component != nil {
		key += "\x00" + s.Component.Key()
	}
	return key
}

type vexCheck struct {
	statement int
	about     string
	at        diag.Pos
	out       []Problem
}

func (c *vexCheck) say(rule, hint, format string, args ...any) {
	c.out = append(c.out, Problem{Rule: rule, Statement: c.statement, About: c.about, Says: fmt.Sprintf(format, args...), Hint: hint, At: c.at})
}

func (c *vexCheck) document(v *VEX) {
	if v.ID == "" {
		c.say("doc_id", "give the document a name that no other has", "the document has no id")
	}
	if v.Version < 1 {
		c.say("doc_version", "the first version is 1", "the document has the version %d", v.Version)
	}
	if v.Author == "" && v.Publisher.Name == "" {
		c.say("author", "say who answers for the statements", "the document has neither author nor publisher")
	}
	c.moment("doc_time_first_issued", v.Issued, true)
	c.moment("doc_time_last_updated", v.Updated, false)
	if v.Updated != "" && earlier(v.Updated, v.Issued) {
		c.say("doc_time_last_updated", "a document is updated after it was issued", "the document was updated on %s, before it was issued on %s", v.Updated, v.Issued)
	}
	c.word("publisher", string(v.Publisher.Category), publisherCategories)
	c.word("tlp", string(v.TLP), tlpLabels)
	for i, e := range v.History {
		c.moment("history", e.Date, true)
		if e.Version != i+1 {
			c.say("history", "list all versions, oldest first", "item %d of the history is version %d", i+1, e.Version)
		}
	}
	if n := len(v.History); n > 0 && v.History[n-1].Version != v.Version {
		c.say("history", "add what this version changes", "the history ends with version %d, and the document is version %d", v.History[n-1].Version, v.Version)
	}
	if len(v.Statements) == 0 {
		c.say("statement", "a document has one statement at least", "the document says nothing about any product")
	}
}

var (
	publisherCategories = []string{"vendor", "coordinator", "discoverer", "multiplier", "translator", "user", "other"}
	tlpLabels           = []string{"CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"}
)

func (c *vexCheck) oneStatement(s *Statement) {
	if s.Vulnerability.ID == "" {
		c.say("vul_id", "write the CVE id, or the id of another catalogue", "the statement names no vulnerability")
	}
	if s.Product.Key() == "" {
		c.say("product_id", "name the product: a package URL, a CPE, or supplier, name and version", "the statement names no product")
	}
	if s.Component != nil && s.Component.Key() == "" {
		c.say("subcomponent_id", "name the part, or leave it out", "the statement speaks of a part without a name")
	}
	if s.Component != nil && s.Component.Key() == s.Product.Key() && s.Component.Key() != "" {
		c.say("subcomponent_id", "leave the part out where the vulnerability is in the product itself", "the product is named as a part of itself")
	}
	if !slices.Contains(VEXStatuses, s.Status) {
		c.say("status", "write affected, not_affected, fixed or under_investigation", "%q is no status", s.Status)
	}
	c.reasons(s)
	if s.Status == StatusAffected && s.ActionText() == "" && len(s.Response) == 0 {
		c.say("action_statement", "say what those who have the product should do, if only that there is nothing yet", "the product is affected, and nothing says what to do")
	}
	if s.Status != StatusAffected && s.Action != "" {
		c.say("action_statement", "an action is for affected products; write notes", "the product is %s, and an action is stated", s.Status)
	}
	for _, r := range s.Response {
		c.word("response", string(r), words(Responses))
	}
	for _, r := range s.Remedies {
		c.word("remedy", cmp.Or(string(r.Category), "nothing"), words(RemedyCategories))
		if r.Details == "" {
			c.say("remedy", "say it in a sentence", "a remedy %s has no details", r.Category)
		}
		c.moment("remedy", r.Date, false)
	}
	c.moment("statement_time_first_issued", s.Issued, false)
	c.moment("statement_time_last_updated", s.Updated, false)
	c.moment("action_statement_time", s.ActionDate, false)
	c.moment("vul_description", s.Vulnerability.Published, false)
	if s.Issued != "" && s.Updated != "" && earlier(s.Updated, s.Issued) {
		c.say("statement_time_last_updated", "", "the statement was updated on %s, before it was issued on %s", s.Updated, s.Issued)
	}
	for _, w := range s.Vulnerability.CWEs {
		if !weaknessID.MatchString(w) {
			c.say("vul_description", "write CWE-787", "%q is no weakness of CWE", w)
		}
	}
}

var weaknessID = regexp.MustCompile(`^CWE-[1-9]\d{0,5}$`)

// reasons checks why a product is not affected.
func (c *vexCheck) reasons(s *Statement) {
	if s.Status == StatusNotAffected && s.Justification == "" && s.Reason == "" && s.Impact == "" {
		c.say("justification", "give a justification, or an impact statement", "the product is not affected, and nothing says why")
	}
	if s.Status != StatusNotAffected && (s.Justification != "" || s.Reason != "") {
		c.say("justification", "only a product that is not affected has one", "the product is %s, and a justification is given", s.Status)
	}
	if s.Status != StatusNotAffected && s.Impact != "" {
		c.say("impact_statement", "it says why a product is not affected; write notes", "the product is %s, and an impact statement is made", s.Status)
	}
	c.word("justification", string(s.Justification), justifications())
	c.word("justification", string(s.Reason), words(Reasons))
	if s.Justification == "" || s.Reason == "" {
		return
	}
	if bare := (&Statement{Justification: s.Justification}); s.Reason != first(bare.Coarse()) && first(bare.Coarse()) != "" {
		c.say("justification", "leave one of them out", "%s is not said as %s, but as %s", s.Justification, s.Reason, first(bare.Coarse()))
	}
}

func first(r Reason, _ bool) Reason { return r }

func justifications() []string {
	var out []string
	for _, c := range Correspondences {
		out = append(out, string(c.Justification))
	}
	return out
}

func words[T ~string](list []T) []string {
	var out []string
	for _, w := range list {
		out = append(out, string(w))
	}
	return out
}

// word checks that a word is one of a closed list. An empty one is left out.
func (c *vexCheck) word(rule, word string, of []string) {
	if word != "" && !slices.Contains(of, word) {
		c.say(rule, "write one of "+strings.Join(of, ", "), "%q is no word for it", word)
	}
}

// same checks that all statements describe one product in one way.
func (c *vexCheck) same(seen map[string]*ProductRef, p *ProductRef) {
	key := p.Key()
	if first, ok := seen[key]; !ok {
		seen[key] = p
	} else if !reflect.DeepEqual(*first, *p) {
		c.say("product_id", "describe it once, and in the same way, or give one of them another id", "an earlier statement describes %q otherwise", key)
	}
}

func (c *vexCheck) moment(rule, text string, needed bool) {
	switch {
	case text == "" && needed:
		c.say(rule, "write 2026-03-02T09:00:00Z", "a point in time is missing")
	case text != "" && !IsMoment(text):
		c.say(rule, "write 2026-03-02T09:00:00Z", "%q is no point in time", text)
	}
}

var fraction = regexp.MustCompile(`\.\d+(Z|[+-])`)

// IsMoment tells whether a text is a point in time of RFC 3339 with capital letters, and no leap second.
func IsMoment(text string) bool {
	_, err := civil.Parse(whole(text))
	return err == nil && len(text) >= len("2026-03-02T09:00:00Z")
}

// whole leaves the parts of a second out, which civil does not read.
func whole(text string) string { return fraction.ReplaceAllString(text, "$1") }

// earlier compares points in time, to the second.
func earlier(a, b string) bool {
	x, err := civil.Parse(whole(a))
	y, wrong := civil.Parse(whole(b))
	return err == nil && wrong == nil && x < y
}
