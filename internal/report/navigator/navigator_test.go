package navigator_test

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cordon/internal/compliance"
	"cordon/internal/decisions"
	"cordon/internal/knowledge"
	"cordon/internal/report/navigator"
)

// The pages of the example: every link leads somewhere, nothing is loaded from elsewhere, and twice the same bytes.
func TestNavigator(t *testing.T) {
	s := theExample(t, compliance.Request{})
	out := written(t, s)
	checkLinks(t, out)
	checkForm(t, out)
	if want := len(s.Answer.Documents) + 6; len(out.pages) != want {
		t.Errorf("%d pages, want %d", len(out.pages), want)
	}
	again := written(t, judged(t, openExample, compliance.Request{}))
	for name, data := range out.files {
		if !bytes.Equal(data, again.files[name]) {
			t.Errorf("%s differs the second time", name)
		}
	}
	for name, want := range map[string][]string{
		"index.html": {
			"Wearable movement monitor", "Judged for 2026-11-26", s.Assessment.Model.Digest, s.Assessment.Knowledge.Digest, "What to do first", "Laws", "Medical Device Regulation (EU) 2017/745",
			"Its class is MDR-IIa, and this is for products that are no medical devices.", "None: the description says what decides which clauses bind.",
		},
		"document/mdcg-2019-16-r1.html": {"guidance of MDCG, in force", "Flaws of the document", "Lacking", "Shown", "Related", "Certainty: checked, compared with the text.", "No rule can decide it: "},
		"document/cra-2024.html":        {"Does not bind this system", "products that are no medical devices", "It does not bind this system."},
		"gaps.html":                     {"Criteria that do not hold", "Waited for by 10 clauses", "cordon decide new examples/wearable-monitor --about 'mdcg-2019-16:r1/3.8#2' --choice met --who NAME"},
		"shown.html":                    {"Nothing to look at", "Bears on"},
		"terms.html":                    {"residual risk", "What sources mean by it", "Used against its meaning"},
		"roles.html":                    {"Operator", "health institution", "One hospital has five names in European law"},
	} {
		for _, w := range want {
			if !strings.Contains(text(out.pages[name]), w) {
				t.Errorf("%s does not say %q", name, w)
			}
		}
	}
}

// checkLinks follows every link; of filters it looks whether there is something to choose.
func checkLinks(t *testing.T, s *site) {
	t.Helper()
	ids := map[string]map[string]bool{}
	choices := map[string]map[string]bool{} // field=value by page
	for _, name := range s.names() {
		ids[name], choices[name] = map[string]bool{}, map[string]bool{}
		for _, e := range elements(s.pages[name]) {
			if id := attribute(e, "id"); id != "" {
				if ids[name][id] {
					t.Errorf("%s: id %s stands twice", name, id)
				}
				ids[name][id] = true
			}
			switch {
			case e.Data == "input" && attribute(e, "type") == "checkbox":
				choices[name][attribute(e, "name")+"="+attribute(e, "value")] = true
			case e.Data == "option":
				choices[name][attribute(e.Parent, "name")+"="+attribute(e, "value")] = true
			}
		}
	}
	linked := map[string]bool{"index.html": true}
	for _, name := range s.names() {
		for _, e := range elements(s.pages[name]) {
			for _, key := range []string{"href", "src", "data-to"} {
				to := attribute(e, key)
				if to == "" {
					continue
				}
				u, err := url.Parse(to)
				if err != nil || u.Scheme != "" || u.Host != "" || u.RawQuery != "" {
					t.Errorf("%s: %s leads elsewhere: %v", name, to, err)
					continue
				}
				target := name
				if u.Path != "" {
					target = path.Join(path.Dir(name), u.Path)
				}
				linked[target] = true
				if s.files[target] == nil || u.Fragment != "" && !strings.Contains(u.Fragment, "=") && !ids[target][u.Fragment] {
					t.Errorf("%s: broken link %s", name, to)
				}
				if strings.Contains(u.Fragment, "=") {
					checkFilter(t, name+": "+to, u.Fragment, choices[target])
				}
			}
			for _, key := range []string{"aria-labelledby", "aria-describedby", "for"} {
				if id := attribute(e, key); id != "" && !ids[name][id] {
					t.Errorf("%s: %s names %s, which is not there", name, key, id)
				}
			}
		}
	}
	for _, name := range s.names() {
		if !linked[name] {
			t.Errorf("no page leads to %s", name)
		}
	}
}

