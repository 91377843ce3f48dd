package dossier

import (
	"slices"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/safety"
)

// After is what is known of a system after its release: over a period, and at its end. Days are written YYYY-MM-DD; an empty text is unknown.
type After struct {
	From, To        string // first and last day of the period
	Began           string // day of the first entry of the record
	BeforeRecorded  bool   // whether the period before lies in the record
	Looked          string // when vulnerabilities were looked for last
	Index           string // digest of the advisories that were asked
	Releases        []Release
	Vulnerabilities []Vulnerability // of releases in use until the end, the gravest for patients first
	Now, Before     Count           // of this period and of the one before
	Events          []Event         // in the period, by time
	First, Last     []safety.Harm   // at the beginning and at the end, in one order
	Picture         string          // of risk over the period, as SVG; empty where none was made
	PictureSays     string          // the same for who cannot see it
	Endings         []Ending        // the first first
	Forecast        []Outlook       // in the order of the harms
	Horizon         string          // day to which it looks
	Actions         []Action        // what helps patients most first
	Readings        []Reading
	About           string // the one vulnerability that notices are about; all where empty
}

// Release is a release in use.
type Release struct {
	Of, Release, Since string
	Bill               string // file; empty where the record has no bill of materials of it
	Released, Until    string
}

// Vulnerability is a vulnerability in an element.
type Vulnerability struct {
	ID, Name, Summary   string // CVE-2026-1234@element, CVE-2026-1234
	Element, Of         string // where it is, and the element whose release brings it there
	Release             string
	Components          []string
	Priority            int // 1 to 5
	Because             string
	Status              string // affected, not_affected, fixed or under_investigation; empty where nothing is decided
	Stale               bool   // what the decision rested on has changed
	Decision            *Judgement
	Risk                string // controlled, uncontrolled or cannot-tell
	RiskBecause         []string
	Exploited           []string // who lists it as exploited
	Known, Gone         string   // days; Gone is empty while a release in use has it
	Age                 int      // days from Known to the end, or to Gone
	FixedIn             string   // release that does not have it
	Line                []Moment
	Harms               []Raised
	Controls            []string // in place, without which it would do more
	KnownHere, GoneHere bool     // in the period
}

// Open tells whether a vulnerability is in a release in use, and not decided to be none.
func (v *Vulnerability) Open() bool {
	return v.Gone == "" && v.Status != "not_affected" && v.Status != "fixed"
}

// concerns tells whether those who have the product hear of it: it affects the product, or did.
func (v *Vulnerability) concerns() bool { return v.Status == "affected" || v.Status == "fixed" }

// Judgement is what somebody decided.
type Judgement struct{ ID, Who, Role, When, Why, Action string }

// Moment is something that happened on a day.
type Moment struct{ Day, Says string }

// Raised is a harm that a vulnerability makes likelier.
type Raised struct {
	Harm          string
	Before, After string // likelihood
	Was, Is       string // verdict
	Contexts      []string
}

// Count counts vulnerabilities over a period; those by decision are in releases in use at its end.
type Count struct {
	Found, Gone                                           int
	Days                                                  int // half of those gone took so long or less; -1 where none is gone
	NotAffected, Fixed, Affected, Investigated, Undecided int
}

// Event is something that happened.
type Event struct {
	ID, Kind, Title, From, Day, Until string
	About                             []string
	Deciders                          []string
	Waits                             string // why it does not count yet
}

// Ending is something that can be relied on until a day.
type Ending struct{ Of, Says, Until, Source string }

// Outlook is how a harm develops if nothing is done.
type Outlook struct {
	Harm, Verdict, Likelihood string
	Turns                     []Turn
}

// Turn is a change of the judgement of a harm.
type Turn struct {
	Day, Verdict, Likelihood string
	Because                  []string
}

// Action is something that somebody may do.
type Action struct {
	ID, Title, Time     string
	By                  []string
	Better, Worse       []Raised
	Opens, Closes       []string
	Cost, Burden, Needs int // classes 0 to 4, -1 where nobody knows; people who have to decide
}

// Reading is the newest answer to an indicator at an element.
type Reading struct {
	Indicator, Element, Value, When, Due string
	Overdue                              bool
}

// recorded are the parts that say what is known after release; they say nothing where there is no record.
var recorded = map[string]func(*writer){
	"releases-in-use":      (*writer).releases,
	"watched-sources":      (*writer).watched,
	"vulnerabilities":      (*writer).vulnerabilities,
	"vulnerability-counts": (*writer).vulnerabilityCounts,
	"uncontrolled":         (*writer).uncontrolled,
	"events":               (*writer).events,
	"risk-over-time":       (*writer).riskOverTime,
	"trend":                (*writer).trend,
	"endings":              (*writer).endings,
	"forecast":             (*writer).forecast,
	"forecast-plain":       (*writer).forecastPlain,
	"actions":              (*writer).actions,
	"indicators":           (*writer).indicators,
	"notice-what":          (*writer).noticeWhat,
	"notice-means":         (*writer).noticeMeans,
	"notice-do":            (*writer).noticeDo,
	"notice-maker":         (*writer).noticeMaker,
	"notice-care":          (*writer).noticeCare,
}

// ReadsRecord tells whether a kind of document says what is known after release.
func ReadsRecord(t *knowledge.Template) bool {
	return slices.ContainsFunc(t.Sections, func(s knowledge.Section) bool { return slices.ContainsFunc(s.Parts, readsRecord) })
}

func readsRecord(part string) bool {
	name, _, _ := strings.Cut(strings.TrimSpace(part), " ")
	return recorded[name] != nil
}

// Notifies tells whether a kind of document is a notice to those who have the product.
func Notifies(t *knowledge.Template) bool {
	return slices.ContainsFunc(t.Sections, func(s knowledge.Section) bool { return slices.Contains(s.Parts, "notice-what") })
}

// Notices are the vulnerabilities that those who have the product hear of: all that affect it or did, or the one that notices are about.
func (f *Facts) Notices() []Vulnerability {
	if f.After == nil {
		return nil
	}
	var out []Vulnerability
	for _, v := range f.After.Vulnerabilities {
		if v.concerns() && (f.After.About == "" || f.After.About == v.Name || f.After.About == v.ID) {
			out = append(out, v)
		}
	}
	return out
}
