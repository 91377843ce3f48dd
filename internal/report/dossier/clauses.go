package dossier

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cordon/internal/compliance"
	"cordon/internal/knowledge"
	"cordon/internal/report/document/wording"
)

// editions are the documents that a name stands for: itself, or the editions of that name that nothing has replaced.
func (w *writer) editions(name string) []*compliance.Document {
	var out []*compliance.Document
	for i := range w.Clauses.Documents {
		d := &w.Clauses.Documents[i]
		if d.ID == name || w.Index.Documents[d.ID].Document == name && d.Standing != knowledge.Superseded {
			out = append(out, d)
		}
	}
	return out
}

// clauses lists the clauses of a document with their status, all or those whose places begin in a way.
func (w *writer) clauses(argument string) {
	name, begins, _ := strings.Cut(argument, " ")
	all := w.editions(name)
	if len(all) == 0 {
		w.open(fmt.Sprintf("The template asks for clauses of “%s”, which the knowledge base does not have", name))
	}
	for _, d := range all {
		w.clausesOf(d, strings.TrimSpace(begins))
	}
}

func (w *writer) clausesOf(d *compliance.Document, begins string) {
	before := w.told[d.ID]
	w.told[d.ID] = true
	if d.Applies+d.Asked == 0 {
		because := ": " + d.Because
		if before {
			because = ", as is said further up"
		}
		w.text(d.Title+". It does not bind this system"+because+".", d.ID)
		return
	}
	if !before { // once, where a document has several tables of it
		w.text(fmt.Sprintf("%s, %s. %s", d.Title, standing(w.Index.Documents[d.ID]), learnt[w.Index.Documents[d.ID].Certainty]), d.ID)
	}
	// What follows the last comma of a title says what the document is about.
	short := d.Title[:max(strings.LastIndex(d.Title, ", "), 0)]
	caption := "Clauses of " + cmp.Or(short, d.Title)
	if begins != "" {
		caption += " that begin with " + strings.TrimSuffix(begins, ".")
	}
	t := w.table("clauses-"+d.ID, caption, "Clause", "What it asks", "Of whom", "Status", "Because")
	t.shares(2, 6, 2, 2, 7)
	for i := range w.Clauses.Clauses {
		c := &w.Clauses.Clauses[i]
		place := c.ID[strings.IndexByte(c.ID, '/')+1:]
		if c.Document != d.ID || !strings.HasPrefix(place, begins) {
			continue
		}
		w.listed[c.ID], w.names[c.ID] = true, place+" "+c.Title
		t.row([]string{c.ID}, place, c.Title+". "+strings.TrimSpace(c.Says), holderWords(c.Who), wording.Words(string(c.Status)), w.because(c)+w.dealtWith(c.ID))
		if c.Status == compliance.Open && c.Statement == nil && len(c.Findings) == 0 && slices.ContainsFunc(c.Who, w.issues) {
			w.open("Not shown by any rule, and not stated by anybody", c.ID)
		}
		if c.Contradicted {
			w.open("Stated as met, and the description says otherwise", c.ID)
		}
	}
	t.end("The document has no such clause.")
}

// learnt says how far the words of a clause can be relied on.
var learnt = map[knowledge.Certainty]string{
	"checked":   "Its clauses are retold in other words, which were checked against the text; the text itself counts.",
	"secondary": "Its clauses are retold in other words, from what others write of it; the text itself counts and has to be read beside.",
	"general":   "Its clauses are retold in other words, from general knowledge and without the text at hand; the text itself counts and has to be read beside.",
}

// issues tells whether a holder of duties issues the document. What others have to do, they have to show.
func (w *writer) issues(h knowledge.Holder) bool { return slices.Contains(w.issuers, h) }

// standing says how a document stands; only law is in force.
func standing(d *knowledge.Document) string {
	if d.Standing == "in-force" && d.Form != "law" {
		return "current edition"
	}
	return wording.Words(string(d.Standing))
}