func checkFilter(t *testing.T, where, fragment string, choices map[string]bool) {
	t.Helper()
	values, err := url.ParseQuery(fragment)
	if err != nil {
		t.Errorf("%s: %v", where, err)
	}
	for field, all := range values {
		known := func(v string) bool { return choices[field+"="+v] }
		// Links to all clauses that bind name every such status, whether some clause has it or not.
		if list := strings.Split(all[0], ","); len(all) != 1 || !slices.ContainsFunc(list, known) || len(list) == 1 && !known(list[0]) {
			t.Errorf("%s: nothing to choose for %s", where, field)
		}
	}
}

// checkForm looks for what readers with aids need: a language, one main heading, no level left out, a name for each control and each picture.
func checkForm(t *testing.T, s *site) {
	t.Helper()
	for _, name := range s.names() {
		level, labels, titles := 0, map[string]bool{}, 0
		all := elements(s.pages[name])
		for _, e := range all {
			if e.Data == "label" {
				labels[attribute(e, "for")] = true
			}
		}
		for _, e := range all {
			switch e.Data {
			case "html":
				if attribute(e, "lang") != "en" {
					t.Errorf("%s: no language", name)
				}
			case "h1", "h2", "h3", "h4":
				next := int(e.Data[1] - '0')
				if next > level+1 || next == 1 && level > 0 {
					t.Errorf("%s: %s %q after level %d", name, e.Data, text(e), level)
				}
				level = next
			case "input", "select":
				if e.Parent.Data != "label" && !labels[attribute(e, "id")] {
					t.Errorf("%s: %s %s has no label", name, e.Data, attribute(e, "name"))
				}
			case "svg":
				titles = 0
				for c := range e.ChildNodes() {
					if c.Data == "title" || c.Data == "desc" {
						titles++
					}
				}
				if attribute(e, "aria-hidden") != "true" && (titles != 2 || attribute(e, "role") != "img") {
					t.Errorf("%s: a picture has no title or description", name)
				}
			case "script":
				if !strings.HasSuffix(attribute(e, "src"), "navigator.js") || e.FirstChild != nil {
					t.Errorf("%s: a foreign script", name)
				}
			case "style", "iframe", "object", "embed", "base":
				t.Errorf("%s: there is a %s", name, e.Data)
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
					t.Errorf("%s: %s has %s", name, e.Data, a.Key)
				}
			}
		}
	}
}

// Statuses on pages are those of the answer, in the word that filters read and in the one that people read; what does not bind is folded, with
// its reason.
func TestStatusesAreThoseOfTheAnswer(t *testing.T) {
	s := theExample(t, compliance.Request{})
	clauses, documents := 0, written(t, s)
	words := map[compliance.Status]string{
		compliance.Met: "✓ met", compliance.Partly: "◐ partly met", compliance.Open: "○ open", compliance.Undecidable: "? undecidable", compliance.NotApplicable: "– not applicable",
	}
	listed := map[string]*html.Node{} // on the page of all clauses, by id
	for _, e := range elements(documents.pages["clauses.html"]) {
		if e.Data == "code" {
			for p := e.Parent; p != nil; p = p.Parent {
				if has(p, "data-status") {
					listed[text(e)] = p
				}
			}
		}
	}
	for _, d := range s.Answer.Documents {
		shown := map[string]*html.Node{}
		for _, e := range elements(documents.pages["document/"+d.ID+".html"]) {
			if has(e, "data-status") {
				full := ""
				for _, c := range elements(e) {
					if c.Data == "code" {
						full = text(c) // the last is the id of the clause
					}
				}
				shown[full] = e
			}
		}
		for _, c := range s.Answer.Clauses {
			if c.Document != d.ID {
				continue
			}
			clauses++
			for _, e := range []*html.Node{shown[c.ID], listed[c.ID]} {
				switch {
				case e == nil:
					t.Errorf("%s is on no page", c.ID)
				case attribute(e, "data-status") != string(c.Status) || badge(e) != words[c.Status]:
					t.Errorf("%s: %s, want %s: %s", c.ID, attribute(e, "data-status"), c.Status, text(e))
				case attribute(e, "data-role") != strings.Join(holders(c.Who), " "):
					t.Errorf("%s: for %s, want %s", c.ID, attribute(e, "data-role"), c.Who)
				case c.Verdict == compliance.Not:
					folded := e.Data == "details" || strings.Contains(outer(e), "<details>")
					if !folded || !strings.Contains(strings.ToLower(text(e)), strings.ToLower(c.Because)) {
						t.Errorf("%s is not folded, or its reason is not there: %s", c.ID, text(e))
					}
				}
			}
		}
		if len(shown) != d.Applies+d.Not+d.Asked {
			t.Errorf("%s: %d clauses on its page, want %d", d.ID, len(shown), d.Applies+d.Not+d.Asked)
		}
	}
	if clauses != len(s.Answer.Clauses) || clauses != len(listed) {
		t.Errorf("%d clauses on pages, %d in the list, want %d", clauses, len(listed), len(s.Answer.Clauses))
	}
}

