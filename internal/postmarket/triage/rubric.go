package triage

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Answer is an answer to a question of the rubric for applying CVSS to medical devices.
type Answer struct {
	Question string   `json:"question"` // id, such as XAVN
	Is       Is       `json:"is"`
	From     Origin   `json:"from,omitempty"` // empty while unknown
	By       string   `json:"by,omitempty"`   // the person
	Because  string   `json:"because"`
	Elements []string `json:"elements,omitempty"` // of the model, as evidence
}

// Origin says where an answer comes from.
type Origin string

// Origins of answers.
const (
	FromModel    Origin = "model"
	FromAdvisory Origin = "advisory"
	FromPerson   Origin = "person"
)

// Question is a question of the rubric.
type Question struct {
	ID      string
	Metric  string
	Yes     string // what follows: a value of the metric, or the id of another question
	No      string
	Unknown string
	Asks    string // in our words
}

func (q *Question) then(is Is) string {
	switch is {
	case Yes:
		return q.Yes
	case No:
		return q.No
	}
	return q.Unknown
}

// Summary is a question that follows from the others: whether any impact on a metric has a value.
type Summary struct{ ID, Metric, Value, Asks string }

//go:embed rubric.tsv
var rubricText string

type rubricTable struct {
	metrics   []string
	values    map[string][]string // of a metric, from worst to best
	questions []Question
	summaries []Summary
	at        map[string]*Question
	first     map[string][]*Question // questions that begin a metric
}

var rubric = sync.OnceValue(func() *rubricTable {
	r := &rubricTable{values: map[string][]string{}, at: map[string]*Question{}, first: map[string][]*Question{}}
	for line := range strings.Lines(rubricText) {
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch c[0] {
		case "metric":
			r.metrics = append(r.metrics, c[1])
			r.values[c[1]] = strings.Fields(c[2])
		case "question":
			r.questions = append(r.questions, Question{c[1], c[2], c[3], c[4], c[5], c[6]})
		case "summary":
			r.summaries = append(r.summaries, Summary{c[1], c[2], c[3], c[4]})
		}
	}
	follows := map[string]bool{}
	for i := range r.questions {
		q := &r.questions[i]
		r.at[q.ID] = q
		for _, next := range []string{q.Yes, q.No, q.Unknown} {
			follows[next] = true
		}
		if !follows[q.ID] { // a question stands before those that follow from it
			r.first[q.Metric] = append(r.first[q.Metric], q)
		}
	}
	return r
})

// QuestionOf finds a question by its id.
func QuestionOf(id string) (Question, bool) {
	q := rubric().at[id]
	if q == nil {
		return Question{}, false
	}
	return *q, true
}

// walk follows the questions of a metric from the first ones on, and gives the worst value. See is called with each question that is reached.
func (r *rubricTable) walk(metric string, answers map[string]Is, see func(*Question)) string {
	worst := len(r.values[metric]) - 1
	for _, q := range r.first[metric] {
		for q != nil {
			see(q)
			then := q.then(answers[q.ID])
			if q = r.at[then]; q == nil {
				worst = min(worst, slices.Index(r.values[metric], then))
			}
		}
	}
	return r.values[metric][worst]
}

// Base is what the rubric makes of answers.
type Base struct {
	Metrics  map[string]string `json:"metrics"`  // of CVSS 3.1
	Vector   string            `json:"vector"`   // CVSS:3.1/…
	Extended string            `json:"extended"` // the answers that were reached and the summaries, as XAVN:Y/…
	Open     []string          `json:"open"`     // questions that are unknown, whose metric could still be better; each counts as its worse answer
}

