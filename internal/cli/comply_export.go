package cli

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"cordon/internal/compliance"
	"cordon/internal/interop/cisoassistant"
	"cordon/internal/interop/oscal"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/project"
	"cordon/internal/report"
)

func complyExportCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "export PATH --out DIR",
		Short: "Write clauses and what was found about them as OSCAL, or as libraries for CISO Assistant",
		Long: `Export writes, with --as oscal, JSON in version ` + oscal.Version + ` of OSCAL: a catalog for each document that binds the system, a profile of the
clauses that bind, the parts of the product with the clauses that they serve, assessment results, a plan of action and milestones, and the crosswalks
between the catalogs. With --as ciso-assistant it writes a library for each of these documents and crosswalks, in YAML. The words are ours; texts that you have a licence for
never go out. The directory must not exist yet, or be empty.`,
		Example: `  cordon comply export examples/wearable-monitor --out oscal
  cordon comply export examples/wearable-monitor --as ciso-assistant --document mdcg-2019-16 --out libraries`,
		Args: args(cobra.ExactArgs(1)),
	}
	q := addComplyFlags(c)
	out := c.Flags().String("out", "", "directory to write into")
	as := addChoice(c, "as", "format", "oscal", "oscal", "ciso-assistant")
	_ = c.MarkFlagDirname("out")
	c.RunE = func(c *cobra.Command, paths []string) error {
		if err := given(c, "out"); err != nil {
			return err
		}
		a, j, err := q.judge(c, paths[0])
		if err != nil {
			return err
		}
		files, err := exported(a, j, as.value)
		if err != nil {
			return err
		}
		if err := emptyDir(c, *out); err != nil {
			return err
		}
		for _, f := range files {
			err := report.ReplaceFile(filepath.Join(*out, f.name), report.Shared, func(w io.Writer) error {
				_, err := w.Write(f.content)
				return err
			})
			if err != nil {
				return fmt.Errorf("write %s: %w", f.name, err)
			}
			fmt.Fprintln(c.OutOrStdout(), f.name)
		}
		return nil
	}
	return c
}

// exportFile is a file that is written for another program.
type exportFile struct {
	name    string
	content []byte
}

// binding are the documents that bind a system or may.
func binding(a *compliance.Answer, ix *knowledge.Index) []*knowledge.Document {
	var out []*knowledge.Document
	for _, d := range a.Documents {
		if d.Applies+d.Asked > 0 {
			out = append(out, ix.Documents[d.ID])
		}
	}
	return out
}

// between are the crosswalks with all of their ends in some documents.
func between(ix *knowledge.Index, docs []*knowledge.Document) []*knowledge.Crosswalk {
	var out []*knowledge.Crosswalk
	for i := range ix.Base.Crosswalks {
		x := &ix.Base.Crosswalks[i]
		inside := func(id string) bool { return slices.Contains(docs, ix.Clauses[id].Document) }
		if x.Status != knowledge.Withdrawn && !slices.ContainsFunc(x.Links, func(w knowledge.Walk) bool { return !inside(w.From) || !inside(w.To) }) {
			out = append(out, x)
		}
	}
	return out
}

func exported(a *compliance.Answer, j *project.Judged, as string) ([]exportFile, error) {
	docs := binding(a, j.Index)
	w := &exporter{}
	if as == "ciso-assistant" {
		w.libraries(a, j.Index, docs)
	} else {
		w.oscal(a, j, docs)
	}
	if w.err == nil && len(w.files) == 0 {
		w.err = errors.New("comply export: no clause that was asked for binds the system, so there is nothing to write")
	}
	return w.files, w.err
}

// exporter collects files; the first error stays.
type exporter struct {
	files []exportFile
	err   error
}

// add takes a file as it is made. That there is nothing to say in it is no error.
func (w *exporter) add(name string, content []byte, err error) {
	switch {
	case errors.Is(err, oscal.ErrEmpty) || errors.Is(err, cisoassistant.ErrEmpty):
	case err != nil && w.err == nil:
		w.err = err
	case err == nil:
		w.files = append(w.files, exportFile{name, content})
	}
}

func (w *exporter) libraries(a *compliance.Answer, ix *knowledge.Index, docs []*knowledge.Document) {
	version, err := cisoassistant.VersionOf(baseVersion(ix))
	if err != nil {
		w.err = err
		return
	}
	about := cisoassistant.About{Version: version, Date: a.Day}
	for _, d := range docs {
		lib, err := cisoassistant.Library(d, about)
		w.add(d.ID+".yaml", lib, err)
	}
	for _, x := range between(ix, docs) {
		lib, err := cisoassistant.Mapping(x, ix.Base.Documents, about)
		w.add("mapping-"+x.ID+".yaml", lib, err)
	}
}