// badge is what the first mark in a part of a page says.
func badge(n *html.Node) string {
	for _, e := range elements(n) {
		if strings.HasPrefix(attribute(e, "class"), "badge ") {
			return text(e)
		}
	}
	return ""
}

func holders(all []knowledge.Holder) []string {
	var out []string
	for _, h := range all {
		out = append(out, string(h))
	}
	return out
}

func outer(n *html.Node) string {
	var b bytes.Buffer
	if err := html.Render(&b, n); err != nil {
		return err.Error()
	}
	return b.String()
}

// All gaps are on the page of things to do, with every clause that waits, and every clause that waits for a statement has its command.
func TestGapsAreThoseOfTheAnswer(t *testing.T) {
	s := theExample(t, compliance.Request{})
	page := written(t, s).pages["gaps.html"]
	gaps, unstated := s.Answer.Gaps()
	if len(gaps) == 0 || len(unstated) == 0 {
		t.Fatal("the example has no gaps")
	}
	for _, g := range gaps {
		e := squeezed(text(find(t, page, g.Criterion)))
		for _, want := range append([]string{squeezed(g.Title), squeezed(strings.ReplaceAll(g.Hint, "`", ""))}, g.Clauses...) {
			if !strings.Contains(e, squeezed(want)) {
				t.Errorf("%s does not say %q: %s", g.Criterion, want, e)
			}
		}
	}
	said := text(page)
	for _, id := range unstated {
		if !strings.Contains(said, "--about "+id+" --choice met") && !strings.Contains(said, "--about '"+id+"' --choice met") {
			t.Errorf("no command states %s", id)
		}
	}
}

// squeezed is a text without spaces, which differ around elements.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>javascript:alert(3)</title>{{.}}`

// What a model, a decision or a path says is text, wherever it stands.
func TestHostileTitlesAreText(t *testing.T) {
	s := theExample(t, compliance.Request{})
	m := *s.Model
	m.System.Name, m.System.IntendedPurpose, m.System.Users = hostile, hostile, []string{hostile}
	m.Assets = slices.Clone(m.Assets)
	for i := range m.Assets {
		m.Assets[i].Value.Title = hostile
	}
	s.Model, s.Path = &m, hostile
	as := *s.Assessment
	as.Assets = nil
	s.Assessment = &as
	s.Answer.Questions = []string{hostile}
	about := ""
	for i := range s.Answer.Clauses {
		c := &s.Answer.Clauses[i]
		if c.Statement == nil {
			continue
		}
		about = c.ID
		c.Statement = &compliance.Statement{Decision: hostile, Choice: decisions.Partly, Who: hostile, Role: hostile, When: hostile, Why: hostile, Evidence: []string{hostile}, State: decisions.Current}
		c.Contradicted = true
		for j := range c.Findings {
			for k := range c.Findings[j].Subjects {
				c.Findings[j].Subjects[k].ID, c.Findings[j].Subjects[k].Because = hostile, hostile
			}
		}
	}
	if about == "" {
		t.Fatal("the example states nothing")
	}
	out := written(t, s)
	checkLinks(t, out)
	checkForm(t, out)
	want := strings.Join(strings.Fields(hostile), " ")
	for _, name := range []string{"index.html", "gaps.html", "clauses.html", "document/mdcg-2019-16-r1.html"} {
		if !strings.Contains(text(out.pages[name]), want) {
			t.Errorf("%s does not show the text as it is", name)
		}
		for _, e := range elements(out.pages[name]) {
			if e.Data == "img" {
				t.Errorf("%s: the text became an element", name)
			}
		}
	}
}

