package project

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/interop/cvss"
	"cordon/internal/knowledge"
)

// cweEntry is a weakness as the catalogue has it.
type cweEntry struct {
	ID, Name, Abstraction, Status string
	Related                       [][2]string // nature and id, in the order of the catalogue
}

// general tells whether it is a pillar or class, which always have an entry.
func (c cweEntry) general() bool { return c.Abstraction == "Pillar" || c.Abstraction == "Class" }

// otherViews are the parents that the catalogue gives in another view than the one for research; the file does not tell views apart.
var otherViews = map[string][]string{
	"CWE-73":   {"CWE-20"},
	"CWE-89":   {"CWE-74"},
	"CWE-113":  {"CWE-20"},
	"CWE-114":  {"CWE-20"},
	"CWE-117":  {"CWE-20"},
	"CWE-119":  {"CWE-20"},
	"CWE-288":  {"CWE-284"},
	"CWE-294":  {"CWE-287"},
	"CWE-307":  {"CWE-287"},
	"CWE-426":  {"CWE-668"},
	"CWE-521":  {"CWE-287"},
	"CWE-522":  {"CWE-287"},
	"CWE-532":  {"CWE-200"},
	"CWE-617":  {"CWE-705"},
	"CWE-639":  {"CWE-284"},
	"CWE-640":  {"CWE-287"},
	"CWE-761":  {"CWE-404"},
	"CWE-762":  {"CWE-404"},
	"CWE-798":  {"CWE-287"},
	"CWE-862":  {"CWE-284"},
	"CWE-863":  {"CWE-284"},
	"CWE-1188": {"CWE-344", "CWE-665"},
	"CWE-1279": {"CWE-696"},
}

// cweCatalogue reads the weaknesses that are not deprecated.
func cweCatalogue(t *testing.T) map[string]cweEntry {
	t.Helper()
	var all []cweEntry
	if err := json.Unmarshal(catalogueFile(t, "feeds", "cwe", "cwe-min.json"), &all); err != nil {
		t.Fatal(err)
	}
	out := map[string]cweEntry{}
	for _, c := range all {
		if c.Status != "Deprecated" {
			out["CWE-"+c.ID] = c
		}
	}
	if len(out) == 0 {
		t.Fatal("the catalogue holds no weaknesses")
	}
	return out
}

// parents lists what the catalogue has directly above a weakness.
func parents(all map[string]cweEntry, id string) []string {
	var out []string
	for _, r := range all[id].Related {
		up := "CWE-" + r[1]
		if r[0] == "ChildOf" && !slices.Contains(out, up) && !slices.Contains(otherViews[id], up) {
			out = append(out, up)
		}
	}
	return out
}

// above lists the entries that a weakness should name: its parents that are entries, or the nearest entries above where none is.
func above(all map[string]cweEntry, entries map[string]*knowledge.Weakness, id string) []string {
	var direct, further []string
	for _, up := range parents(all, id) {
		if all[up].general() || entries[up] != nil {
			direct = append(direct, up)
			continue
		}
		for _, x := range above(all, entries, up) {
			if !slices.Contains(further, x) {
				further = append(further, x)
			}
		}
	}
	if len(direct) > 0 {
		return direct
	}
	return further
}

// Each pillar and class of the catalogue has an entry, and each entry the catalogue's name.
func TestGeneralWeaknessesHaveEntries(t *testing.T) {
	all, entries := cweCatalogue(t), knowledge.NewIndex(loadContent(t)).Weaknesses
	for _, id := range slices.Sorted(maps.Keys(all)) {
		c := all[id]
		if w := entries[id]; w == nil {
			if c.general() {
				t.Errorf("%s, a %s, has no entry: %s", id, strings.ToLower(c.Abstraction), c.Name)
			}
		} else if w.Title != c.Name {
			t.Errorf("%s: the catalogue calls %q %q", id, w.Title, c.Name)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(entries)) {
		if _, ok := all[id]; !ok {
			t.Errorf("%s is not in the catalogue, or deprecated there", id)
		}
	}
}

// Each weakness of the catalogue is an entry, or one entry includes it.
func TestEachWeaknessHasOnePlace(t *testing.T) {
	all, places := cweCatalogue(t), map[string][]string{}
	for _, w := range loadContent(t).Weaknesses {
		places[w.ID] = append(places[w.ID], w.ID)
		for _, id := range w.Includes {
			places[id] = append(places[id], w.ID)
			if _, ok := all[id]; !ok {
				t.Errorf("%s includes %s, which is not in the catalogue, or deprecated there", w.ID, id)
			}
		}
	}
	var none []string
	for _, id := range slices.Sorted(maps.Keys(all)) {
		switch len(places[id]) {
		case 0:
			none = append(none, id)
		case 1:
		default:
			t.Errorf("%s stands with %s", id, strings.Join(places[id], ", "))
		}
	}
	if len(none) > 0 {
		t.Errorf("%d weaknesses stand nowhere, as %s", len(none), strings.Join(none[:min(len(none), 20)], ", "))
	}
}

// What an entry names as above it is above it in the catalogue's view for research, and all of that.
func TestWeaknessesHangTogetherAsInTheCatalogue(t *testing.T) {
	all, entries := cweCatalogue(t), knowledge.NewIndex(loadContent(t)).Weaknesses
	for _, id := range slices.Sorted(maps.Keys(entries)) {
		want, got := above(all, entries, id), slices.Clone(entries[id].Is)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			t.Errorf("%s is %v; in the catalogue it is %v", id, got, want)
		}
	}
}

