// Package compliance says which clauses of laws, guidance and standards bind a described system and why, and how far each is met: by
// criteria of the knowledge base that look at the description and its assessment, and by what people have stated.
package compliance

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// Verdict says whether a clause binds a system.
type Verdict string

// The verdicts. A clause is asked about where the description does not say what decides.
const (
	Applies Verdict = "applies"
	Not     Verdict = "does-not"
	Asked   Verdict = "asked"
)

// Request narrows what is looked at. Lists that are empty leave everything in.
type Request struct {
	Day        string             // YYYY-MM-DD; what applies from a later month does not apply yet
	Drafts     bool               // drafts and proposals count as if they were in force
	Superseded bool               // editions that another has replaced count too
	Documents  []string           // ids of documents, with the edition or without
	Holders    []knowledge.Holder // clauses that one of them has to meet
	Stages     []knowledge.Stage  // clauses of one of them
}

// Answer lists clauses in the order of the documents.
type Answer struct {
	Day       string     `json:"day"`
	Documents []Document `json:"documents"`
	Clauses   []Clause   `json:"clauses"`
	Judged    bool       `json:"judged"`    // whether clauses have a status
	Questions []string   `json:"questions"` // what the description does not say, and the number of clauses that wait for it
	Asking    []Question `json:"-"`         // the same in parts
}

// Question is something that the description does not say and that decides whether clauses bind.
type Question struct {
	Path    string // of the key that would answer it: system.regulation.markets
	Says    string
	Waiting int // clauses that bind or not by the answer
}

// Document is an edition with the number of its clauses by verdict.
type Document struct {
	ID       string             `json:"id"`
	Title    string             `json:"title"`
	Issuer   string             `json:"issuer"`
	Form     knowledge.Form     `json:"form"`
	Standing knowledge.Standing `json:"standing"`
	From     string             `json:"from,omitempty"`
	Applies  int                `json:"applies"`
	Not      int                `json:"does-not"`
	Asked    int                `json:"asked"`
	Because  string             `json:"because"` // of the document as a whole
	Statuses map[Status]int     `json:"statuses,omitempty"`
}

// Clause is a clause with the verdict.
type Clause struct {
	ID        string              `json:"id"` // mdcg-2019-16:r1/3.6#7
	Document  string              `json:"document"`
	Title     string              `json:"title"`
	Says      string              `json:"says"`
	Who       []knowledge.Holder  `json:"who"`
	Stages    []knowledge.Stage   `json:"stages"`
	Decides   string              `json:"decides"`
	Certainty knowledge.Certainty `json:"certainty"`
	Verdict   Verdict             `json:"verdict"`
	Because   string              `json:"because"` // of the verdict

	Status       Status     `json:"status,omitempty"`
	Why          string     `json:"why,omitempty"` // of the status
	Findings     []Finding  `json:"findings,omitempty"`
	Statement    *Statement `json:"statement,omitempty"`
	Contradicted bool       `json:"contradicted,omitempty"` // the description says otherwise than a signed statement
}

// Apply finds the clauses that bind a system.
func Apply(m *model.Model, ix *knowledge.Index, q Request) *Answer {
	a := &Answer{Day: q.Day, Documents: []Document{}, Clauses: []Clause{}, Questions: []string{}}
	s := &system{m: m, ix: ix, elements: kindsOf(m), waiting: map[string]int{}}
	for i := range ix.Base.Documents {
		d := &ix.Base.Documents[i]
		if d.Status == knowledge.Withdrawn || len(q.Documents) > 0 && !slices.Contains(q.Documents, d.ID) && !slices.Contains(q.Documents, d.Document) {
			continue
		}
		a.add(s, d, q)
	}
	for _, question := range s.asked {
		question.Waiting = s.waiting[question.Path]
		wait := fmt.Sprintf("%d clauses wait", question.Waiting)
		if question.Waiting == 1 {
			wait = "1 clause waits"
		}
		a.Questions = append(a.Questions, question.Says+" "+wait+" for the answer.")
		a.Asking = append(a.Asking, question)
	}
	return a
}

func (a *Answer) add(s *system, d *knowledge.Document, q Request) {
	doc := Document{ID: d.ID, Title: d.Title, Issuer: d.Issuer, Form: d.Form, Standing: d.Standing, From: d.From}
	whole := s.document(d, q)
	doc.Because = both(whole, func() judgement { return since(d.From, q.Day) }).because
	for i := range d.Clauses {
		c := &d.Clauses[i]
		if !meets(c.Who, q.Holders) || !meets(c.Stages, q.Stages) {
			continue
		}
		j := both(s.clause(c, whole), func() judgement { return since(cmp.Or(c.From, d.From), q.Day) })
		switch j.verdict {
		case Applies:
			doc.Applies++
		case Not:
			doc.Not++
		case Asked:
			doc.Asked++
			for _, question := range j.questions {
				s.ask(question)
			}
		}
		a.Clauses = append(a.Clauses, Clause{
			ID: d.Full(c), Document: d.ID, Title: c.Title, Says: c.Says, Who: c.Who, Stages: c.Stages, Decides: c.Decides, Certainty: c.Of(d),
			Verdict: j.verdict, Because: j.because,
		})
	}
	a.Documents = append(a.Documents, doc)
}