// Apply makes base metrics of answers. A question without an answer is unknown.
func Apply(answers []Answer) Base {
	r := rubric()
	is := map[string]Is{}
	for _, a := range answers {
		is[a.Question] = a.Is
	}
	b := Base{Metrics: map[string]string{}, Open: []string{}}
	base, extended := []string{"CVSS:3.1"}, []string{}
	for _, m := range r.metrics {
		var open []string
		b.Metrics[m] = r.walk(m, is, func(q *Question) {
			extended = append(extended, q.ID+":"+letter(is[q.ID]))
			if is[q.ID] != Yes && is[q.ID] != No {
				open = append(open, q.ID)
			}
		})
		if r.better(m, is, b.Metrics[m]) {
			b.Open = append(b.Open, open...)
		}
		base = append(base, m+":"+b.Metrics[m])
	}
	for _, s := range r.summaries {
		extended = append(extended, s.ID+":"+letter(r.any(s, is)))
	}
	b.Vector, b.Extended = strings.Join(base, "/"), strings.Join(extended, "/")
	return b
}

// better tells whether some answers to what is unknown give a metric another value. A metric has seven questions at most.
func (r *rubricTable) better(metric string, is map[string]Is, than string) bool {
	var unknown []string
	for _, q := range r.questions {
		if q.Metric == metric && is[q.ID] != Yes && is[q.ID] != No {
			unknown = append(unknown, q.ID)
		}
	}
	try := maps.Clone(is)
	for set := range 1 << len(unknown) {
		for i, id := range unknown {
			try[id] = Yes
			if set>>i&1 == 0 {
				try[id] = No
			}
		}
		if r.walk(metric, try, func(*Question) {}) != than {
			return true
		}
	}
	return false
}

// any answers a summary: whether some question leads to its value.
func (r *rubricTable) any(s Summary, is map[string]Is) Is {
	for _, q := range r.first[s.Metric] {
		then := q.then(is[q.ID])
		for r.at[then] != nil {
			then = r.at[then].then(is[then])
		}
		if then == s.Value {
			return Yes
		}
	}
	return No
}

func letter(is Is) string {
	switch is {
	case Yes:
		return "Y"
	case No:
		return "N"
	}
	return "U"
}

// ParseExtended reads an extended vector, such as XAVN:Y/XAVT:N, into answers from an advisory. Base metrics before or between them are left out;
// answers to summaries, which follow from the others, are checked and left out. NA stands for a question that was not asked.
func ParseExtended(text string) ([]Answer, error) {
	r := rubric()
	var out []Answer
	is, said := map[string]Is{}, map[string]Is{}
	for part := range strings.SplitSeq(text, "/") {
		id, value, ok := strings.Cut(part, ":")
		summary := slices.ContainsFunc(r.summaries, func(s Summary) bool { return s.ID == id })
		if r.at[id] == nil && !summary {
			if id == "CVSS" || r.values[id] != nil {
				continue
			}
			return nil, fmt.Errorf("%q is no question of the rubric", part)
		}
		answer, known := map[string]Is{"Y": Yes, "N": No, "U": Unknown, "NA": ""}[value]
		_, twice := is[id]
		_, again := said[id]
		switch {
		case !ok || !known:
			return nil, fmt.Errorf("%q is no answer; write %s:Y, %s:N, %s:U or %s:NA", part, id, id, id, id)
		case twice || again:
			return nil, fmt.Errorf("%s is answered twice", id)
		case summary:
			said[id] = answer
		default:
			is[id] = answer
			if answer != "" {
				out = append(out, Answer{Question: id, Is: answer, From: FromAdvisory, Because: "The extended vector says so."})
			}
		}
	}
	if len(is) == 0 {
		return nil, fmt.Errorf("%q answers no question of the rubric", text)
	}
	for _, s := range r.summaries {
		// Which questions a summary rests on is known only where all of them are answered.
		if claimed, ok := said[s.ID]; ok && claimed != "" && r.complete(s.Metric, is) && claimed != r.any(s, is) {
			return nil, fmt.Errorf("%s is %s, which does not follow from the other answers", s.ID, letter(claimed))
		}
	}
	return out, nil
}

func (r *rubricTable) complete(metric string, is map[string]Is) bool {
	whole := true
	r.walk(metric, is, func(q *Question) {
		_, ok := is[q.ID]
		whole = whole && ok
	})
	return whole
}
