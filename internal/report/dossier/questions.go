package dossier

import "strings"

// openQuestions lists the facts that nobody knows, and the questions that the description itself holds. Its tables say what is open, so that
// no notes do.
func (w *writer) openQuestions() {
	heads := []string{"Id", "Element", "Question", "What depends on it", "Rules that wait"}
	if w.outside {
		heads = heads[:4]
	}
	t := w.table("unknown-facts", "Facts that nobody knows yet", heads...)
	for _, q := range w.Assessment.Questions {
		w.tabled(q.Question, q.Element)
		row := []string{q.ID, w.names.Of(q.Element), q.Question, q.Why, strings.Join(q.Decides, ", ")}
		t.row([]string{q.Element}, row[:len(heads)]...)
	}
	t.end("No rule waits for a fact that is unknown.")
	t = w.table("open-questions", "Questions of the description", "Id", "Question", "About", "Who can answer")
	for _, f := range w.Model.OpenFacts {
		about := ids(f.Value.About)
		w.tabled(f.Value.Says, about...)
		t.row(append(about, f.ID), f.ID, f.Value.Says, w.each(about), w.names.Of(f.Value.Owner.Text))
	}
	t.end("The description notes no question as open.")
}
