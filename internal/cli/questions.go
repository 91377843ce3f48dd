package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/engine"
)

func questionsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "questions PATH",
		Short: "List the unknown facts that decide whether threats exist",
		Long: `Questions lists what the description does not say and the knowledge base needs to know, element by element. Answer one
by writing it under the element's facts: the answer removes the question, and may add threats.`,
		Args: args(cobra.ExactArgs(1)),
	}
	format := formatFlag(c)
	c.RunE = func(c *cobra.Command, paths []string) error {
		_, a, err := assess(c, paths[0], string(engine.Future))
		if err != nil {
			return err
		}
		if format.value == "json" {
			return writeJSON(c, a.Questions)
		}
		t := newText(c.OutOrStdout())
		element := ""
		for _, q := range a.Questions {
			if q.Element != element {
				element = q.Element
				t.heading("%s", element)
			}
			t.item("%s", q.Question)
			t.sub("%s Decides %s.", q.Why, strings.Join(q.Decides, ", "))
			t.sub("facts: {%s: %s}", q.Fact, strings.Join(q.Answers, " | "))
		}
		fmt.Fprintln(c.OutOrStdout(), count(len(a.Questions), "question"))
		return t.err
	}
	return c
}
