package clocks

import (
	"slices"
	"time"
	_ "time/tzdata" // zones are the same on every machine

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// File is an event in a file of its own.
type File struct {
	Cordon int   `yaml:"cordon" need:"yes" range:"1-1" doc:"Version of the form: 1."`
	Event  Event `yaml:"event" need:"yes" doc:"The event."`
	At     diag.Pos
}

// Event is what happened, as far as it decides about reporting. Nothing is taken back in it: what turns out otherwise is added with the time at
// which it became known, and the clocks of any day can be found again.
type Event struct {
	ID       string               `yaml:"id" need:"yes" doc:"Id of the event." json:"id"`
	Title    string               `yaml:"title" need:"yes" doc:"What happened, in a line." json:"title"`
	Zone     string               `yaml:"zone" doc:"Time zone of the authorities of the Union and of its states that get reports, by its name in the IANA list; Europe/Brussels where absent." json:"zone,omitempty"`
	Holidays []string             `yaml:"holidays" doc:"Public holidays where these authorities are, YYYY-MM-DD. They only say how much later a time may end." json:"holidays,omitempty"`
	Facts    []Fact               `yaml:"facts" doc:"What is known, in the order in which it was written down." json:"facts,omitempty"`
	Anchors  []Anchor             `yaml:"anchors" doc:"Moments that times are counted from. Where one stands twice, the last one counts." json:"anchors,omitempty"`
	Reports  []Report             `yaml:"reports" doc:"Reports that were sent." json:"reports,omitempty"`
	Details  yamltext.Map[string] `yaml:"details" doc:"Texts for drafts, by the words of content/FORMAT.md: product, measures, and so on." json:"details,omitempty"`
	At       diag.Pos             `json:"-"`
}

// Fact is an answer to a question about the event.
type Fact struct {
	Name  string          `yaml:"name" need:"yes" doc:"A fact of the list in content/FORMAT.md." json:"name"`
	Is    knowledge.Truth `yaml:"is" need:"yes" doc:"yes, no or unknown." json:"is"`
	Known string          `yaml:"known" doc:"When it became known, in RFC 3339. Where absent, facts about the event came with its awareness, and those on organisation, market and product were always known." json:"known,omitempty"`
	By    string          `yaml:"by" doc:"Who says so." json:"by,omitempty"`
	At    diag.Pos        `json:"-"`
}

// Anchor is a moment that times are counted from.
type Anchor struct {
	Name knowledge.Anchor `yaml:"name" need:"yes" doc:"Which moment." json:"name"`
	Time string           `yaml:"at" need:"yes" doc:"When, in RFC 3339, or a day; planned moments are allowed." json:"at"`
	At   diag.Pos         `json:"-"`
}

// Report is a report that was sent.
type Report struct {
	Clock     string   `yaml:"clock" need:"yes" doc:"Clock that it meets." json:"clock"`
	Time      string   `yaml:"at" need:"yes" doc:"When it was sent, in RFC 3339." json:"at"`
	Reference string   `yaml:"reference" doc:"Number that the recipient gave, or where the report is kept." json:"reference,omitempty"`
	At        diag.Pos `json:"-"`
}

// Folder is the name of the directory beside a model in which events are kept.
const Folder = "events"

// Format writes a file with an event in its one canonical form.
func Format(file string, src []byte, ds *diag.List) ([]byte, error) {
	return yamltext.Format(file, src, &File{}, ds)
}

// Parse reads a file with an event and checks it. It is nil where that cannot be used.
func Parse(ix *knowledge.Index, name string, src []byte, ds *diag.List) *Event {
	n := yamltext.Parse(name, src, ds)
	if n == nil {
		return nil
	}
	var f File
	var own diag.List
	yamltext.Decode(name, n, &f, &own)
	if !own.HasErrors() {
		f.Event.Check(ix, &own)
	}
	ds.Append(own.Sorted())
	if own.HasErrors() {
		return nil
	}
	return &f.Event
}

// most is how long a list in an event can be.
const most = 500

// Check reports names that nobody knows and times that are none. Run must only be given an event without errors.
func (e *Event) Check(ix *knowledge.Index, ds *diag.List) {
	if _, err := time.LoadLocation(e.Zone); err != nil || e.Zone == "Local" {
		ds.Add(e.At, diag.ClockTime, "write a name of the IANA list, such as Europe/Berlin", "there is no time zone %q", e.Zone)
	}
	for _, d := range e.Holidays {
		if _, err := time.Parse(time.DateOnly, d); err != nil {
			ds.Add(e.At, diag.ClockTime, "write YYYY-MM-DD", "%q is no day", d)
		}
	}
	if n := max(len(e.Facts), len(e.Reports), len(e.Anchors)); n > most {
		ds.Add(e.At, diag.ClockMany, "", "the event has a list of %d, and %d are the most", n, most)
		return
	}
	for _, f := range e.Facts {
		if knowledge.EventFact(f.Name) == nil {
			ds.Add(f.At, diag.ClockName, yamltext.Suggest(f.Name, knowledge.EventFactNames()), "no fact of events is called %q", f.Name)
		}
		if f.Known != "" {
			moment(f.At, f.Known, false, ds)
		}
	}
	for _, a := range e.Anchors {
		moment(a.At, a.Time, true, ds)
	}
	for _, r := range e.Reports {
		if ix.Clocks[r.Clock] == nil {
			var ids []string
			for i := range ix.Base.Clocks {
				ids = append(ids, ix.Base.Clocks[i].ID)
			}
			ds.Add(r.At, diag.ClockName, yamltext.Suggest(r.Clock, ids), "no clock %q", r.Clock)
		}
		moment(r.At, r.Time, false, ds)
	}
	for _, d := range e.Details {
		if !slices.ContainsFunc(knowledge.Details, func(n knowledge.Named) bool { return n.Name == d.Key }) {
			ds.Add(d.At, diag.ClockName, "content/FORMAT.md lists what reports are filled from", "reports are filled from nothing called %q", d.Key)
		}
	}
}

func moment(at diag.Pos, text string, orDay bool, ds *diag.List) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil && orDay {
		t, err = time.Parse(time.DateOnly, text)
	}
	if err != nil || t.Year() < 2000 || t.Year() > 2199 {
		ds.Add(at, diag.ClockTime, "write it as 2026-11-26T14:30:00+01:00, in the years 2000 to 2199", "%q is no point in time", text)
	}
}