// baseVersion is the version of the shipped base.
func baseVersion(ix *knowledge.Index) string {
	if len(ix.Base.Packs) == 0 {
		return ""
	}
	return ix.Base.Packs[0].Version
}

func (w *exporter) oscal(a *compliance.Answer, j *project.Judged, docs []*knowledge.Document) {
	about := oscal.About{Date: a.Day, Tool: "cordon", Base: baseVersion(j.Index), Digest: j.Index.Base.Digest}
	m := j.Assessment.Model
	s := oscal.System{ID: m.ID, Name: m.Name, Version: m.Version, Digest: m.Digest}
	j.Model.Each(func(b model.Block, id string, c model.Common) {
		s.Elements = append(s.Elements, oscal.Element{ID: id, Name: c.Title, Type: componentType(b, j.Index, c.Kind.Text)})
	})
	for _, d := range docs {
		body, err := oscal.Catalog(d, about)
		w.add(oscal.CatalogName(d.ID), body, err)
	}
	var bind []string
	results := []oscal.Result{}
	for i := range a.Clauses {
		c := &a.Clauses[i]
		if slices.Contains(docs, j.Index.Documents[c.Document]) {
			results = append(results, resultOf(c))
			if c.Verdict == compliance.Applies {
				bind = append(bind, c.ID)
			}
		}
	}
	body, err := oscal.Profile(s, bind, about)
	w.add("profile.json", body, err)
	body, err = oscal.Components(s, components(a, j, s), about)
	w.add("component-definition.json", body, err)
	body, err = oscal.Results(s, results, about)
	w.add("assessment-results.json", body, err)
	body, err = oscal.Plan(s, results, about)
	w.add("plan-of-action-and-milestones.json", body, err)
	for _, x := range between(j.Index, docs) {
		body, err := oscal.Mapping(x, about)
		w.add("mapping-"+x.ID+".json", body, err)
	}
}

// componentType is the word of OSCAL for what an element is.
func componentType(b model.Block, ix *knowledge.Index, kind string) string {
	switch {
	case b == model.Networks:
		return "network"
	case b == model.Places:
		return "physical"
	case ix.IsAny(kind, []string{"service", "platform"}):
		return "service"
	case ix.IsAny(kind, []string{"software", "os", "model"}):
		return "software"
	case ix.IsAny(kind, []string{"device", "hardware"}):
		return "hardware"
	}
	return "system"
}

func resultOf(c *compliance.Clause) oscal.Result {
	r := oscal.Result{Clause: c.ID, Title: c.Title, Status: oscal.Status(c.Status), Because: c.Why}
	if c.Verdict == compliance.Asked && c.Status == compliance.Open {
		r.Status = oscal.Asked
	}
	if x := c.Statement; x != nil {
		r.Statement = &oscal.Statement{Decision: x.Decision, Who: x.Who, Role: x.Role, When: x.When, Why: x.Why, Evidence: x.Evidence, Signed: x.Signed}
	}
	for _, f := range c.Findings {
		x := oscal.Finding{Criterion: f.Criterion, Title: f.Title, Outcome: string(f.Outcome), Hint: f.Hint}
		for _, s := range f.Subjects {
			x.Subjects = append(x.Subjects, oscal.Subject{ID: s.ID, Outcome: string(s.Outcome), Because: s.Because})
		}
		r.Findings = append(r.Findings, x)
	}
	return r
}

// components are the assets of the product that criteria found to meet something, with the clauses that this serves.
func components(a *compliance.Answer, j *project.Judged, s oscal.System) []oscal.Component {
	product := compliance.ProductOf(j.Model, j.Index)
	at := map[string]int{}
	var out []oscal.Component
	for _, e := range s.Elements {
		if product.Has(e.ID) && j.Model.BlockOf(e.ID) == model.Assets {
			at[e.ID] = len(out)
			out = append(out, oscal.Component{ID: e.ID, Title: e.Name, Type: e.Type})
		}
	}
	for i := range a.Clauses {
		c := &a.Clauses[i]
		for _, f := range c.Findings {
			for _, sub := range f.Subjects {
				k, known := at[assetOf(j.Model, sub.ID)]
				if known && sub.Outcome == knowledge.Met && c.Verdict != compliance.Not {
					out[k].Implements = append(out[k].Implements, oscal.Implementation{Clause: c.ID, How: f.Title + ": " + sub.Because})
				}
			}
		}
	}
	return slices.DeleteFunc(out, func(x oscal.Component) bool { return len(x.Implements) == 0 })
}

// assetOf is an asset itself, or the one that an interface belongs to.
func assetOf(m *model.Model, id string) string {
	if m.BlockOf(id) == model.Interfaces {
		for i := range m.Interfaces {
			if m.Interfaces[i].ID == id {
				return m.Interfaces[i].Parent
			}
		}
	}
	return id
}