// advised are vulnerabilities of public advisories, and what trust an element loses that has them.
var advised = []struct{ advisory, cve, cwe, vector, want string }{
	{"ICSMA-17-215-02", "CVE-2015-7860", "CWE-119", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "free-of-known-flaws very-low"},
	{"ICSMA-23-285-01", "CVE-2023-35986", "CWE-121", "CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", "free-of-known-flaws low"},
	{"ICSMA-18-165-01", "CVE-2017-2852", "CWE-125", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "withstands-input very-low"},
	{"ICSMA-23-285-02", "CVE-2023-5059", "CWE-125", "CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", "free-of-known-flaws low"},
	{"ICSMA-20-023-01", "CVE-2020-6962", "CWE-20", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "free-of-known-flaws very-low"},
	{"ICSMA-19-022-01", "CVE-2018-19010", "CWE-20", "CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "withstands-input very-low"},
	{"ICSMA-22-174-01", "CVE-2022-2119", "CWE-22", "CVSS:3.0/AV:A/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H", "free-of-known-flaws low"},
	{"ICSMA-18-058-01", "CVE-2018-5448", "CWE-23", "CVSS:3.0/AV:A/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N", "free-of-design-flaws medium"},
	{"ICSMA-23-194-01", "CVE-2023-30563", "CWE-79", "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:L/A:N", "free-of-design-flaws low"},
	{"ICSMA-21-308-01", "CVE-2021-39375", "CWE-89", "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "free-of-design-flaws low, free-of-known-flaws medium"},
	{"ICSMA-21-161-01", "CVE-2021-27489", "CWE-434", "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", "free-of-known-flaws low"},
	{"ICSMA-23-180-01", "CVE-2023-31222", "CWE-502", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "free-of-known-flaws very-low"},
	{"ICSMA-22-174-01", "CVE-2022-2121", "CWE-476", "CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "withstands-input very-low"},
	{"ICSMA-17-241-01", "CVE-2017-12714", "CWE-920", "CVSS:3.0/AV:A/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H", "withstands-input low"},
	{"ICSMA-19-274-01", "CVE-2019-12263", "CWE-362", "CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H", "free-of-known-flaws medium"},
	{"ICSMA-20-345-01", "CVE-2020-27252", "CWE-367", "CVSS:3.0/AV:A/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H", "free-of-known-flaws medium"},
	{"ICSMA-19-080-01", "CVE-2019-6538", "CWE-284", "CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:C/C:N/I:H/A:H", "free-of-known-flaws very-low"},
	{"ICSMA-17-241-01", "CVE-2017-12712", "CWE-287", "CVSS:3.0/AV:A/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H", "free-of-known-flaws low"},
	{"ICSMA-22-251-01", "CVE-2022-26394", "CWE-306", "CVSS:3.0/AV:A/AC:H/PR:N/UI:N/S:C/C:L/I:H/A:L", "free-of-known-flaws low"},
	{"ICSMA-21-322-01", "CVE-2021-33017", "CWE-288", "CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H", "free-of-known-flaws very-low"},
	{"ICSMA-22-335-01", "CVE-2022-43557", "CWE-1299", "CVSS:3.0/AV:P/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:H", "free-of-design-flaws high, secrets-unknown high"},
	{"ICSMA-18-025-01", "CVE-2018-5438", "CWE-613", "CVSS:3.0/AV:L/AC:L/PR:L/UI:R/S:C/C:H/I:L/A:N", "free-of-design-flaws medium"},
	{"ICSMA-18-156-01", "CVE-2018-10599", "CWE-200", "CVSS:3.0/AV:A/AC:H/PR:N/UI:N/S:U/C:H/I:L/A:L", "free-of-design-flaws low, secrets-unknown medium"},
	{"ICSMA-20-184-01", "CVE-2020-14484", "CWE-307", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L", "secrets-unknown low"},
	{"ICSMA-19-022-01", "CVE-2018-19012", "CWE-269", "CVSS:3.0/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "free-of-known-flaws low"},
	{"ICSMA-21-215-01", "CVE-2021-37167", "CWE-250", "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "free-of-known-flaws medium"},
	{"ICSMA-20-184-01", "CVE-2020-14492", "CWE-285", "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:N", "free-of-design-flaws low"},
	{"ICSMA-20-023-01", "CVE-2020-6963", "CWE-798", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "secrets-unknown very-low"},
	{"ICSMA-20-170-01", "CVE-2020-12012", "CWE-259", "CVSS:3.0/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "secrets-unknown medium"},
	{"ICSMA-18-228-01", "CVE-2018-14801", "CWE-798", "CVSS:3.0/AV:P/AC:L/PR:H/UI:R/S:U/C:H/I:H/A:H", "secrets-unknown high"},
	{"ICSMA-21-161-01", "CVE-2021-27481", "CWE-321", "CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N", "secrets-unknown low, free-of-design-flaws low"},
	{"ICSMA-21-161-01", "CVE-2021-27485", "CWE-257", "CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N", "secrets-unknown low"},
	{"ICSMA-20-023-01", "CVE-2020-6966", "CWE-326", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "secrets-unknown low, free-of-design-flaws low"},
	{"ICSMA-21-012-01", "CVE-2020-27264", "CWE-330", "CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:L", "secrets-unknown low, free-of-design-flaws low"},
	{"ICSMA-20-170-05", "CVE-2019-18254", "CWE-311", "CVSS:3.0/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "free-of-design-flaws medium, secrets-unknown high"},
	{"ICSMA-21-294-01", "CVE-2021-33883", "CWE-319", "CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:N", "free-of-design-flaws low, secrets-unknown medium"},
	{"ICSMA-18-219-02", "CVE-2018-14781", "CWE-294", "CVSS:3.0/AV:A/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:N", "free-of-design-flaws low, free-of-known-flaws medium"},
	{"ICSMA-17-009-01A", "CVE-2017-5149", "CWE-300", "CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:C/C:L/I:H/A:H", "free-of-design-flaws low, free-of-known-flaws medium"},
	{"ICSMA-18-058-02", "CVE-2018-5462", "CWE-295", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "free-of-design-flaws very-low"},
	{"ICSMA-23-194-01", "CVE-2023-30562", "CWE-345", "CVSS:3.0/AV:A/AC:L/PR:L/UI:R/S:U/C:N/I:H/A:H", "free-of-known-flaws medium"},
	{"ICSMA-21-187-01", "CVE-2020-4670", "CWE-1188", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "free-of-known-flaws very-low, secrets-unknown low"},
	{"ICSMA-22-244-01", "CVE-2022-38453", "CWE-489", "CVSS:3.0/AV:L/AC:H/PR:H/UI:N/S:U/C:L/I:L/A:N", "free-of-design-flaws high"},
	{"ICSMA-18-277-01", "CVE-2018-17891", "CWE-209", "CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:N/A:N", "free-of-design-flaws high"},
	{"ICSMA-18-142-01", "CVE-2018-10593", "CWE-356", "CVSS:3.0/AV:A/AC:H/PR:H/UI:R/S:U/C:N/I:H/A:H", ""},
}

func TestLossesOfAdvisories(t *testing.T) {
	ix := knowledge.NewIndex(loadContent(t))
	for _, a := range advised {
		t.Run(a.advisory+" "+a.cve, func(t *testing.T) {
			metrics, err := cvss.Metrics(a.vector)
			if err != nil {
				t.Fatal(err)
			}
			losses := ix.Losses([]string{a.cwe}, metrics)
			if len(losses.Unknown) > 0 {
				t.Fatalf("no entry knows %v", losses.Unknown)
			}
			var got []string
			for _, l := range losses.Lost {
				got = append(got, fmt.Sprintf("%s %s", l.Trust, l.Level))
			}
			if diff := cmp.Diff(a.want, strings.Join(got, ", ")); diff != "" {
				t.Errorf("%s with %s (-want +got):\n%s", a.cwe, a.vector, diff)
			}
		})
	}
}

// TestAdvisedIsAsPublished compares weakness and vector with the advisories, where they are present.
func TestAdvisedIsAsPublished(t *testing.T) {
	for _, a := range advised {
		t.Run(a.advisory+" "+a.cve, func(t *testing.T) {
			name := filepath.Join("..", "..", "..", "shared", "data", "feeds", "csaf-icsma", strings.ToLower(a.advisory)+".json")
			src, err := os.ReadFile(name)
			if err != nil {
				t.Skipf("SKIPPED: %s is absent; put the advisories there to compare with them", name)
			}
			var published struct {
				Vulnerabilities []struct {
					CVE    string
					CWE    struct{ ID string }
					Scores []struct {
						V3 struct{ VectorString string } `json:"cvss_v3"`
					}
				}
			}
			if err := json.Unmarshal(src, &published); err != nil {
				t.Fatal(err)
			}
			for _, v := range published.Vulnerabilities {
				if v.CVE == a.cve && v.CWE.ID == a.cwe && len(v.Scores) > 0 && v.Scores[0].V3.VectorString == a.vector {
					return
				}
			}
			t.Errorf("%s does not rate %s as %s with %s", name, a.cve, a.cwe, a.vector)
		})
	}
}
