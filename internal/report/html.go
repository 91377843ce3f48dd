package report

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"strconv"

	"cordon/internal/assessment"
	"cordon/internal/decisions"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/layers"
	"cordon/internal/model"
)

//go:embed report.html.tmpl
var templates embed.FS

var reportPage = template.Must(template.ParseFS(templates, "report.html.tmpl"))

// Subject is what a report is about.
type Subject struct {
	Model      *model.Model
	Index      *knowledge.Index
	Assessment *assessment.Assessment
	Defence    *layers.Defence    // nil: the report has no section on defence in depth
	Decisions  []decisions.Review // none: the report has no section on decisions
	Day        string             // for which the decisions were reviewed
}

// HTML writes an assessment as one page that needs nothing else: no script, no font, no file. Pictures are those of Pictures,
// by the same keys; one that is missing is left out.
func HTML(w io.Writer, s *Subject, pictures map[string][]byte) error {
	if err := reportPage.Execute(w, newPage(s, pictures)); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// page is what the template is given: sentences and tables, nothing left to decide.
type page struct {
	Model            assessment.Model
	Users            []string
	Engine           assessment.Engine
	Knowledge        assessment.Knowledge
	Mode             string
	Headline         string
	Counts           []countRow
	System           *picture
	Zones            []*picture
	Harms            []harmView
	Threats          []threatView
	ThreatsPrimary   int
	Controls         []controlGroup
	Layers           *layersView
	Decisions        *decisionsView
	Questions        []questionView
	Assumptions      statementTable
	Responsibilities statementTable
	OpenFacts        statementTable
	All              []threatRow
	Scales           []scaleTable
	Matrices         []matrix
}

// maker holds what the parts of the page are made from.
type maker struct {
	m        *model.Model
	ix       *knowledge.Index
	a        *assessment.Assessment
	names    names
	pictures map[string][]byte
	scales   *knowledge.Scales
}

func newPage(s *Subject, pictures map[string][]byte) *page {
	m, ix, a := s.Model, s.Index, s.Assessment
	k := &maker{m: m, ix: ix, a: a, names: namesOf(m, a), pictures: pictures, scales: &ix.Base.Scales}
	p := &page{
		Model: a.Model, Users: m.System.Users, Engine: a.Engine, Knowledge: a.Knowledge, Mode: modeWords(a.Engine.Mode), Headline: k.headline(),
		Counts: k.counts(), System: k.picture("system"), Harms: k.harms(), Threats: k.topThreats(), ThreatsPrimary: a.Summary.ThreatsPrimary,
		Controls: k.controls(), Layers: k.layers(s.Defence), Decisions: k.decisions(s.Decisions, s.Day), Questions: k.questions(), All: k.allThreats(),
		Assumptions: k.assumptions(), Responsibilities: k.responsibilities(), OpenFacts: k.openFacts(),
		Scales: k.levels(), Matrices: k.matrices(),
	}
	for _, z := range m.Zones {
		if x := k.picture("zone-" + z.ID); x != nil {
			x.Name = k.names.of(z.ID)
			p.Zones = append(p.Zones, x)
		}
	}
	return p
}

func modeWords(mode engine.Mode) string {
	if mode == engine.Current {
		return "current: only controls that are in place count"
	}
	return "future: controls that are planned count as if they were in place"
}

// headline is the result in one sentence.
func (k *maker) headline() string {
	s := k.a.Summary.Acceptability
	if len(k.a.Harms) == 0 {
		return "No harms are described, so no risk to people was judged."
	}
	return fmt.Sprintf("Of %s, %d %s unacceptable, %d should be reduced further and %d %s acceptable.", count(len(k.a.Harms), "harm"),
		s["unacceptable"], areOrIs(s["unacceptable"]), s["reduce"], s["acceptable"], areOrIs(s["acceptable"]))
}

func areOrIs(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

type countRow struct {
	What string
	N    int
	Says string
}

func (k *maker) counts() []countRow {
	s := k.a.Summary
	rows := []countRow{
		{"Elements described", s.AssetsAsserted, "written by the author of the model"},
		{"Elements inferred", s.AssetsInferred, "copies and transfers of data that follow from the description"},
		{"Threats found", s.Threats, fmt.Sprintf("%d of them with a likelihood above %s", s.ThreatsActive, words(k.scales.Likelihood[0].Name))},
		{"Primary threats", s.ThreatsPrimary, "active, and not a mere consequence of others"},
		{"Questions to answer", s.Questions, "facts that decide whether threats exist"},
	}
	for i := len(s.Risk) - 1; i > 0; i-- {
		rows = append(rows, countRow{"Consequences of " + words(s.Risk[i].Risk) + " risk", s.Risk[i].Count, k.scales.Risk[i].Says})
	}
	return rows
}

// picture is an SVG in the page.
type picture struct {
	Name  string
	SVG   template.HTML
	Width int // natural width in pixels
}

var svgWidth = regexp.MustCompile(`^<svg [^>]*\bwidth="(\d+)"`)

func (k *maker) picture(id string) *picture {
	svg, ok := k.pictures[id]
	if !ok {
		return nil
	}
	p := &picture{SVG: template.HTML(svg), Width: 900} //nolint:gosec // our own writer made it and escaped the user's text
	if w := svgWidth.FindSubmatch(svg); w != nil {
		p.Width, _ = strconv.Atoi(string(w[1])) // digits, by the pattern
	}
	return p
}

// event says a cause or an effect as a sentence without its full stop.
func (k *maker) event(e engine.Event) string {
	if e.Low != "" {
		name := words(e.Low)
		if t := k.ix.Trust[e.Low]; t != nil {
			name = t.Title
		}
		return fmt.Sprintf("%s: “%s” has a trust of only %s", k.names.of(e.Element), name, words(e.Level))
	}
	says := words(e.Consequence)
	if c := k.ix.Consequences[e.Consequence]; c != nil {
		says = c.Says
	}
	return k.names.of(e.Element) + " " + says
}

// rank is the place of a level in its scale; -1 for a word that is not in it.
func rank(scale []knowledge.LevelName, name string) int {
	for i, l := range scale {
		if l.Name == name {
			return i
		}
	}
	return -1
}
