package kev

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

const catalogue = `{"title": "KEV", "catalogVersion": "2026.01.09", "vulnerabilities": [
	{"cveID": "CVE-2026-2", "vulnerabilityName": "Acme Flaw", "dateAdded": "2026-01-09", "dueDate": "2026-01-30", "knownRansomwareCampaignUse": "Known", "cwes": ["CWE-79"]}]}`

const table = "\xef\xbb\xbfcveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,knownRansomwareCampaignUse,notes,cwes\n" +
	`CVE-2026-2,Acme,Server,Acme Flaw,2026-01-09,"Text, with commas",Update,2026-01-30,Known,,CWE-79` + "\n"

func TestRead(t *testing.T) {
	want := []postmarket.Facts{{
		ID: "CVE-2026-2", Summary: "Acme Flaw", CWEs: []string{"CWE-79"}, Sources: []string{"CISA KEV"},
		Exploited: []postmarket.Exploited{{Source: "CISA KEV", Since: "2026-01-09", Due: "2026-01-30", Ransomware: true}},
	}}
	var ds diag.List
	if d := cmp.Diff(want, Read("k.json", []byte(catalogue), &ds)); d != "" || ds.Len() > 0 {
		t.Errorf("JSON (-want +got):\n%s%v", d, ds.Sorted())
	}
	if d := cmp.Diff(want, ReadCSV("k.csv", []byte(table), &ds)); d != "" || ds.Len() > 0 || !IsCSV([]byte(table)) || IsCSV([]byte(strings.ReplaceAll(catalogue, "\n", ""))) {
		t.Errorf("CSV (-want +got):\n%s%v", d, ds.Sorted())
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	for src, want := range map[string]string{
		`{`:                                   "C790: the catalogue",
		`{"vulnerabilities": [{"cveID": 7}]}`: "C790: entry 1 of the catalogue",
		`{"vulnerabilities": [{"cveID": "X", "dateAdded": "2026-01-01"}]}`:         "has no CVE id",
		`{"vulnerabilities": [{"cveID": "CVE-2026-1", "dateAdded": "yesterday"}]}`: "is no day on which CVE-2026-1 was listed",
	} {
		var ds diag.List
		if out := Read("k.json", []byte(src), &ds); len(out) > 0 || ds.Len() != 1 || !strings.Contains(ds.Sorted()[0].String(), want) {
			t.Errorf("%s: %v, want %q", src, ds.Sorted(), want)
		}
	}
	var ds diag.List
	if ReadCSV("k.csv", []byte("cveID,dateAdded\nCVE-2026-1,\"2026"), &ds); ds.Len() != 1 || !strings.Contains(ds.Sorted()[0].String(), "k.csv:2:") {
		t.Errorf("%v", ds.Sorted())
	}
}

// The catalogue of CISA is read whole.
func TestCatalogue(t *testing.T) {
	src, err := os.ReadFile("../../../../shared/data/feeds/kev/known_exploited_vulnerabilities.json")
	if err != nil {
		t.Skip("needs feeds/kev of cisagov/kev-data in ../shared/data")
	}
	var ds diag.List
	out := Read("kev.json", src, &ds)
	ransomware := 0
	for _, f := range out {
		if f.Exploited[0].Ransomware {
			ransomware++
		}
	}
	t.Logf("%d entries, %d of them used with ransomware", len(out), ransomware)
	if len(out) != strings.Count(string(src), `"cveID"`) || ds.Len() > 0 || ransomware == 0 {
		t.Errorf("%d entries, %v", len(out), ds.Sorted())
	}
}

// FuzzRead reads anything as JSON and as CSV without a crash; each entry has an id and a day.
func FuzzRead(f *testing.F) {
	f.Add([]byte(catalogue))
	f.Add([]byte(table))
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		IsCSV(src)
		for _, x := range append(Read("k", src, &ds), ReadCSV("k", src, &ds)...) {
			if x.ID == "" || x.Exploited[0].Since == "" {
				t.Fatalf("%+v", x)
			}
		}
	})
}