// Statements are shown with who, when and whether they count.
func TestStatements(t *testing.T) {
	says := func(change func(*compliance.Statement)) *compliance.Statement {
		s := &compliance.Statement{
			Decision: "d-1", Choice: decisions.Met, Who: "A. Lindgren", Role: "lead", When: "2026-11-25", Why: "Tested.", Evidence: []string{"TR-1", "TR-2"}, Signed: true, State: decisions.Current,
		}
		change(s)
		return s
	}
	for _, c := range []struct {
		name         string
		statement    *compliance.Statement
		status       compliance.Status
		why          string
		contradicted bool
		want         []string
		todo         string // on the page of what to do; nothing where empty
	}{
		{"signed", says(func(*compliance.Statement) {}), compliance.Met, "stated by …", false,
			[]string{"✓ met", "Stated as met by A. Lindgren (lead) on 2026-11-25, signed. Tested. Evidence: TR-1, TR-2. Decision d-1, current."}, ""},
		{"signed, and shown otherwise", says(func(*compliance.Statement) {}), compliance.Met, "stated by …", true,
			[]string{"The description says otherwise than the signed statement."}, "signed. Tested. The description says otherwise."},
		{"not signed", says(func(s *compliance.Statement) { s.Signed = false }), compliance.Partly, "stated as …", false,
			[]string{"◐ partly met", "on 2026-11-25, not signed; it counts in part until it is signed."}, "cordon decide sign examples/wearable-monitor d-1 --key KEY"},
		{"no evidence", says(func(s *compliance.Statement) { s.Evidence = nil }), compliance.Met, "", false, []string{"Evidence: none named."}, ""},
		{"not applicable, not signed", says(func(s *compliance.Statement) { s.Signed, s.Choice = false, decisions.NotApplicable }), compliance.Open, "nothing shows it; the statement d-1 is not signed", false,
			[]string{"Stated as not applicable by A. Lindgren", "it counts once it is signed.", "Nothing shows it; the statement d-1 is not signed."}, "cordon decide sign examples/wearable-monitor d-1"},
		{"stale", says(func(s *compliance.Statement) { s.State = decisions.Stale }), compliance.Open, "nothing shows it; the statement d-1 is stale", false,
			[]string{"signed; it is stale, and does not count.", "Nothing shows it; the statement d-1 is stale."}, "it is stale, and does not count."},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := theExample(t, compliance.Request{Documents: []string{"mdcg-2019-16"}})
			const id = "mdcg-2019-16:r1/3.8#2"
			x := &s.Answer.Clauses[slices.IndexFunc(s.Answer.Clauses, func(x compliance.Clause) bool { return x.ID == id })]
			x.Statement, x.Status, x.Why, x.Findings, x.Contradicted = c.statement, c.status, c.why, nil, c.contradicted
			out := written(t, s)
			got := text(find(t, out.pages["document/mdcg-2019-16-r1.html"], "c-3.8_2"))
			for _, w := range c.want {
				if !strings.Contains(got, w) {
					t.Errorf("does not say %q: %s", w, got)
				}
			}
			todo := text(out.pages["gaps.html"])
			if strings.Contains(todo, "Statements that do not count, or that the description contradicts: 2") != (c.todo != "") || !strings.Contains(todo, c.todo) {
				t.Errorf("what is to do does not say %q", c.todo)
			}
		})
	}
}

// Where nothing is described, what decides is asked; where not everything was asked for, every page says so.
func TestAskedAndNarrowed(t *testing.T) {
	s := described(t, "cordon: 1\nsystem: {id: s, name: Nothing yet, intended-purpose: none yet}\n")
	out := written(t, s)
	checkLinks(t, out)
	checkForm(t, out)
	for name, want := range map[string]string{
		"index.html":                    "For which markets is the device meant (system, regulation, markets)?",
		"document/mdcg-2019-16-r1.html": "Whether it binds is not known: For which markets is the device meant (system, regulation, markets)? No rule decides it, and nobody has stated it.",
		"document/mdr-2017.html":        "May bind this system",
	} {
		if !strings.Contains(text(out.pages[name]), want) {
			t.Errorf("%s does not say %q", name, want)
		}
	}
	narrow := written(t, theExample(t, compliance.Request{Documents: []string{"mdcg-2019-16", "cra"}, Holders: []knowledge.Holder{"notified-body"}}))
	checkLinks(t, narrow)
	checkForm(t, narrow)
	for _, name := range narrow.names() {
		if want := "Not all clauses are here. Asked for were documents: mdcg-2019-16, cra; who: notified body."; !strings.Contains(text(narrow.pages[name]), want) {
			t.Errorf("%s does not say %q", name, want)
		}
	}
	if len(narrow.pages) != 8 {
		t.Errorf("pages %v", narrow.names())
	}
}

// Writing ends with the context, and leaves nothing.
func TestWriteStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := t.TempDir()
	if _, err := navigator.Write(ctx, dir, theExample(t, compliance.Request{})); err == nil || !strings.Contains(err.Error(), "context canceled") {
		t.Errorf("error %v", err)
	}
	if files, _ := os.ReadDir(dir); len(files) > 0 {
		t.Errorf("%d files were written", len(files))
	}
}
