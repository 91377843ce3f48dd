package postmarket

import (
	"cmp"
	"slices"
	"strings"
)

// Facts are what feeds say of a vulnerability, whichever product has it. Facts from several feeds are put together: nothing is averaged or
// overruled, and each rating says whose it is. Lists are sorted.
type Facts struct {
	ID        string       `json:"id"`                  // the name over all aliases: a CVE id where there is one
	Aliases   []string     `json:"aliases,omitempty"`   // its other names
	CWEs      []string     `json:"cwes,omitempty"`      // CWE-79, by number
	Summary   string       `json:"summary,omitempty"`   // of the feed that says it shortest, see tellers
	Published string       `json:"published,omitempty"` // YYYY-MM-DD, the first of several
	Modified  string       `json:"modified,omitempty"`  // day or moment, the last of several
	Severity  []Severity   `json:"severity,omitempty"`
	EPSS      *EPSS        `json:"epss,omitempty"`      // the newest; nil where there is none
	Exploited []Exploited  `json:"exploited,omitempty"` // empty where no feed knows of exploitation
	SSVC      []SSVCPoints `json:"ssvc,omitempty"`
	Files     []string     `json:"files,omitempty"` // source files that the flaw is in, where a record names them
	// Withdrawn is the day on which all who had published it withdrew it, or the CVE program rejected its id; empty where it stands.
	Withdrawn string   `json:"withdrawn,omitempty"`
	Sources   []string `json:"sources"` // which feeds say all this, each with the id in the feed where that is another
}

// EPSS is how probable exploitation is within 30 days, by the Exploit Prediction Scoring System of FIRST.
type EPSS struct {
	Probability float64 `json:"probability"` // 0 to 1
	Percentile  float64 `json:"percentile"`  // part of all vulnerabilities that are at most as probable, 0 to 1
	Day         string  `json:"day"`         // YYYY-MM-DD, of the score
}

// Exploited says that a vulnerability is known to be exploited.
type Exploited struct {
	Source     string `json:"source"`          // CISA KEV
	Since      string `json:"since,omitempty"` // YYYY-MM-DD, when it was listed
	Due        string `json:"due,omitempty"`   // YYYY-MM-DD, by when the source wants a remedy
	Ransomware bool   `json:"ransomware,omitempty"`
}

// SSVCPoints are the decision points of Stakeholder-Specific Vulnerability Categorization (CERT/CC) that do not depend on who has the product.
type SSVCPoints struct {
	Source          string `json:"source"`                    // CISA-ADP
	Day             string `json:"day,omitempty"`             // YYYY-MM-DD
	Exploitation    string `json:"exploitation,omitempty"`    // none, poc, active
	Automatable     string `json:"automatable,omitempty"`     // yes, no
	TechnicalImpact string `json:"technicalImpact,omitempty"` // partial, total
}

// Set notes a decision point by its name; others than the three are left out.
func (p *SSVCPoints) Set(name, value string) {
	value = strings.ToLower(Clean(value))
	switch strings.ToLower(name) {
	case "exploitation":
		if p.Exploitation = value; value == "public poc" { // its name in later editions of the point
			p.Exploitation = "poc"
		}
	case "automatable":
		p.Automatable = value
	case "technical impact":
		p.TechnicalImpact = value
	}
}

// Known tells whether any point is known.
func (p *SSVCPoints) Known() bool {
	return p.Exploitation != "" || p.Automatable != "" || p.TechnicalImpact != ""
}

// Score is the score of EPSS for one vulnerability.
type Score struct {
	ID string
	EPSS
}

// tellers are the feeds in the order in which their summaries are taken: OSV and CSAF write titles, CVE records often descriptions only.
var tellers = []string{"OSV", "CSAF", "CVE", "CISA KEV", "NVD"}

func teller(source string) int {
	for i, t := range tellers {
		if strings.HasPrefix(source, t) {
			return i
		}
	}
	return len(tellers)
}

// gathered are facts of one vulnerability while they come together. The order in which they come does not matter.
type gathered struct {
	Facts
	rank      int // of the summary
	stands    bool
	rejected  string // by the CVE program
	withdrawn string // by others
}

func (g *gathered) summary(source, text string) {
	if rank := teller(source); text != "" && (g.Summary == "" || rank < g.rank || rank == g.rank && text < g.Summary) {
		g.Summary, g.rank = text, rank
	}
}

func (g *gathered) days(published, modified string) {
	if published != "" && (g.Published == "" || published < g.Published) {
		g.Published = published
	}
	g.Modified = max(g.Modified, modified)
}