// meets tells whether a list has one of the words asked for; all lists do where none is asked for.
func meets[T comparable](list, asked []T) bool {
	return len(asked) == 0 || slices.ContainsFunc(list, func(x T) bool { return slices.Contains(asked, x) })
}

// noDevice is the class of a product that is no medical device.
const noDevice model.DeviceClass = "none"

// judgement is a verdict with its reason.
type judgement struct {
	verdict   Verdict
	because   string
	questions []Question // where it is asked
}

func asks(path, question string) judgement {
	return judgement{Asked, question, []Question{{Path: path, Says: question}}}
}

func applies(because string) judgement { return judgement{verdict: Applies, because: because} }

func not(because string) judgement { return judgement{verdict: Not, because: because} }

type system struct {
	m        *model.Model
	ix       *knowledge.Index
	elements []element
	asked    []Question     // in the order in which they came up
	waiting  map[string]int // clauses, by the path of a question
}

func (s *system) ask(question Question) {
	if s.waiting[question.Path]++; s.waiting[question.Path] == 1 {
		s.asked = append(s.asked, question)
	}
}

// document judges an edition as a whole: first what keeps it out for certain, then what has to be asked.
func (s *system) document(d *knowledge.Document, q Request) judgement {
	switch {
	case d.Standing == knowledge.Superseded && !q.Superseded:
		return not("another edition has taken its place")
	case d.Standing == knowledge.Draft && !q.Drafts:
		return not("it is a draft")
	}
	return both(both(s.market(d.Markets), func() judgement { return s.class(d.Classes) }), func() judgement { return s.kind(d.Kinds) })
}

func (s *system) clause(c *knowledge.Clause, whole judgement) judgement {
	return both(both(whole, func() judgement { return s.class(c.Classes) }), func() judgement { return s.kind(c.Kinds) })
}

// both needs two conditions: what keeps a clause out counts more than a question, and that more than what lets it in. Reasons of the same weight add up.
func both(first judgement, second func() judgement) judgement {
	if first.verdict == Not {
		return first
	}
	next := second()
	switch {
	case next.verdict == Not:
		return next
	case first.verdict == next.verdict:
		first.because = strings.Join(slices.DeleteFunc([]string{first.because, next.because}, func(s string) bool { return s == "" }), "; ")
		first.questions = slices.Concat(first.questions, next.questions)
		return first
	case next.verdict == Asked:
		return next
	}
	return first
}

// since compares a month from which something applies with a day.
func since(month, day string) judgement {
	if month > day {
		return not("it applies from " + month)
	}
	return applies("")
}

func (s *system) market(markets []model.Market) judgement {
	if len(markets) == 0 {
		return applies("")
	}
	r := s.m.System.Regulation
	if r == nil || len(r.Markets) == 0 {
		return asks("system.regulation.markets", "For which markets is the device meant (system, regulation, markets)?")
	}
	for _, x := range markets {
		if slices.Contains(r.Markets, x) {
			return applies("the device is meant for the market " + string(x))
		}
	}
	return not("the device is not meant for the market " + words(markets))
}

func (s *system) class(classes []model.DeviceClass) judgement {
	if len(classes) == 0 {
		return applies("")
	}
	r := s.m.System.Regulation
	switch {
	case r == nil || r.DeviceClass == "":
		return asks("system.regulation.device-class", "Of which class is the device (system, regulation, device-class)?")
	case slices.Contains(classes, r.DeviceClass):
		return applies("its class is " + string(r.DeviceClass))
	}
	of := words(classes)
	if slices.Equal(classes, []model.DeviceClass{noDevice}) {
		of = "products that are no medical devices"
	}
	return not("its class is " + string(r.DeviceClass) + ", and this is for " + of)
}

func (s *system) kind(kinds []string) judgement {
	if len(kinds) == 0 {
		return applies("")
	}
	for _, e := range s.elements {
		if s.ix.IsAny(e.kind, kinds) {
			return applies("there is " + e.id + " (" + e.kind + ")")
		}
	}
	return not("nothing described is of the kind " + words(kinds))
}

func words[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return strings.Join(out, " or ")
}

// element is an element of the description that has a kind.
type element struct{ id, kind string }

// kindsOf lists the elements on which clauses can hang.
func kindsOf(m *model.Model) []element {
	var out []element
	m.Each(func(_ model.Block, id string, c model.Common) { out = append(out, element{id, c.Kind.Text}) })
	return out
}
