package dossier

import "strings"

// openQuestions lists the facts that nobody knows, and the questions that the description itself holds.
func (w *writer) openQuestions() {
	t := w.table("unknown-facts", "Facts that nobody knows yet", "Id", "Element", "Question", "What depends on it", "Rules that wait")
	for _, q := range w.Assessment.Questions {
		w.open(q.Question, q.Element)
		t.row([]string{q.Element}, q.ID, w.names.Of(q.Element), q.Question, q.Why, strings.Join(q.Decides, ", "))
	}
	t.end("No rule waits for a fact that is unknown.")
	t = w.table("open-questions", "Questions of the description", "Id", "Question", "About", "Who can answer")
	for _, f := range w.Model.OpenFacts {
		about := ids(f.Value.About)
		w.open(f.Value.Says, about...)
		t.row(append(about, f.ID), f.ID, f.Value.Says, w.each(about), w.names.Of(f.Value.Owner.Text))
	}
	t.end("The description notes no question as open.")
}