// ZoneOfUnion is where days end for authorities of the Union if the event does not say it. Of its zones on the continent it is the commonest.
const ZoneOfUnion = "Europe/Brussels"

func (e *Event) zone() string {
	if e.Zone != "" {
		return e.Zone
	}
	return ZoneOfUnion
}

// at reads a point in time of a checked event; a day begins in the event's zone.
func (e *Event) at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t, _ = time.ParseInLocation(time.DateOnly, text, location(e.zone()))
	}
	return t
}

// anchor is the time of an anchor; the zero time where it has not been given.
func (e *Event) anchor(name knowledge.Anchor) time.Time {
	var t time.Time
	for _, a := range e.Anchors {
		if a.Name == name {
			t = e.at(a.Time)
		}
	}
	return t
}

// known is when a fact became known. Where it does not say, facts about the event came with its awareness, and standing ones were always known.
func (e *Event) known(f *Fact) time.Time {
	if f.Known != "" {
		return e.at(f.Known)
	}
	if k := knowledge.EventFact(f.Name); k != nil && k.Standing {
		return time.Time{}
	}
	return e.anchor(knowledge.Awareness)
}

// As is the event as it concerns an organisation that has these roles only, and a product on these markets only; an empty list changes nothing.
func (e *Event) As(roles []knowledge.Reporter, markets []model.Market) *Event {
	out := *e
	out.Facts = slices.Clone(e.Facts)
	if len(roles) > 0 {
		for _, w := range knowledge.Reporter("").Words() {
			out.set(knowledge.RoleFact(knowledge.Reporter(w)), slices.Contains(roles, knowledge.Reporter(w)))
		}
	}
	if len(markets) > 0 {
		for _, w := range model.Market("").Words() {
			out.set(knowledge.MarketFact(model.Market(w)), slices.Contains(markets, model.Market(w)))
		}
	}
	return &out
}

// set replaces what is said of a standing fact.
func (e *Event) set(name string, is bool) {
	e.Facts = slices.DeleteFunc(e.Facts, func(f Fact) bool { return f.Name == name })
	f := Fact{Name: name, Is: knowledge.IsFalse}
	if is {
		f.Is = knowledge.IsTrue
	}
	e.Facts = append(e.Facts, f)
}

// history is what became known of each fact, in the order in which it was written down.
type history map[string][]answer

// answer is what became known of a fact at a time, the zero time where the event does not say when.
type answer struct {
	at   time.Time
	is   knowledge.Truth
	fact *Fact
}

// until is what had become known until a time.
func (e *Event) until(now time.Time) history {
	h := history{}
	for i := range e.Facts {
		f := &e.Facts[i]
		if t := e.known(f); !t.After(now) {
			h[f.Name] = append(h[f.Name], answer{t, f.Is, f})
		}
	}
	return h
}

// last is the last answer that had become known until a time; nil where there is none.
func (h history) last(name string, now time.Time) *answer {
	var out *answer
	for i := range h[name] {
		if a := &h[name][i]; !a.at.After(now) && (out == nil || !a.at.Before(out.at)) {
			out = a
		}
	}
	return out
}

// is tells what was known of a fact at a time.
func (h history) is(name string, now time.Time) knowledge.Truth {
	if a := h.last(name, now); a != nil {
		return a.is
	}
	return knowledge.IsUnknown
}

// since is when a fact first became known to be true. It is the zero time where that is not said; ok tells whether it ever was.
func (h history) since(name string) (at time.Time, ok bool) {
	for _, a := range h[name] {
		if a.is == knowledge.IsTrue && (!ok || a.at.Before(at)) {
			at, ok = a.at, true
		}
	}
	return at, ok
}

// first is the first report that had been sent for one of some clocks until a time; nil where there was none.
func (e *Event) first(clocks []string, now time.Time) *Report {
	var out *Report
	for i := range e.Reports {
		r := &e.Reports[i]
		if slices.Contains(clocks, r.Clock) && !e.at(r.Time).After(now) && (out == nil || e.at(r.Time).Before(e.at(out.Time))) {
			out = r
		}
	}
	return out
}