// advisory adds what an advisory says. Of one that was withdrawn only that counts.
func (g *gathered) advisory(a *Advisory) {
	source := a.Source
	if a.ID != g.ID {
		source = strings.TrimSpace(source + " " + a.ID)
	}
	if source != "" {
		g.Sources = append(g.Sources, source)
	}
	switch {
	case a.Withdrawn == "":
		g.stands = true
	case a.Source == "CVE" && a.ID == g.ID:
		g.rejected = max(g.rejected, a.Withdrawn)
		return
	default:
		g.withdrawn = max(g.withdrawn, a.Withdrawn)
		return
	}
	g.CWEs = append(g.CWEs, a.CWEs...)
	g.summary(a.Source, a.Summary)
	g.days(a.Published, a.Modified)
	g.Severity = append(g.Severity, a.Severity...)
	g.Exploited = append(g.Exploited, a.Exploited...)
	g.SSVC = append(g.SSVC, a.SSVC...)
	g.Files = append(g.Files, a.Files...)
}

// facts adds what a catalogue says.
func (g *gathered) facts(f *Facts) {
	for _, s := range f.Sources {
		g.summary(s, f.Summary)
	}
	g.CWEs = append(g.CWEs, f.CWEs...)
	g.days(f.Published, f.Modified)
	g.Severity = append(g.Severity, f.Severity...)
	g.Exploited = append(g.Exploited, f.Exploited...)
	g.SSVC = append(g.SSVC, f.SSVC...)
	g.Files = append(g.Files, f.Files...)
	g.Sources = append(g.Sources, f.Sources...)
	if f.EPSS != nil {
		g.epss(*f.EPSS)
	}
}

func (g *gathered) epss(e EPSS) {
	if g.EPSS == nil || cmp.Or(strings.Compare(e.Day, g.EPSS.Day), cmp.Compare(e.Probability, g.EPSS.Probability), cmp.Compare(e.Percentile, g.EPSS.Percentile)) > 0 {
		g.EPSS = &e
	}
	g.Sources = append(g.Sources, "EPSS")
}

// done are the facts, sorted.
func (g *gathered) done() *Facts {
	f := &g.Facts
	if f.Withdrawn = g.rejected; f.Withdrawn == "" && !g.stands {
		f.Withdrawn = g.withdrawn
	}
	unique(&f.Aliases, strings.Compare)
	unique(&f.CWEs, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) })
	unique(&f.Sources, strings.Compare)
	unique(&f.Files, strings.Compare)
	unique(&f.Severity, func(a, b Severity) int {
		return cmp.Or(strings.Compare(a.Type, b.Type), strings.Compare(a.Score, b.Score), strings.Compare(a.Source, b.Source))
	})
	unique(&f.Exploited, func(a, b Exploited) int {
		return cmp.Or(strings.Compare(a.Source, b.Source), strings.Compare(a.Since, b.Since), strings.Compare(a.Due, b.Due), truth(a.Ransomware)-truth(b.Ransomware))
	})
	unique(&f.SSVC, func(a, b SSVCPoints) int {
		return cmp.Or(strings.Compare(a.Source, b.Source), strings.Compare(a.Day, b.Day), strings.Compare(a.Exploitation, b.Exploitation),
			strings.Compare(a.Automatable, b.Automatable), strings.Compare(a.TechnicalImpact, b.TechnicalImpact))
	})
	return f
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

func unique[T comparable](list *[]T, order func(a, b T) int) {
	slices.SortFunc(*list, order)
	*list = slices.Compact(*list)
}

// gather puts together what is said of each vulnerability, and gives it to take, by id. The names are those of canonical.
func (in *Feeds) gather(kept, withdrawn []Advisory, names map[string]string, take func(*Facts)) {
	type saying struct {
		id  string
		add func(*gathered)
	}
	var all []saying
	say := func(name string, add func(*gathered)) {
		all = append(all, saying{cmp.Or(names[name], name), add})
	}
	for i := range kept {
		say(kept[i].ID, func(g *gathered) { g.advisory(&kept[i]) })
	}
	for i := range withdrawn {
		say(withdrawn[i].ID, func(g *gathered) { g.advisory(&withdrawn[i]) })
	}
	for i := range in.Facts {
		say(in.Facts[i].ID, func(g *gathered) { g.facts(&in.Facts[i]) })
	}
	for i := range in.Scores {
		say(in.Scores[i].ID, func(g *gathered) { g.epss(in.Scores[i].EPSS) })
	}
	for name, id := range names {
		if name != id {
			all = append(all, saying{id, func(g *gathered) { g.Aliases = append(g.Aliases, name) }})
		}
	}
	slices.SortFunc(all, func(a, b saying) int { return strings.Compare(a.id, b.id) })
	for i := 0; i < len(all); {
		g := &gathered{Facts: Facts{ID: all[i].id}}
		for ; i < len(all) && all[i].id == g.ID; i++ {
			all[i].add(g)
		}
		take(g.done())
	}
}
