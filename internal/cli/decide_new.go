package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/decisions"
	"cordon/internal/project"
)

func decideNewCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "new PATH --about ID --choice CHOICE --why TEXT --who NAME --role ROLE",
		Short: "Record a decision with the facts it rests on",
		Long: `New assesses the system with its planned controls and writes a decision about a harm, a threat (T-…), a control at an
element (CTL-0001@element), a clause (mdcg-2019-16:r1/3.6#4), a vulnerability at an element (CVE-2026-1234@element) or overall into a file of its own in the folder decisions beside the model, together with what
the assessment says about it now. An earlier decision about the same thing stays as history and is named as replaced.`,
		Example: `  cordon decide new examples/wearable-monitor --about late-adjustment --choice accept \
    --who "A. Lindgren" --role "clinical lead" --why "The visit takes place without the report." --until 2027-06-30`,
		Args: args(cobra.ExactArgs(1)),
	}
	var q decisions.Request
	format := formatFlag(c)
	c.Flags().StringVar(&q.About, "about", "", "what is decided on: a harm, a threat, a control at an element, a clause, a vulnerability at an element, or overall")
	choice := addChoice(c, "choice", "what is decided", "", decisions.Choice("").Words()...)
	reason := addChoice(c, "justification", "of a vulnerability: why the product is not affected", "", decisions.Justification("").Words()...)
	c.Flags().StringVar(&q.Action, "action", "", "of a vulnerability: what who has the product should do")
	c.Flags().StringVar(&q.Why, "why", "", "reason")
	c.Flags().StringVar(&q.Who, "who", "", "person who decides")
	c.Flags().StringVar(&q.Role, "role", "", "role of that person")
	c.Flags().StringArrayVar(&q.Evidence, "evidence", nil, "document that supports it; may be repeated")
	c.Flags().StringVar(&q.Until, "until", "", "last day on which it holds, YYYY-MM-DD")
	c.Flags().StringVar(&q.When, "when", "", "day of the decision, YYYY-MM-DD; today where absent")
	c.Flags().StringVar(&q.ID, "id", "", "id of the decision; made from what it is about where absent")
	c.RunE = func(c *cobra.Command, paths []string) error {
		if err := given(c, "about", "choice", "why", "who", "role"); err != nil {
			return err
		}
		q.Choice, q.Justification = choice.value, reason.value
		if q.When == "" {
			q.When = today()
		}
		r, err := review(c, paths[0], q.About, q.When)
		if err != nil {
			return err
		}
		id, d, err := r.set.New(r.found, q)
		if err != nil {
			return refuse(c, "decide new: %s", strings.ReplaceAll(err.Error(), "\n", "\ncordon: decide new: "))
		}
		src, err := decisions.Encode(id, d)
		if err != nil {
			return refuse(c, "%s", err)
		}
		file, err := writeNew(project.DecisionsFolder(paths[0]), id+".yaml", src)
		if errors.Is(err, fs.ErrExist) {
			return refuse(c, "decide new: there is a file %s already; choose another --id", file)
		}
		if err != nil {
			return fmt.Errorf("write the decision: %w", err)
		}
		if format.value == "json" {
			return writeJSON(c, struct {
				ID       string `json:"id"`
				File     string `json:"file"`
				Replaces string `json:"replaces,omitempty"`
			}{id, filepath.ToSlash(file), d.Replaces.Text})
		}
		replaced := ""
		if d.Replaces.Text != "" {
			replaced = ", which replaces " + d.Replaces.Text
		}
		fmt.Fprintf(c.OutOrStdout(), "wrote decision %s%s to %s\n", id, replaced, filepath.ToSlash(file))
		return nil
	}
	return c
}

// writeNew writes a file that must not exist yet, and makes the directory.
func writeNew(dir, name string, content []byte) (string, error) {
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return file, err
	}
	if _, err := os.Lstat(file); err == nil {
		return file, fs.ErrExist
	}
	return file, replaceFile(file, content)
}
