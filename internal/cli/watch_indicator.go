package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/knowledge"
	"cordon/internal/watch"
	"cordon/internal/yamltext"
)

func watchIndicatorCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "indicator",
		Short: "What is asked and measured in operation, and what the answers change",
		Long: `An indicator is a question or a measurement that is answered again and again while devices are in use. Each answer stands for a level of trust,
of the severity of a harm, or of what a control covers, and loses its worth with time. docs/user/indicators.md says how to begin.`,
	}
	c.AddCommand(watchIndicatorListCommand(), watchIndicatorShowCommand(), watchIndicatorReadCommand())
	return c
}

// indicatorView is an indicator as it is printed.
type indicatorView struct {
	ID      string                `json:"id"`
	Title   string                `json:"title"`
	Asks    string                `json:"asks,omitempty"`
	Measure string                `json:"measures,omitempty"`
	GivenBy string                `json:"givenBy"`
	Unit    knowledge.ReadingUnit `json:"unit,omitempty"`
	Kinds   []string              `json:"kinds"`
	Trust   string                `json:"trust,omitempty"`
	Impact  string                `json:"impact,omitempty"`
	Control string                `json:"control,omitempty"`
	Op      knowledge.Operator    `json:"op"`
	Steps   []indicatorStepView   `json:"steps"`
	Basis   knowledge.Basis       `json:"basis"`
	Owner   knowledge.Holder      `json:"owner"`
	Refresh string                `json:"refresh"`
	Towards string                `json:"decayTowards,omitempty"`
	Every   string                `json:"decayEvery,omitempty"`
	Ageing  string                `json:"decayBecause"`
	Because string                `json:"because"`
	Sources []knowledge.Source    `json:"sources"`
}

type indicatorStepView struct {
	Reading string `json:"reading"` // the answer, or the range of numbers in words
	Level   string `json:"level,omitempty"`
	Means   string `json:"means"`
}

func viewIndicator(i *knowledge.Indicator) indicatorView {
	v := indicatorView{
		i.ID, i.Title, i.Asks, i.Measures, i.GivenBy, i.Unit, i.Target.Kinds, i.Target.Trust, i.Target.Impact, i.Target.Control, i.Target.Op, nil,
		i.Basis, i.Owner, i.Refresh, i.Decay.Towards, i.Decay.Every, i.Decay.Because, i.Because, i.Sources,
	}
	for k := range i.Steps {
		v.Steps = append(v.Steps, indicatorStepView{i.Range(k), i.Steps[k].Level, i.Steps[k].Means})
	}
	return v
}

func watchIndicatorListCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "list",
		Short: "List indicators",
		Example: `  cordon watch indicator list
  cordon watch indicator list --kind device.infusion-pump`,
		Args: args(cobra.NoArgs),
	}
	format := formatFlag(c)
	kind := c.Flags().String("kind", "", "only indicators that elements of this kind have")
	c.RunE = func(c *cobra.Command, _ []string) error {
		k, err := openKnowledge(c)
		if err != nil {
			return err
		}
		if *kind != "" && k.Index.Kinds[*kind] == nil {
			return refuse(c, "watch indicator list: there is no kind %q%s", *kind, hinted(yamltext.Suggest(*kind, slices.Collect(maps.Keys(k.Index.Kinds)))))
		}
		views := []indicatorView{}
		for _, i := range watch.IndicatorsFor(k.Index, *kind) {
			views = append(views, viewIndicator(i))
		}
		if format.value == "json" {
			return writeJSON(c, views)
		}
		t := newText(c.OutOrStdout())
		for _, v := range views {
			t.wrapped(pad(v.ID, 10), strings.Repeat(" ", 10), v.Title)
			t.wrapped(strings.Repeat(" ", 10), strings.Repeat(" ", 10), fmt.Sprintf("%s of %s; by %s, every %s", v.Trust+v.Impact+v.Control, strings.Join(v.Kinds, ", "), v.Owner, v.Refresh))
		}
		t.printf("%s\n", count(len(views), "indicator"))
		return t.err
	}
	return c
}

// hinted puts a hint on a line of its own.
func hinted(hint string) string {
	if hint == "" {
		return ""
	}
	return "\n    hint: " + hint
}

func watchIndicatorShowCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "show ID",
		Short:   "Show an indicator: what is read, by whom, and what each answer means",
		Example: `  cordon watch indicator show IND-0001`,
		Args:    args(cobra.ExactArgs(1)),
	}
	format := formatFlag(c)
	c.RunE = func(c *cobra.Command, a []string) error {
		k, err := openKnowledge(c)
		if err != nil {
			return err
		}
		i := k.Index.Indicators[a[0]]
		if i == nil {
			return refuse(c, "watch indicator show: there is no indicator %q%s", a[0], hinted(cmp.Or(yamltext.Suggest(a[0], slices.Collect(maps.Keys(k.Index.Indicators))), "cordon watch indicator list shows all")))
		}
		if format.value == "json" {
			return writeJSON(c, viewIndicator(i))
		}
		return printIndicator(c, viewIndicator(i), k.Index)
	}
	return c
}

func printIndicator(c *cobra.Command, v indicatorView, ix *knowledge.Index) error {
	t := newText(c.OutOrStdout())
	t.heading("%s %s", v.ID, v.Title)
	t.item("%s", v.Asks+v.Measure)
	t.item("given by: %s", v.GivenBy)
	t.item("owner: %s; new again every %s", v.Owner, v.Refresh)
	t.item("read of: %s", strings.Join(v.Kinds, ", "))
	says := map[knowledge.Operator]string{knowledge.Is: "decides about", knowledge.AtMost: "can only lower", knowledge.AtLeast: "can only raise"}[v.Op]
	switch {
	case v.Impact == "occurs":
		t.item("a reading %s the severity of the harm", says)
	case v.Impact != "":
		t.item("a reading %s the impact of %s", says, v.Impact)
	case v.Control != "":
		t.item("a reading %s what %s covers", says, v.Control)
	default:
		t.item("a reading %s the trust %s", says, v.Trust)
	}
	t.heading("Readings%s", strings.TrimRight(" in "+string(v.Unit), " in"))
	for _, s := range v.Steps {
		t.item("%s: %s. %s", s.Reading, t.level(cmp.Or(indicatorLevel(ix, v.Impact, s.Level), "changes nothing")), s.Means)
	}
	t.heading("Why")
	t.item("%s", v.Because)
	t.item("%s", map[knowledge.Basis]string{"sourced": "A source below names the thresholds.", "policy": "The thresholds are a policy of ours; a pack may have others."}[v.Basis])
	if v.Towards != "" {
		t.item("After %s a reading goes one level towards %s every %s. %s", v.Refresh, v.Towards, v.Every, v.Ageing)
	} else {
		t.item("A reading keeps its meaning. %s", v.Ageing)
	}
	for _, s := range v.Sources {
		t.item("source: %s", strings.TrimSuffix(s.Document+", "+s.Part, ", "))
	}
	return t.err
}

// indicatorLevel is the word for a level in a text: of the impact of a harm, which is its severity, the word of that scale.
func indicatorLevel(ix *knowledge.Index, impact, level string) string {
	rank := slices.Index(knowledge.ImpactLevel("").Words(), level)
	if severities := ix.Base.Scales.Severity; impact == "occurs" && rank > 0 && rank <= len(severities) {
		return severities[rank-1].Name
	}
	return level
}
