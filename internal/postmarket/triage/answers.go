package triage

import (
	"slices"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// AnswersVersion is the version of the form that a file states as `rubric: 1`.
const AnswersVersion = 1

// AnswersFile is a file of answers that people gave for one element and vulnerability.
type AnswersFile struct {
	Rubric        int           `yaml:"rubric" need:"yes" range:"1-1" doc:"Version of the form: 1."`
	Element       yamltext.Word `yaml:"element" need:"yes" doc:"Element of the model that the answers are about."`
	Vulnerability string        `yaml:"vulnerability" doc:"Vulnerability that they are about, such as CVE-2026-0001."`
	Answers       []Said        `yaml:"answers" need:"yes" doc:"Answers, one for each question that somebody settled."`
	At            diag.Pos
}

// Said is the answer of a person.
type Said struct {
	Question yamltext.Word `yaml:"question" need:"yes" doc:"Id of the question, such as XACL."`
	Is       Is            `yaml:"is" need:"yes" doc:"yes, no or unknown; unknown takes back what model or advisory say."`
	By       string        `yaml:"by" need:"yes" doc:"Who says so."`
	Because  string        `yaml:"because" need:"yes" doc:"Why."`
	At       diag.Pos
}

// ParseAnswers reads a file of answers about an element. What is wrong with it is in ds; the answers are nil then.
func ParseAnswers(name string, src []byte, element string, ds *diag.List) []Answer {
	var found diag.List
	var f AnswersFile
	if n := yamltext.Parse(name, src, &found); n != nil {
		yamltext.Decode(name, n, &f, &found)
		f.validate(element, &found)
	}
	ds.Append(found.Sorted())
	if found.HasErrors() {
		return nil
	}
	out := []Answer{}
	for _, s := range f.Answers {
		out = append(out, Answer{Question: s.Question.Text, Is: s.Is, From: FromPerson, By: s.By, Because: s.Because})
	}
	return out
}

func (f *AnswersFile) validate(element string, ds *diag.List) {
	if f.Element.Text != "" && f.Element.Text != element {
		ds.Add(f.Element.At, diag.WrongValue, "keep a file of answers for each element and vulnerability", "the answers are about %q, and %q is rated", f.Element.Text, element)
	}
	var known []string
	for _, q := range rubric().questions {
		known = append(known, q.ID)
	}
	for i, s := range f.Answers {
		switch at := s.Question; {
		case at.Text == "":
		case !slices.Contains(known, at.Text):
			ds.Add(at.At, diag.WrongValue, yamltext.Suggest(at.Text, known), "the rubric has no question %q that is answered; summaries follow from the others", at.Text)
		case slices.ContainsFunc(f.Answers[:i], func(o Said) bool { return o.Question.Text == at.Text }):
			ds.Add(at.At, diag.RepeatedReference, "keep one answer", "%s is answered twice", at.Text)
		}
	}
}