// dealtWith names the other documents about the system that a clause is dealt with in: where a reader goes on, and no claim that it is met.
func (w *writer) dealtWith(clause string) string {
	var out []string
	for i := range w.Index.Base.Templates {
		x := &w.Index.Base.Templates[i]
		if x.ID != w.template && x.Status != knowledge.Withdrawn && slices.Contains(x.Serves, clause) && Fits(x, w.Model, w.Index) {
			out = append(out, x.Title)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "\nDealt with in: " + strings.Join(out, "; ") + "."
}

// mostCriteria bounds the criteria that a cell names; cordon comply explain has all.
const mostCriteria = 3

// because says why a clause has its status. What criteria found is told by what they ask, since nobody knows their ids by heart.
func (w *writer) because(c *compliance.Clause) string {
	if c.Statement != nil || c.Status != compliance.Partly && c.Status != compliance.Open && c.Status != compliance.Met || len(c.Findings) == 0 {
		return sentence(upper(w.criteriaNamed(c.Why)))
	}
	var shown, lacking []string
	for _, f := range c.Findings {
		says := f.Title
		if !w.outside {
			says += " (" + f.Criterion + ")"
		}
		switch f.Outcome {
		case knowledge.Met:
			shown = append(shown, says)
		case knowledge.Partly, knowledge.Open, knowledge.Asked:
			lacking = append(lacking, says)
		}
	}
	if len(shown)+len(lacking) == 0 {
		return sentence(upper(w.criteriaNamed(c.Why)))
	}
	var out []string
	for _, x := range []struct {
		head string
		all  []string
	}{{"Lacking", lacking}, {"Shown", shown}} {
		if n := len(x.all); n > 0 {
			text := x.head + ": " + strings.Join(x.all[:min(n, mostCriteria)], "; ")
			if n > mostCriteria {
				text += fmt.Sprintf("; and %d more", n-mostCriteria)
			}
			out = append(out, text+".")
		}
	}
	if len(lacking) == 0 && c.Status == compliance.Partly {
		out = append(out, "This shows a part; the rest has to be stated.")
	}
	return strings.Join(out, "\n")
}

func holderWords(all []knowledge.Holder) string {
	out := make([]string, len(all))
	for i, h := range all {
		out[i] = wording.Words(string(h))
	}
	return strings.Join(out, ", ")
}

var criterionID = regexp.MustCompile(`CRI-[0-9]+`)

// criteriaNamed puts what criteria ask for into a text for their ids; who does not work with the ids does not see them.
func (w *writer) criteriaNamed(text string) string {
	return criterionID.ReplaceAllStringFunc(text, func(id string) string {
		c := w.Index.Criteria[id]
		switch {
		case c == nil:
			return id
		case w.outside:
			return "“" + c.Title + "”"
		}
		return "“" + c.Title + "” (" + id + ")"
	})
}

// clauseSummary counts the clauses that bind by document and status.
func (w *writer) clauseSummary() {
	t := w.table("clause-summary", "Clauses by document and status, on "+w.Clauses.Day, "Document", "Met", "Partly", "Open", "Undecidable", "Not applicable")
	t.shares(12, 2, 2, 2, 3, 3)
	var out, from []string
	for _, d := range w.Clauses.Documents {
		if d.Applies+d.Asked == 0 {
			out, from = append(out, d.Title), append(from, d.ID)
			continue
		}
		n := func(s compliance.Status) string { return fmt.Sprint(d.Statuses[s]) }
		t.row([]string{d.ID}, d.Title, n(compliance.Met), n(compliance.Partly), n(compliance.Open), n(compliance.Undecidable), n(compliance.NotApplicable))
	}
	t.end("No document binds this system.")
	if len(out) > 0 {
		w.text("Documents that do not bind it: "+strings.Join(out, "; ")+".", from...)
	}
	for _, q := range w.Clauses.Questions {
		w.open(strings.TrimSuffix(q, "."))
	}
}

// openClauses lists the criteria that do not hold, with what to do: of the clauses that the document has listed so far, of all where it
// has listed none. What to do is advice to the author, and left out where others read the document.
func (w *writer) openClauses() {
	gaps, unstated := w.Clauses.Gaps()
	others := slices.ContainsFunc(w.readers, func(h knowledge.Holder) bool { return h != "manufacturer" })
	about := func(clauses []string) []string {
		return slices.DeleteFunc(slices.Clone(clauses), func(id string) bool { return len(w.listed) > 0 && !w.listed[id] })
	}
	heads := []string{"Criterion", "It should hold", "Where it does not", "Clauses"}
	if !others {
		heads = append(heads, "To do")
	}
	t := w.table("open-clauses", "What clauses lack", heads...)
	t.shares([]int{2, 4, 5, 3, 6}[:len(heads)]...)
	for _, g := range gaps {
		clauses := about(g.Clauses)
		if len(clauses) == 0 {
			continue
		}
		var at, places []string
		for _, s := range g.Subjects {
			if s.Outcome != knowledge.Met {
				at = append(at, s.ID)
			}
		}
		for _, id := range clauses {
			if len(w.listed) > 0 { // the reader has seen of which document they are
				id = id[strings.IndexByte(id, '/')+1:]
			}
			places = append(places, id)
		}
		where := "nothing is described that could meet it"
		if len(at) > 0 {
			where = w.named(at)
		}
		row := []string{g.Criterion, g.Title, where, strings.Join(places, ", ")}
		if !others {
			row = append(row, g.Hint)
		}
		t.row(append([]string{g.Criterion}, clauses...), row...)
	}
	t.end("No criterion is left that does not hold.")
	unstated = about(unstated)
	w.text(fmt.Sprintf("Clauses that no criterion decides and that nobody has stated: %d.", len(unstated)), unstated...)
}

// crosswalk lists how clauses of a document relate to those of others, or of one other that binds the system.
func (w *writer) crosswalk(argument string) {
	name, other, _ := strings.Cut(argument, " ")
	caption := "Clauses of " + name + " and what they relate to"
	if other != "" {
		caption = "Clauses of " + name + " and what they relate to in " + other
		if bind := w.editions(other); len(bind) > 0 && !slices.ContainsFunc(bind, func(d *compliance.Document) bool { return d.Applies+d.Asked > 0 }) {
			w.text(bind[0].Title+" does not bind this system, so that no relation to it is listed.", bind[0].ID)
			return
		}
	}
	t := w.table("crosswalk-"+name, caption, "Clause", "Relation", "Clause of another document", "Why")
	t.shares(4, 2, 4, 6)
	for _, d := range w.editions(name) {
		x := w.Index.Documents[d.ID]
		for i := range x.Clauses {
			full := x.Full(&x.Clauses[i])
			for _, r := range w.Index.Related(full) {
				if other != "" && w.Index.Clauses[r.Clause].Document.Document != other {
					continue
				}
				t.row([]string{full, r.Clause}, w.clauseName(full), r.Relation, w.clauseName(r.Clause), strings.TrimSpace(r.Because))
			}
		}
	}
	t.end("No crosswalk begins or ends at it.")
}

// clauseName is the id of a clause with its title.
func (w *writer) clauseName(id string) string {
	if c, ok := w.Index.Clauses[id]; ok {
		return id + "\n" + c.Clause.Title
	}
	return id
}

// questionnaire lists the items of a questionnaire with their answers; what is asked is open.
func (w *writer) questionnaire(id string) {
	q := w.Index.Questionnaires[id]
	if q == nil {
		w.open(fmt.Sprintf("The template asks for the questionnaire “%s”, which the knowledge base does not have", id))
		return
	}
	t := w.table("questionnaire-"+id, q.Title, "Item", "Question", "Answer", "Note, and where the answer is from")
	t.shares(2, 6, 2, 8)
	var groups []string
	asked := map[string]int{}
	all := 0
	for _, f := range w.Filled[id] {
		answer, note := replyWords(f.Answer), f.Note
		if f.How == compliance.AskedOf {
			answer = "asked"
			group, _, _ := strings.Cut(f.Item, "-")
			if asked[group]++; asked[group] == 1 {
				groups = append(groups, group)
			}
			all++
		}
		if f.Differs != "" {
			says, _, _ := strings.Cut(f.Differs, ":")
			note = strings.TrimSpace(note + " The description says: " + replyWords(says) + ".")
			w.open("The answer to item " + f.Item + " differs from what the description says")
		}
		if f.How == compliance.Derived && answer == "see note" {
			note = fmt.Sprintf("Yes for %s; no or not known for %s.", w.named(f.Holds), w.named(f.Fails))
		}
		t.row(append([]string{f.Clause}, slices.Concat(f.Holds, f.Fails)...), f.Item, f.Asks, answer, strings.TrimSpace(note+"\n"+w.from(&f)))
	}
	t.end("It has no items.")
	for i, g := range groups {
		groups[i] = fmt.Sprintf("%d of %s", asked[g], g)
	}
	if all > 0 {
		w.open(fmt.Sprintf("%d of %d items are asked; by group: %s", all, len(q.Items), strings.Join(groups, ", ")))
	}
}

// replyWords are the words that a form has for an answer; texts stay as they are.
func replyWords(answer string) string {
	switch knowledge.Reply(answer) {
	case knowledge.ReplyNA:
		return "not applicable"
	case knowledge.ReplySeeNote:
		return "see note"
	}
	return address(answer)
}

var unknownFact = regexp.MustCompile(`(\S+)\?([a-z-]+)`)

// unknownNamed puts the titles of facts and of elements into a text that says what nobody knows, for the ids of the questions.
func (w *writer) unknownNamed(text string) string {
	var order []string
	of := map[string][]string{}
	for _, m := range unknownFact.FindAllStringSubmatch(text, -1) {
		fact := m[2]
		if f := w.Index.Facts[fact]; f != nil {
			fact = f.Title
		}
		if len(of[fact]) == 0 {
			order = append(order, fact)
		}
		of[fact] = append(of[fact], m[1])
	}
	if len(order) == 0 {
		return text
	}
	var out []string
	for _, fact := range order {
		out = append(out, "“"+fact+"” of "+w.named(of[fact]))
	}
	return "nobody knows " + strings.Join(out, "; ")
}

// from says where an answer comes from, with the names of elements.
func (w *writer) from(f *compliance.Filled) string {
	switch {
	case f.How == compliance.Stated:
		return "Stated by the author."
	case f.How == compliance.AskedOf:
		return "Asked: " + sentence(w.unknownNamed(f.Because))
	case len(f.Holds) > 0 && len(f.Fails) > 0:
		return "Derived."
	case len(f.Holds) > 0:
		return "Derived: " + w.named(f.Holds) + "."
	case len(f.Fails) > 0:
		return "Derived: not so for " + w.named(f.Fails) + "."
	}
	return "Derived: " + sentence(f.Because)
}

// terms defines the words of the glossary that the document has used so far.
func (w *writer) terms() {
	w.defined = true
	used := strings.ToLower(w.words())
	rows := w.table("terms", "Terms as they are used here", "Term", "Meaning")
	rows.shares(2, 8)
	for i := range w.Index.Base.Terms {
		t := &w.Index.Base.Terms[i]
		if slices.ContainsFunc(append([]string{t.Title}, t.Also...), func(word string) bool { return hasWord(used, strings.ToLower(word)) }) {
			rows.row([]string{t.ID}, t.Title, strings.TrimSpace(t.Means))
		}
	}
	rows.end("No term of the glossary is used.")
}

// hasWord tells whether a text has a word, or its plural, with no letter before or after it.
func hasWord(text, word string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return false
		}
		i += at
		before, after := i == 0 || !letter(text[i-1]), strings.TrimPrefix(text[i+len(word):], "s")
		if before && (after == "" || !letter(after[0])) {
			return true
		}
		at = i + len(word)
	}
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' || b == '-' }

// duties says what each holder of duties is called: under one document, or else, of those who issue or read this, under all that bind.
func (w *writer) duties(only string) {
	t := w.table("duties", "One holder of duties, several names", "Here", "Document", "Place", "Called there", "When")
	t.shares(2, 4, 3, 3, 5)
	binds := map[string]string{} // titles of documents
	for _, d := range w.Clauses.Documents {
		if d.Applies+d.Asked > 0 {
			binds[w.Index.Documents[d.ID].Document] = d.Title
		}
	}
	for i := range w.Index.Base.Duties {
		d := &w.Index.Base.Duties[i]
		if only == "" && !slices.Contains(w.issuers, d.Holder) && !slices.Contains(w.readers, d.Holder) {
			continue
		}
		for _, n := range d.Names {
			if binds[n.Document] != "" && (only == "" || n.Document == only) {
				t.row([]string{d.ID}, d.Title, binds[n.Document], n.Part, n.Called, strings.TrimSpace(n.When))
			}
		}
	}
	t.end("No document that binds gives a name to those who hold duties here.")
}

// documents lists the documents that can be made of the system, all or those for one reader: after clauses, those that serve clauses of the
// same documents.
func (w *writer) documents(reader string) {
	heads := []string{"Document", "By", "For", "What it is for"}
	if len(w.told) > 0 {
		heads = append(heads, "Serves")
	}
	t := w.table("documents", "Documents and whom they are for", heads...)
	t.shares([]int{3, 2, 3, 6, 3}[:len(heads)]...)
	for i := range w.Index.Base.Templates {
		x := &w.Index.Base.Templates[i]
		serves := w.serves(x)
		if x.Status == knowledge.Withdrawn || !Fits(x, w.Model, w.Index) || len(w.told) > 0 && len(serves) == 0 || reader != "" && !slices.Contains(x.To, knowledge.Holder(reader)) {
			continue
		}
		row := []string{x.Title, holderWords(x.From), holderWords(x.To), firstSentence(w.filled(x.Says)), strings.Join(serves, ", ")}
		t.row([]string{x.ID}, row[:len(heads)]...)
	}
	t.end("No document can be made.")
}

// serves are the places of the clauses that a kind of document serves, in documents of which clauses were asked for.
func (w *writer) serves(t *knowledge.Template) []string {
	var out []string
	for _, id := range t.Serves {
		if c, ok := w.Index.Clauses[id]; ok && w.told[c.Document.ID] {
			out = append(out, id[strings.IndexByte(id, '/')+1:])
		}
	}
	return out
}

func firstSentence(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if i := strings.Index(s, ". "); i > 0 {
		return s[:i+1]
	}
	return s
}
