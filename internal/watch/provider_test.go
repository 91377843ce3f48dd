package watch

import (
	"crypto/sha512"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"cordon/internal/diag"
)

// document is a document of CSAF on one vulnerability.
func documentOf(id, cve string) string {
	return fmt.Sprintf(`{"document": {"category": "csaf_security_advisory", "csaf_version": "2.0", "title": "T", "publisher": {"category": "vendor", "name": "Acme", "namespace": "https://acme.example"},
		"tracking": {"id": "%s", "status": "final", "version": "1", "initial_release_date": "2026-01-01T00:00:00Z", "current_release_date": "2026-01-01T00:00:00Z",
		"revision_history": [{"date": "2026-01-01T00:00:00Z", "number": "1", "summary": "First."}]}},
		"product_tree": {"full_product_names": [{"name": "P", "product_id": "P", "product_identification_helper": {"purl": "pkg:npm/acme@1.0.0"}}]},
		"vulnerabilities": [{"cve": "%s", "product_status": {"known_affected": ["P"]}}]}`, id, cve)
}

// A provider's documents are those of its directories and feeds; each is proved, and fetched again only when its list gives another date.
func TestProvider(t *testing.T) {
	files := map[string]string{}
	var asked []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, ok := files[r.URL.Path]
		if base, beside := strings.CutSuffix(r.URL.Path, ".sha512"); beside && strings.Contains(base, "/a-") {
			text, ok = fmt.Sprintf("%x", sha512.Sum512([]byte(files[base]))), true
		} else {
			asked = append(asked, r.URL.Path)
		}
		if !ok {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, text)
	}))
	defer s.Close()
	files["/csaf/provider-metadata.json"] = `{"distributions": [{"directory_url": "` + s.URL + `/csaf/white/"}, {"rolie": {"feeds": [{"url": "` + s.URL + `/csaf/feed.json"}]}}]}`
	files["/csaf/white/changes.csv"] = `"2026/a-1.json","2026-01-01T00:00:00Z"` + "\n" + `"2026/a-2.json","2026-01-02T00:00:00Z"` + "\n" + `"https://elsewhere.example/a.json","2026-01-02T00:00:00Z"` + "\n"
	files["/csaf/feed.json"] = `{"feed": {"entry": [{"updated": "2026-01-03T00:00:00Z", "content": {"src": "` + s.URL + `/csaf/a-3.json"}}, {"content": {}}]}}`
	files["/csaf/white/2026/a-1.json"] = documentOf("A-1", "CVE-2026-1001")
	files["/csaf/a-3.json"] = documentOf("A-3", "CVE-2026-1003")
	dir, address := t.TempDir(), s.URL+"/csaf/provider-metadata.json"

	made, said := synced(t, dir, address)
	want := []string{
		s.URL + "/csaf/feed.json: C790: entry 2 of the feed has no address",
		s.URL + `/csaf/white/2026/a-2.json: C795: it is not fetched: the source answers 404 Not Found`,
		s.URL + `/csaf/white/changes.csv:3:1: C790: "https://elsewhere.example/a.json,2026-01-02T00:00:00Z" is no path of a document with a date`,
	}
	if got := words(said); made.Advisories != 2 || !slices.Equal(got, want) {
		t.Errorf("%+v\n%s", made, strings.Join(got, "\n"))
	}

	files["/csaf/white/changes.csv"] = `"2026/a-1.json","2026-02-01T00:00:00Z"` + "\n"
	files["/csaf/white/2026/a-1.json"] = documentOf("A-1", "CVE-2026-1004")
	files["/csaf/feed.json"] = strings.Replace(files["/csaf/feed.json"], `, {"content": {}}`, "", 1)
	asked = nil
	made, said = synced(t, dir, address)
	if len(said) > 0 || made.Advisories != 2 || !slices.Contains(asked, "/csaf/white/2026/a-1.json") || slices.Contains(asked, "/csaf/a-3.json") {
		t.Errorf("%+v, %v, asked for %v", made, said, asked)
	}
	ix, err := OpenIndex(dir)
	if err != nil {
		t.Fatal(err)
	}
	for id, there := range map[string]bool{"CVE-2026-1001": false, "CVE-2026-1003": true, "CVE-2026-1004": true} {
		if f, err := ix.Facts(id); err != nil || (f != nil) != there {
			t.Errorf("%s: %+v, %v", id, f, err)
		}
	}

	// A document that was listed with a new date and not fetched is still to be fetched, also when the index was made again meanwhile.
	files["/csaf/white/changes.csv"] = `"2026/a-1.json","2026-03-01T00:00:00Z"` + "\n"
	delete(files, "/csaf/white/2026/a-1.json")
	synced(t, dir, address)
	asked = nil
	var ds diag.List
	if made, err := Again(t.Context(), dir, []string{address}, &ds, nil); err != nil || made.Advisories != 2 || len(ds.Sorted()) > 0 || len(asked) > 0 {
		t.Errorf("made again: %+v (%v), %v, asked for %v", made, err, ds.Sorted(), asked)
	}
	files["/csaf/white/2026/a-1.json"] = documentOf("A-1", "CVE-2026-1005")
	if _, said := synced(t, dir, address); len(said) > 0 || !slices.Contains(asked, "/csaf/white/2026/a-1.json") {
		t.Errorf("after it was made again: %v, asked for %v", said, asked)
	}
}

func words(list []diag.Diagnostic) []string {
	var out []string
	for _, d := range list {
		out = append(out, d.String())
	}
	return out
}
