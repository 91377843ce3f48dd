package project

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// ofTheKind are threats that the kind alone raises, and why that is no noise.
var ofTheKind = map[string]string{
	"THR-0150": "what is carried by its nature can be lost",
	"THR-0156": "a token is carried and holds keys, and nothing else",
	"THR-0232": "a library is code of others",
}

// A bare asset, of which nothing is known but its kind, raises questions only: threats that matter come from what is said of it.
func TestBareAssetsRaiseQuestionsOnly(t *testing.T) {
	k := shipped(t)
	asked, met := 0, map[string]bool{}
	for _, kind := range k.Index.Base.Kinds {
		if kind.Abstract == knowledge.Yes || kind.Status == knowledge.Withdrawn || k.Index.BlockOf(kind.ID) != string(model.Assets) {
			continue
		}
		var n yaml.Node
		if err := yaml.Unmarshal([]byte(fmt.Sprintf("assets: {it: {kind: %s}}", kind.ID)), &n); err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		m := model.Fragment("bare.yaml", n.Content[0], &ds)
		if k.Index.Check(m, &ds); ds.HasErrors() {
			t.Fatal(ds.Sorted())
		}
		a, err := Assess(context.Background(), m, k, engine.Future, nil)
		if err != nil {
			t.Fatal(err)
		}
		asked += len(a.Questions)
		var noise []string
		for _, th := range a.Threats {
			met[th.Rule] = true
			if ofTheKind[th.Rule] == "" && !th.Secondary && th.Likelihood != k.Index.Base.Scales.Likelihood[0].Name {
				noise = append(noise, fmt.Sprintf("%s %s (%s)", th.Rule, th.Title, th.Likelihood))
			}
		}
		if len(noise) > 0 {
			t.Errorf("%s: %s", kind.ID, strings.Join(noise, "; "))
		}
	}
	for rule := range ofTheKind {
		if !met[rule] {
			t.Errorf("%s is raised by no bare asset any more; take it off the list", rule)
		}
	}
	if asked == 0 {
		t.Error("no bare asset raised a question")
	}
}
