// Package adaptor reads what tools around Spyderisk send to its adaptor while a system is in use: its own state reports, reports of CORAS with
// indicators, and privacy reports of AIRA. It says what they change at elements of a description, and reports all that it does not understand.
// It applies nothing.
//
// The forms follow the published source of the adaptor (Spyderisk/system-modeller-adaptor: app/models/state_report.py at 03d8469, app/models/indicators and
// app/ssm/indicators at 3d04cb5 and 279bf94). No report that a tool has written was at hand.
package adaptor

import (
	"slices"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/knowledge"
	"cordon/internal/postmarket/indicators"
)

// System is what reports are about.
type System struct {
	Index    *knowledge.Index
	Elements []Element
	Names    []Name
}

// Element is an element of the description.
type Element struct {
	ID, Title, Kind string
	To              string // of a harm: the person whom it happens to
}

// Name says under which key and value a tool knows an element: coras_identifier, host, or a key of one's own.
type Name struct {
	Element string   `yaml:"element" need:"yes" doc:"Element of the description."`
	Key     string   `yaml:"key" need:"yes" doc:"Key of the metadata: coras_identifier for reports of CORAS, host for those of AIRA."`
	Value   string   `yaml:"value" need:"yes" doc:"Value that the tool uses."`
	At      diag.Pos `json:"-"`
}

// Report is what a report says.
type Report struct {
	Sort    string              `json:"sort"` // state report, report of CORAS, report of AIRA
	File    string              `json:"file"`
	Since   string              `json:"since"`            // when it was made, or came
	Newest  string              `json:"newest,omitempty"` // label: the report counts until there is a newer one with this label
	Until   string              `json:"until,omitempty"`  // when it stops to count; without end where absent
	Effects []indicators.Effect `json:"effects"`
}

// Sorts of reports.
const (
	StateReport = "state report"
	CorasReport = "report of CORAS"
	AiraReport  = "report of AIRA"
)

// Read reads a report that came at some time. It is nil where the file is no report; why, and what of it was not understood, is in ds.
func Read(file string, data []byte, system *System, came civil.Instant, ds *diag.List) *Report {
	r := &reader{src: &jsontext.Source{File: file, Data: data}, system: system, came: came, ds: ds, kinds: map[string]string{}}
	for _, e := range system.Elements {
		r.kinds[e.ID] = e.Kind
	}
	v, ok := r.src.Tree(jsontext.TreeOptions{
		Depth: 64, Report: r.add, Malformed: diag.ReportForm, TooLarge: diag.FileTooLarge,
		Smaller: "reports have some kilobytes", Deep: "reports are some levels deep", Again: "ask the tool again", Whole: "ask the tool again",
		Other: "reports are JSON objects", Show: short, Clean: clean,
	})
	if !ok {
		return nil
	}
	r.out = &Report{Effects: []indicators.Effect{}}
	switch {
	case v.Step("state") != nil:
		r.out.Sort = StateReport
		r.state(&v)
	case v.Step("nodes") != nil:
		r.out.Sort = CorasReport
		r.coras(&v)
	case v.Step("result") != nil:
		r.out.Sort = AiraReport
		r.aira(&v)
	default:
		r.add(v.At, diag.ReportForm, "a state report has state, a report of CORAS has nodes, one of AIRA has result", "the file is no report that Cordon reads")
		return nil
	}
	r.out.File, r.out.Since = file, r.came.String()
	for i := range r.out.Effects {
		r.out.Effects[i].Until = r.out.Until
	}
	return r.out
}

// Standing are the reports that count at a point in time: their end has not come, and no newer one has the same label; of two at one time, the later
// in the list.
func Standing(reports []*Report, at civil.Instant) []*Report {
	out := []*Report{}
	now := at.String()
	for i, r := range reports {
		replaced := slices.ContainsFunc(reports[i+1:], func(o *Report) bool {
			return r.Newest != "" && o.Newest == r.Newest && o.Since >= r.Since && o.Since <= now
		}) ||
			slices.ContainsFunc(reports[:i], func(o *Report) bool {
				return r.Newest != "" && o.Newest == r.Newest && o.Since > r.Since && o.Since <= now
			})
		if !replaced && r.Since <= now && (r.Until == "" || r.Until > now) {
			out = append(out, r)
		}
	}
	return out
}

type reader struct {
	src    *jsontext.Source
	system *System
	kinds  map[string]string // of elements
	came   civil.Instant
	ds     *diag.List
	out    *Report
	told   int
}

// most is how many diagnostics one report can give: a file of another sort would give one for each value.
const most = 200

func (r *reader) add(offset int, code diag.Code, hint, format string, args ...any) {
	if r.told++; r.told <= most {
		r.ds.Add(r.src.Place(offset), code, hint, format, args...)
	}
}

// text is a member that has to be a text; empty where it is absent or null.
func (r *reader) text(v *jsontext.Value, key string) string {
	m := v.Step(key)
	switch {
	case m == nil || m.Kind == jsontext.Null:
		return ""
	case m.Kind != jsontext.Text:
		r.add(m.At, diag.ReportForm, "", "%s is %s, and has to be a text", key, m.Kind)
		return ""
	}
	return m.Text
}

// items are those of a member that has to be a list of objects; what is none is reported.
func (r *reader) items(v *jsontext.Value, key string) []*jsontext.Value {
	m := v.Step(key)
	switch {
	case m == nil || m.Kind == jsontext.Null:
		return nil
	case m.Kind != jsontext.List:
		r.add(m.At, diag.ReportForm, "", "%s is %s, and has to be a list", key, m.Kind)
		return nil
	}
	var out []*jsontext.Value
	for i := range m.Items {
		if m.Items[i].Kind != jsontext.Object {
			r.add(m.Items[i].At, diag.ReportForm, "", "an item of %s is %s, and has to be an object", key, m.Items[i].Kind)
			continue
		}
		out = append(out, &m.Items[i])
	}
	return out
}

// effect notes a change, with where it comes from.
func (r *reader) effect(at int, e indicators.Effect) {
	e.Source, e.Since, e.At = r.src.File, r.came.String(), r.src.Place(at)
	r.out.Effects = append(r.out.Effects, e)
}

// short keeps a foreign text from filling the screen.
func short(s string) string {
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return s
}

// clean takes out what could steer a terminal.
func clean(s string) string {
	out := []rune(s)
	for i, c := range out {
		if c < 0x20 || c >= 0x7F && c < 0xA0 || c == 0x2028 || c == 0x2029 || c >= 0x202A && c <= 0x202E {
			out[i] = '\uFFFD'
		}
	}
	return string(out)
}
