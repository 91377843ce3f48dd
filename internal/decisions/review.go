package decisions

import (
	"maps"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/yamltext"
)

// State says whether a decision still stands.
type State string

// The states, from the best to the worst. Replaced decisions are history.
const (
	Replaced State = "replaced"
	Over     State = "over" // a vulnerability that is not found there any more
	Current  State = "current"
	Expired  State = "expired"  // its last day is over
	Stale    State = "stale"    // something it rested on has changed
	Orphaned State = "orphaned" // what it is about is gone
)

// Worse lists the states that ask for something to be done, from the least to the most urgent.
var Worse = []State{Expired, Stale, Orphaned}

// Review is a decision compared with an assessment.
type Review struct {
	ID       string   `json:"id"`
	File     string   `json:"file"`
	About    string   `json:"about"`
	Now      []string `json:"now"` // ids of what it is about today; several after a split, none if it is gone
	Title    string   `json:"title,omitempty"`
	Choice   Choice   `json:"choice"`
	Who      string   `json:"who"`
	Role     string   `json:"role"`
	When     string   `json:"when"`
	Why      string   `json:"why"`
	Evidence []string `json:"evidence"`
	Until    string   `json:"until,omitempty"`

	Justification Justification `json:"justification,omitempty"`
	Action        string        `json:"action,omitempty"`

	State   State    `json:"state"`
	Because []string `json:"because"` // sentences; empty where it is current
	Reasons []Reason `json:"reasons"` // what Because says besides Changes, as codes
	Changes []Change `json:"changes"` // what it rested on and is otherwise now
	Signed  []Signed `json:"signed"`

	At diag.Pos `json:"-"` // of the record
}

// Stands tells whether nobody has to look at a decision again: it is current, or history, and its signatures fit.
func (r *Review) Stands() bool {
	return (r.State == Current || r.State == Replaced || r.State == Over) && !slices.ContainsFunc(r.Signed, func(s Signed) bool { return !s.Fits })
}

// Signed is a signature on a record.
type Signed struct {
	Key  string `json:"key"`
	Fits bool   `json:"fits"` // false where the record was changed after it was signed
}

func (s Signed) String() string {
	if s.Fits {
		return "signed with key " + s.Key
	}
	return "the record was changed after it was signed with key " + s.Key
}

// Judge compares every decision of a set with an assessment; the result is sorted by id. The set must have been read without
// errors. Today is a day as YYYY-MM-DD. Decisions that contradict each other are reported in ds.
func Judge(s *Set, f *Found, today string, ds *diag.List) []Review {
	j := newJudge(s, f)
	out := make([]Review, len(s.Entries))
	at := map[string]int{}
	for i := range s.Entries {
		out[i] = j.review(&s.Entries[i], today)
		at[out[i].ID] = i
	}
	for i := range s.Entries {
		e := &s.Entries[i]
		before, ok := at[e.Replaces.Text]
		if !ok {
			continue
		}
		old := &out[before]
		if len(old.Now) > 0 && !slices.ContainsFunc(old.Now, func(id string) bool { return slices.Contains(out[i].Now, id) }) {
			ds.Add(e.Replaces.At, diag.DecisionReplaces, "", "decision %q replaces %q, which is about something else", e.ID, old.ID)
			continue
		}
		old.State, old.Changes, old.Because, old.Reasons = Replaced, []Change{}, []string{}, []Reason{}
		old.give(Reason{ReplacedBy, e.ID, ""})
	}
	standing := map[string]string{}
	for i, r := range out {
		for _, id := range r.Now {
			if r.State == Replaced {
				continue
			}
			if other, twice := standing[id]; twice {
				ds.Add(s.Entries[i].At, diag.DecisionTwice, "let the later one say `replaces:`, or remove one", "decisions %q and %q are both about %s", other, r.ID, id)
				continue
			}
			standing[id] = r.ID
		}
	}
	return out
}

// judge holds an assessment in the form in which decisions are looked up.
type judge struct {
	f        *Found
	names    *renames
	threats  map[string][]*engine.Threat // by rule and names of their roots
	byID     map[string]*engine.Threat
	harms    map[string][]int // by name
	controls map[string][]int // by name
	elements map[string]bool  // names of what is there

	vulnerabilities map[string][]string // ids by name
	asked           int                 // searches for a near id
}

func newJudge(s *Set, f *Found) *judge {
	j := &judge{
		f: f, names: newRenames(s.Moved), threats: map[string][]*engine.Threat{}, byID: f.byID(),
		harms: map[string][]int{}, controls: map[string][]int{}, elements: map[string]bool{},
	}
	if len(s.Entries) == 0 {
		return j
	}
	a := f.Assessment
	for i := range a.Threats {
		t := &a.Threats[i]
		k := j.key(t.Rule, f.roots(t))
		j.threats[k] = append(j.threats[k], t)
	}
	for i := range a.Harms {
		k := j.names.about(a.Harms[i].ID)
		j.harms[k] = append(j.harms[k], i)
	}
	for i := range a.Controls {
		k := j.names.about(a.Controls[i].ID)
		j.controls[k] = append(j.controls[k], i)
	}
	for _, e := range a.Assets {
		j.elements[j.names.name(e.ID)] = true
	}
	j.vulnerabilities = map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(f.Vulnerabilities)) {
		name, element, _ := strings.Cut(id, "@")
		k := name + "@" + j.names.name(element)
		j.vulnerabilities[k] = append(j.vulnerabilities[k], id)
	}
	return j
}

