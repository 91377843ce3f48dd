package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/compliance"
	"cordon/internal/diag"
	"cordon/internal/interop/oscal"
	"cordon/internal/yamltext"
)

// mostOscal bounds a file that is imported.
const mostOscal = 64 << 20

func complyImportCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "import FILE [PATH]",
		Short: "Read an OSCAL catalog, profile, assessment results or plan",
		Long: `Import reads OSCAL 1 in JSON, whoever wrote it. A catalog is printed as an entry for the folder clauses/ of a pack of your own: add to one of another author
who has each duty and when, and keep it to yourself unless you may pass its words on. Of a profile the chosen clauses are listed. Assessment results
and plans are listed by clause; with PATH each is set beside what holds for the described system today.`,
		Example: `  cordon comply import results.json examples/wearable-monitor
  cordon comply import catalog.json > my-pack/clauses/framework-1.yaml`,
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
			entry, err := yamltext.Encode(x.Catalog)
			if err != nil {
				return fmt.Errorf("write the entry: %w", err)
			}
			_, err = fmt.Fprint(c.OutOrStdout(), entry)
			return err
		case x.Selection != nil:
			return printSelection(newText(c.OutOrStdout()), x.Selection)
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
	if info.Size() > mostOscal {
		return nil, refuse(c, "comply import: %s has more than %d MiB", file, mostOscal>>20)
	}
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, refuse(c, "comply import: cannot read %s: %s", file, diag.Cause(err))
	}
	var ds diag.List
	x := oscal.Read(file, src, &ds)
	return x, sound(c, &ds)
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
	today := map[string]compliance.Status{}
	if now != nil {
		for i := range now.Clauses {
			today[now.Clauses[i].ID] = now.Clauses[i].Status
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
		case string(s) != string(r.Status):
			changed++
			t.item("%s: %s -> %s", r.Clause, r.Status, s)
		}
	}
	if now != nil {
		t.item("%d of %d results are otherwise today", changed, len(x.Results))
	}
	return t.err
}
