package project

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"cordon/internal/knowledge"
)

// covered are the catalogues of which every item is referred to by a threat or named in the table of SOURCES.md, in a row of this name.
var covered = []struct {
	name string
	of   func(r knowledge.References) []string
	read func(t *testing.T) []string
}{
	{"ATT&CK for ICS", func(r knowledge.References) []string { return r.Attack }, attackTechniques},
	{"EMB3D", func(r knowledge.References) []string { return r.EMB3D }, emb3dThreats},
	{"CAPEC", func(r knowledge.References) []string { return r.CAPEC }, capecMeta},
	{"ATLAS", func(r knowledge.References) []string { return techniques(r.Atlas) }, atlasTechniques},
	{"OWASP", func(r knowledge.References) []string { return r.OWASP }, owaspItems},
	{"LINDDUN", func(r knowledge.References) []string { return r.LINDDUN }, linddunTypes},
}

// TestCataloguesAreCovered looks whether each item of a catalogue is referred to by a threat, or named in SOURCES.md with the reason why it
// is not; and not both.
func TestCataloguesAreCovered(t *testing.T) {
	threats := loadContent(t).Threats
	text, err := os.ReadFile(filepath.Join(contentDir, "SOURCES.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range covered {
		t.Run(c.name, func(t *testing.T) {
			items := c.read(t)
			if len(items) == 0 {
				t.Fatal("the catalogue holds no items")
			}
			referred := map[string]bool{}
			for _, th := range threats {
				for _, id := range c.of(th.References) {
					referred[id] = true
				}
			}
			left := map[string]bool{}
			row := regexp.MustCompile(`(?m)^\| ` + regexp.QuoteMeta(c.name) + ` \| ([^|]+) \| [^|]+ \|$`)
			for _, m := range row.FindAllSubmatch(text, -1) {
				for _, id := range strings.Split(string(m[1]), ", ") {
					left[id] = true
				}
			}
			for _, id := range items {
				if referred[id] == left[id] {
					t.Errorf("%s: a threat refers to it: %v; SOURCES.md says why none does: %v", id, referred[id], left[id])
				}
			}
			for id := range left {
				if !slices.Contains(items, id) {
					t.Errorf("SOURCES.md names %s, which is not an item of the catalogue, or no pattern class of it", id)
				}
			}
		})
	}
}

// catalogueFile reads a file of the shared data; it skips the test where that is absent.
func catalogueFile(t *testing.T, name ...string) []byte {
	t.Helper()
	file := filepath.Join(append([]string{"..", "..", "..", "shared", "data"}, name...)...)
	src, err := os.ReadFile(file)
	if err != nil {
		t.Skipf("SKIPPED: %s is absent; put the catalogue there to compare with it", file)
	}
	return src
}

// stixIDs lists the ids of a form in the external references of the objects of a type that still hold.
func stixIDs(t *testing.T, src []byte, kind string, form *regexp.Regexp) []string {
	t.Helper()
	var catalogue struct {
		Objects []struct {
			Type       string `json:"type"`
			Revoked    bool   `json:"revoked"`
			Deprecated bool   `json:"x_mitre_deprecated"`
			References []struct {
				ID string `json:"external_id"`
			} `json:"external_references"`
		} `json:"objects"`
	}
	if err := json.Unmarshal(src, &catalogue); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, o := range catalogue.Objects {
		for _, r := range o.References {
			if o.Type == kind && !o.Revoked && !o.Deprecated && form.MatchString(r.ID) && !slices.Contains(out, r.ID) {
				out = append(out, r.ID)
			}
		}
	}
	return out
}

func attackTechniques(t *testing.T) []string {
	return stixIDs(t, catalogueFile(t, "feeds", "attack", "ics-attack-min.json"), "attack-pattern", regexp.MustCompile(`^T[0-9]{4}$`))
}

// emb3dThreats lists the threats of EMB3D, which carry their id as a property and not as an external reference.
func emb3dThreats(t *testing.T) []string {
	var catalogue struct {
		Objects []struct {
			Type    string `json:"type"`
			Revoked bool   `json:"revoked"`
			ID      string `json:"x_mitre_emb3d_threat_id"`
		} `json:"objects"`
	}
	if err := json.Unmarshal(catalogueFile(t, "interop", "emb3d", "emb3d-stix-2.0.1.json"), &catalogue); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, o := range catalogue.Objects {
		if o.Type == "vulnerability" && !o.Revoked {
			out = append(out, o.ID)
		}
	}
	return out
}

// capecMeta lists the pattern classes: the patterns of the most general abstraction.
func capecMeta(t *testing.T) []string {
	var all []struct{ ID, Abstraction, Status string }
	if err := json.Unmarshal(catalogueFile(t, "feeds", "capec", "capec-min.json"), &all); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range all {
		if p.Abstraction == "Meta" && p.Status != "Deprecated" && p.Status != "Obsolete" {
			out = append(out, p.ID)
		}
	}
	return out
}

func atlasTechniques(t *testing.T) []string {
	var all struct {
		Matrices []struct {
			Techniques []struct{ ID string }
		}
	}
	if err := yaml.Unmarshal(catalogueFile(t, "feeds", "atlas", "ATLAS.yaml"), &all); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range all.Matrices {
		for _, x := range m.Techniques {
			out = append(out, x.ID)
		}
	}
	return slices.Compact(techniques(out))
}

// techniques turns the ids of sub-techniques into those of their techniques.
func techniques(ids []string) []string {
	var out []string
	for _, id := range ids {
		name, number, _ := strings.Cut(id, ".")
		number, _, _ = strings.Cut(number, ".")
		out = append(out, name+"."+number)
	}
	return out
}

// owaspItems lists the top tens for mobile applications (2024), the Internet of Things (2018) and language models (2025).
func owaspItems(*testing.T) []string {
	var out []string
	for i := 1; i <= 10; i++ {
		out = append(out, fmt.Sprintf("M%d:2024", i), fmt.Sprintf("I%d:2018", i), fmt.Sprintf("LLM%02d:2025", i))
	}
	return out
}

func linddunTypes(*testing.T) []string { return []string{"L", "I", "Nr", "D", "DD", "U", "Nc"} }
