package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/compliance"
	"cordon/internal/diag"
	"cordon/internal/interop/oscal"
	"cordon/internal/report/exchange"
	"cordon/internal/yamltext"
)

func complyImportCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "import FILE [PATH]",
		Short: "Read an OSCAL catalog, profile, component definition, assessment results, plan or mapping",
		Long: `Import reads OSCAL 1 in JSON, whoever wrote it. A catalog is printed as an entry for the folder clauses/ of a pack of your own: add to one of another author
who has each duty and when, and keep it to yourself unless you may pass its words on. A mapping is printed as an entry for the folder crosswalks/:
where it is about catalogs of others, write the documents and editions of their entries into the ids of clauses. Of a profile the chosen clauses are
listed, of a component definition the components with the clauses that they serve. Assessment results and plans are listed by clause; with PATH each
is set beside what holds for the described system today.`,
		Example: `  cordon comply import results.json examples/wearable-monitor
  cordon comply import catalog.json > my-pack/clauses/framework-1.yaml
  cordon comply import mapping.json > my-pack/crosswalks/framework-mdr.yaml`,
		Args: args(cobra.RangeArgs(1, 2)),
	}
	format := formatFlag(c)
	day := dayFlag(c, "on", "day for which to judge")
	c.RunE = func(c *cobra.Command, a []string) error {
		x, err := readOscal(c, a[0])
		if err != nil {
			return err
		}
		if len(a) == 2 && x.Assessment == nil {
			return refuse(c, "comply import: %s has no results to set beside a system", a[0])
		}
		var now *compliance.Answer
		if len(a) == 2 {
			q := &complyFlags{documents: &[]string{}, who: &[]string{}, stages: &[]string{}, drafts: new(bool), day: day}
			if now, _, err = q.judge(c, a[1]); err != nil {
				return err
			}
		}
		if format.value == "json" {
			return writeJSON(c, x)
		}
		switch {
		case x.Catalog != nil:
			return printEntry(c.OutOrStdout(), x.Catalog)
		case x.Crosswalk != nil:
			return printEntry(c.OutOrStdout(), x.Crosswalk)
		case x.Selection != nil:
			return printSelection(newText(c.OutOrStdout()), x.Selection)
		case x.Components != nil:
			return printComponents(newText(c.OutOrStdout()), x.Components)
		}
		return printImported(newText(c.OutOrStdout()), x.Assessment, now)
	}
	return c
}

func readOscal(c *cobra.Command, file string) (*oscal.Contents, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, refuse(c, "comply import: cannot read %s: %s", file, diag.Cause(err))
	}
	if info.Size() > oscal.MaxBytes {
		return nil, refuse(c, "comply import: %s has more than %d MiB", file, oscal.MaxBytes>>20)
	}
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, refuse(c, "comply import: cannot read %s: %s", file, diag.Cause(err))
	}
	var ds diag.List
	x := oscal.Read(file, src, &ds)
	return x, sound(c, &ds)
}

// printEntry writes an entry as a file of a pack has it.
func printEntry(w io.Writer, entry any) error {
	text, err := yamltext.Encode(entry)
	if err != nil {
		return fmt.Errorf("write the entry: %w", err)
	}
	_, err = fmt.Fprint(w, text)
	return err
}

func printComponents(t *text, d *oscal.Definition) error {
	t.heading("%s", d.Title)
	for _, x := range d.Components {
		t.item("%s (%s): %s", x.ID, x.Type, x.Title)
		for _, i := range x.Implements {
			t.sub("%s: %s", i.Clause, i.How)
		}
	}
	return t.err
}

func printSelection(t *text, s *oscal.Selection) error {
	t.heading("%s", s.Title)
	for _, x := range s.Chosen {
		switch {
		case x.All && len(x.Except) > 0:
			t.item("%s: all but %s", x.Source, strings.Join(x.Except, ", "))
		case x.All:
			t.item("%s: all", x.Source)
		default:
			t.item("%s: %s", x.Source, strings.Join(x.Clauses, ", "))
		}
	}
	return t.err
}

func printImported(t *text, x *oscal.Assessment, now *compliance.Answer) error {
	today := map[string]oscal.Status{}
	if now != nil {
		for i := range now.Clauses {
			today[now.Clauses[i].ID] = exchange.Status(&now.Clauses[i])
		}
	}
	t.heading("%s, %s", x.Title, x.Date)
	changed := 0
	for _, r := range x.Results {
		if now == nil {
			t.item("%s: %s", r.Clause, r.Status)
			continue
		}
		s, known := today[r.Clause]
		switch {
		case !known:
			t.item("%s: %s; the knowledge base has no such clause", r.Clause, r.Status)
		case s != r.Status:
			changed++
			t.item("%s: %s -> %s", r.Clause, r.Status, s)
		}
	}
	if now != nil {
		t.item("%d of %d results are otherwise today", changed, len(x.Results))
	}
	return t.err
}