// key is the name of a threat over moves: its rule and the names of the elements bound one to one.
func (j *judge) key(rule string, roots []string) string {
	var b strings.Builder
	b.WriteString(rule)
	for _, e := range roots {
		b.WriteByte(0)
		b.WriteString(j.names.name(e))
	}
	return b.String()
}

func (j *judge) review(e *Entry, today string) Review {
	r := Review{
		At: e.At, ID: e.ID, File: e.File, About: e.About.Text, Now: []string{}, Choice: e.Choice, Who: e.Who, Role: e.Role,
		When: e.When.Text, Why: e.Why, Evidence: slices.Concat([]string{}, e.Evidence), Until: e.Until.Text,
		Justification: e.Because, Action: e.Action,
		State: Current, Because: []string{}, Reasons: []Reason{}, Changes: []Change{}, Signed: []Signed{},
	}
	now := j.now(e, &r)
	if e.Until.Text != "" && e.Until.Text < today {
		r.State = Expired
		r.give(Reason{Ended, e.Until.Text, ""})
	}
	switch {
	case len(now) == 0 && j.over(e):
		r.State = Over
		r.give(Reason{NotFound, "", ""})
	case len(now) == 0:
		r.State = Orphaned
		r.give(j.gone(e)...)
	default:
		if r.Changes = j.changes(e.RestedOn, now); len(r.Changes) > 0 {
			r.State = Stale
		}
		for _, c := range r.Changes {
			r.Because = append(r.Because, c.String())
		}
	}
	for _, s := range e.Signatures {
		r.Signed = append(r.Signed, Signed{s.Key.Text, s.Fits(e.ID, &e.Decision)})
	}
	return r
}

// over tells whether a decision was about a vulnerability of an element that is there, and does not have it any more.
func (j *judge) over(e *Entry) bool {
	_, element, _ := strings.Cut(e.About.Text, "@")
	return subjectOf(e.About.Text) == vulnerability && j.f.Vulnerabilities != nil && j.elements[j.names.name(element)]
}

// now finds what a decision is about today, with what a decision about it would rest on.
func (j *judge) now(e *Entry, r *Review) []*RestedOn {
	a := j.f.Assessment
	var out []*RestedOn
	add := func(id, title string, on *RestedOn) {
		if r.Title == "" {
			r.Title = title
		}
		r.Now, out = append(r.Now, id), append(out, on)
	}
	switch about := e.About.Text; subjectOf(about) {
	case overall:
		add(Overall, "Overall benefit-risk judgement", j.f.restOverall())
	case vulnerability:
		name, element, _ := strings.Cut(about, "@")
		for _, id := range j.vulnerabilities[name+"@"+j.names.name(element)] {
			v := j.f.Vulnerabilities[id]
			add(id, v.Title, &v.Rests)
		}
	case clause:
		if c, ok := j.f.Index.Clauses[about]; ok {
			add(about, c.Clause.Title, restClause(c))
		}
	case harm:
		for _, i := range j.harms[j.names.about(about)] {
			add(a.Harms[i].ID, a.Harms[i].Title, j.f.restHarm(&a.Harms[i]))
		}
	case control:
		for _, i := range j.controls[j.names.about(about)] {
			add(a.Controls[i].ID, a.Controls[i].Title, restControl(&a.Controls[i]))
		}
	case threat:
		for _, t := range j.threatsOf(e) {
			add(t.ID, t.Title, j.f.restThreat(t))
		}
	}
	return out
}

// threatsOf finds threats by the rule and the elements on record, since renaming an element changes the id; and by the id
// itself, so that a record which does not belong to it is seen.
func (j *judge) threatsOf(e *Entry) []*engine.Threat {
	on := e.RestedOn
	roots := j.f.rootsOf(on.Rule, func(role string) []string {
		elements, _ := on.Elements.Get(role)
		return elements
	})
	out := slices.Clone(j.threats[j.key(on.Rule, roots)])
	if t := j.byID[e.About.Text]; t != nil && !slices.Contains(out, t) {
		out = append(out, t)
	}
	return out
}

// gone says why nothing is left of what a decision is about.
func (j *judge) gone(e *Entry) []Reason {
	var ids []string
	switch about := e.About.Text; subjectOf(about) {
	case threat:
		if j.f.Index.Threats[e.RestedOn.Rule] == nil {
			return []Reason{{NoRule, e.RestedOn.Rule, ""}}
		}
		for _, role := range e.RestedOn.Elements {
			ids = append(ids, role.Value...)
		}
	case clause:
		return []Reason{{NoClause, about, ""}}
	case vulnerability:
		if j.f.Vulnerabilities == nil {
			return []Reason{{NotLooked, "", ""}}
		}
		_, element, _ := strings.Cut(about, "@")
		ids = []string{element}
	case control:
		_, element, _ := strings.Cut(about, "@")
		ids = []string{element}
	default:
		ids = []string{about}
	}
	var out []Reason
	for _, id := range ids {
		if inferred := strings.Contains(id, "("); !inferred && !j.elements[j.names.name(id)] {
			out = append(out, Reason{NoElement, id, j.near(id)})
		}
	}
	if len(out) == 0 {
		out = append(out, Reason{NoLink, "", ""})
	}
	return out
}

// maxNear bounds the search for near ids where much is gone.
const maxNear = 100

// near is the nearest id of an element; "" if there is none.
func (j *judge) near(id string) string {
	if j.asked++; j.asked > maxNear {
		return ""
	}
	var ids []string
	for _, a := range j.f.Assessment.Assets {
		if !a.Inferred {
			ids = append(ids, a.ID)
		}
	}
	return yamltext.Nearest(id, ids)
}
