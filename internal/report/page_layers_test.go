package report

import (
	"bytes"
	"strings"
	"testing"

	"cordon/internal/engine"
	"cordon/internal/layers"
)

// A defence with every sort of row, so that each sentence of the section is met once.
func TestLayersOnThePage(t *testing.T) {
	x := small(t)
	var losses []layers.Loss
	for range lossesShown {
		losses = append(losses, layers.Loss{Control: "CTL-0002@wire", Layer: "host", Then: layers.Rating{Likelihood: "very-high", Acceptability: "unacceptable"}})
	}
	d := &layers.Defence{
		Surroundings: layers.Surroundings{Controls: []string{"CTL-0002@wire"}},
		Harms: []layers.Harm{{
			ID: "hurt", Title: "Hurt <b>", Now: layers.Rating{Likelihood: "low", Acceptability: "reduce"},
			Paths:  []layers.Path{{Independent: 1}, {Independent: 3}},
			Single: append(losses, layers.Loss{Layer: "host"}),
			Relief: []layers.Loss{{Layer: "host", Then: layers.Rating{Likelihood: "very-low", Acceptability: "acceptable"}}},
			WithoutSurroundings: layers.Without{
				All: layers.Rating{Likelihood: "high", Acceptability: "unacceptable"}, Carried: true,
				Way: &engine.Chain{Steps: []engine.Step{{Title: "A stranger comes in"}, {Title: "It follows", Secondary: true}}},
			},
		}},
		Layers: []layers.Layer{
			{Layer: "device"},
			{Layer: "host", Harms: []string{"hurt"}, Controls: []layers.Control{{
				ID: "CTL-0002", Title: "Filter", Configure: "Deny by default.", Method: "Scan.", Criterion: "Nothing answers.",
				At: []layers.Place{{Element: "wire", State: "planned", Coverage: "very-low", Evidence: []string{"TR-1"}, Alone: []string{"hurt"}}},
			}}},
			{Layer: "site"},
		},
	}
	var page bytes.Buffer
	if err := HTML(&page, &Subject{Model: x.m, Index: x.ix, Assessment: x.a, Defence: d}, nil); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<a href="#layers">Defence in depth</a>`,
		"Surroundings: 1 control and 0 assumptions about places, networks and people",
		"Hurt &lt;b&gt;", "<td>1 to 3</td>",
		"Filter at the border on Wire: likelihood very high, unacceptable", "<li>and 1 more</li>",
		"the layer host as a whole: better, likelihood very low, acceptable",
		"likelihood high, unacceptable. <strong>The surroundings alone hold it down.</strong> Way:<ul><li>A stranger comes in</li></ul>",
		"Nothing stands in these layers: device, site.",
		"Layer host. If it is lost as a whole, these get worse: Hurt &lt;b&gt;</caption>",
		"Wire: planned, coverage very low, evidence TR-1; holds alone: Hurt &lt;b&gt;",
		"Deny by default.", `Scan. <span class="muted">Must be seen:</span> Nothing answers.`,
	} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	page.Reset()
	if err := HTML(&page, &Subject{Model: x.m, Index: x.ix, Assessment: x.a}, nil); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(page.String(), `"#layers"`) || strings.Contains(page.String(), `id="layers"`) {
		t.Error("without a judgement of layers the page has the section")
	}
}
