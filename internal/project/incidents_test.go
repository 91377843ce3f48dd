package project

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/yamltext"
)

const incidentDir = contentDir + "/tests"

// incident is a public advisory, modelled from its text alone, and what the knowledge base must say of it.
type incident struct {
	Advisory  string `yaml:"advisory" need:"yes"`
	Weakness  string `yaml:"weakness" need:"yes"`
	Model     string `yaml:"model" need:"yes"`
	Exploited string `yaml:"exploited" need:"yes"`
	At        string `yaml:"at" need:"yes"`
	Harm      string `yaml:"harm" need:"yes"`
	First     string `yaml:"first" need:"yes"`
}

func incidents(t *testing.T) []incident {
	t.Helper()
	var ds diag.List
	var file struct {
		Incidents []incident `yaml:"incidents" need:"yes"`
	}
	name := incidentDir + "/incidents.yaml"
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if n := yamltext.Parse(name, src, &ds); n != nil {
		yamltext.Decode(name, n, &file, &ds)
	}
	if ds.HasErrors() || len(file.Incidents) == 0 {
		t.Fatalf("%s holds %d incidents: %v", name, len(file.Incidents), ds.Sorted())
	}
	return file.Incidents
}

// TestIncidents assesses each incident: the threat that was exploited is there, at the part that the advisory names, and a way leads
// through it to the harm.
func TestIncidents(t *testing.T) {
	k := shipped(t)
	for _, in := range incidents(t) {
		t.Run(in.Advisory, func(t *testing.T) {
			var ds diag.List
			m := OpenModel(filepath.Join(incidentDir, in.Model), k, &ds)
			if ds.HasErrors() {
				t.Fatal(ds.Sorted())
			}
			a, err := Assess(context.Background(), m, k, engine.Future, nil)
			if err != nil {
				t.Fatal(err)
			}
			exploited := map[string]bool{}
			for _, x := range a.Threats {
				at := func(b engine.Bound) bool { return slices.Contains(b.Elements, in.At) }
				if x.Rule == in.Exploited && x.Likelihood != "negligible" && slices.ContainsFunc(x.Elements, at) {
					exploited[x.ID] = true
				}
			}
			if len(exploited) == 0 {
				t.Fatalf("%s is not raised at %s", in.Exploited, in.At)
			}
			if harm := engine.ConsequenceID(in.Harm, "occurs"); !follows(a, k, exploited)[harm] {
				t.Errorf("no way leads from %s at %s to %s", in.Exploited, in.At, harm)
			}
		})
	}
}

// follows gives all consequences that follow from some threats, by threats that are not negligible: what those threats lack besides, they
// have from elsewhere.
func follows(a *Assessed, k *Knowledge, from map[string]bool) map[string]bool {
	out, seen := map[string]bool{}, map[string]bool{}
	given := func(c engine.Event) bool {
		if c.Low != "" {
			return out[engine.ConsequenceID(c.Element, k.Index.Trust[c.Low].UnderminedBy)]
		}
		return out[engine.ConsequenceID(c.Element, c.Consequence)]
	}
	for fresh := true; fresh; {
		fresh = false
		for _, x := range a.Threats {
			if seen[x.ID] || x.Likelihood == "negligible" || !from[x.ID] && !slices.ContainsFunc(x.Causes, given) {
				continue
			}
			seen[x.ID], fresh = true, true
			for _, f := range x.Effects {
				out[engine.ConsequenceID(f.Element, f.Consequence)] = true
			}
		}
	}
	return out
}

// TestIncidentsAreListed looks whether every model beside the list is in it, so that none lies there untested.
func TestIncidentsAreListed(t *testing.T) {
	want, err := filepath.Glob(incidentDir + "/icsma-*.yaml")
	if err != nil || len(want) == 0 {
		t.Fatalf("no models in %s (%v)", incidentDir, err)
	}
	var got []string
	for _, in := range incidents(t) {
		if in.Model != strings.ToLower(in.Advisory)+".yaml" {
			t.Errorf("the model of %s is %s", in.Advisory, in.Model)
		}
		got = append(got, filepath.Join(incidentDir, in.Model))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("listed are %v, there are %v", got, want)
	}
}

// TestIncidentsNameTheirWeakness compares with the advisories, where they are present.
func TestIncidentsNameTheirWeakness(t *testing.T) {
	for _, in := range incidents(t) {
		t.Run(in.Advisory, func(t *testing.T) {
			name := filepath.Join("..", "..", "..", "shared", "data", "feeds", "csaf-icsma", strings.ToLower(in.Advisory)+".json")
			src, err := os.ReadFile(name)
			if err != nil {
				t.Skipf("SKIPPED: %s is absent; put the advisories there to compare with them", name)
			}
			if !regexp.MustCompile(`"` + regexp.QuoteMeta(in.Weakness) + `"`).Match(src) {
				t.Errorf("%s does not name %s", name, in.Weakness)
			}
		})
	}
}
