package openvex

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/vextest"
)

var same = cmp.Options{cmpopts.EquateEmpty(), cmpopts.IgnoreFields(postmarket.Statement{}, "At")}

func written(t testing.TB, v *postmarket.VEX) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// held is a document as the format holds it: what Losses names is gone, or said in the format's way.
func held(v *postmarket.VEX) *postmarket.VEX {
	base := v.Publisher.Namespace
	id := v.ID
	if !strings.Contains(id, ":") {
		id = base + "/" + id
	}
	out := &postmarket.VEX{ID: id, Version: v.Version, Author: v.Author, Role: v.Role, Issued: v.Issued, Updated: v.Updated, Tooling: v.Tooling}
	for _, s := range v.Statements {
		x := s.Vulnerability
		s.Vulnerability = postmarket.VulnerabilityRef{ID: x.ID, Aliases: x.Aliases, Summary: x.Summary}
		if x.Summary == "" {
			s.Vulnerability.Summary = x.Title
		}
		if s.Status == postmarket.StatusAffected {
			s.Action = action(&s)
		}
		s.Remedies, s.Response = nil, nil
		p := s.Product
		s.Product = postmarket.ProductRef{ID: name(&p, base), PURL: p.PURL, CPE: p.CPE, Supplier: p.Supplier}
		if c := s.Component; c != nil {
			s.Component = &postmarket.ProductRef{ID: name(c, base), PURL: c.PURL, CPE: c.CPE}
		}
		out.Statements = append(out.Statements, s)
	}
	return out
}

// What is written is read back without a word, is what the format holds, and is written again in the same bytes.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := vextest.Draw(t)
		if p := v.Problems(); len(p) > 0 {
			t.Fatal(p)
		}
		var b, again bytes.Buffer
		if err := Write(&b, v); err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		back := Read("f", b.Bytes(), &ds)
		if ds.Len() > 0 {
			t.Fatalf("%v\n%s", ds.Sorted(), b.Bytes())
		}
		if diff := cmp.Diff(held(v), back, same); diff != "" {
			t.Fatalf("-want +got:\n%s", diff)
		}
		if p := back.Problems(); len(p) > 0 {
			t.Fatal(p)
		}
		back.Publisher.Namespace = v.Publisher.Namespace
		if err := Write(&again, back); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
			t.Fatalf("-first +again:\n%s", cmp.Diff(b.String(), again.String()))
		}
	})
}

// A document without an id is named by what it says.
func TestIDFromContent(t *testing.T) {
	v := &postmarket.VEX{Author: "A", Version: 1, Issued: "2026-03-01T09:00:00Z", Statements: []postmarket.Statement{{Vulnerability: postmarket.VulnerabilityRef{ID: "CVE-2026-1"}, Product: postmarket.ProductRef{PURL: "pkg:generic/a@1"}, Status: postmarket.StatusFixed}}}
	first := lay(v).ID
	if !strings.HasPrefix(first, "https://openvex.dev/docs/public/vex-") || first != lay(v).ID {
		t.Error(first)
	}
	v.Statements[0].Status = postmarket.StatusUnderInvestigation
	if lay(v).ID == first {
		t.Error("another document has the same id")
	}
}

func TestLosses(t *testing.T) {
	v := &postmarket.VEX{
		ID: "EXD-1", Title: "T", Author: "A", Publisher: postmarket.Publisher{Name: "P", Namespace: "https://example.com"}, TLP: postmarket.TLPAmber, Notes: []string{"N"}, History: []postmarket.Edition{{Version: 1}},
		Statements: []postmarket.Statement{{
			Vulnerability: postmarket.VulnerabilityRef{ID: "CVE-2026-1", Title: "t", Summary: "s", CWEs: []string{"CWE-1"}, Vectors: []string{"v"}, Published: "p"},
			Product:       postmarket.ProductRef{ID: "PUMP", Name: "Pump", Range: "vers:generic/<2", UDI: "1", BOM: "urn:cdx:x/1#y"}, Component: &postmarket.ProductRef{PURL: "pkg:generic/a@1", Supplier: "S"},
			Status: postmarket.StatusNotAffected, Justification: postmarket.RequiresConfiguration, Response: []postmarket.Response{postmarket.Update}, Remedies: []postmarket.Remedy{{Details: "d"}},
		}},
	}
	want := []string{
		"the id EXD-1 is written as an IRI", "the title", "the publisher P, who is not the author", "namespace, contact and role of the publisher", "TLP:AMBER, the limit of sharing", "the history", "the notes about the document as a whole",
		"CVE-2026-1 in Pump vers:generic/<2, part pkg:generic/a@1: the justification requires_configuration is one of five words, and otherwise in status_notes only",
		"the titles of vulnerabilities", "weaknesses (CWE)", "CVSS vectors", "publication dates and references of vulnerabilities", "responses, other than in words where nothing else says what to do", "remedies, other than as one text",
		"the product PUMP is named https://example.com#PUMP", "names and versions of products", "PUMP: the range of versions vers:generic/<2", "model numbers, serial numbers and UDI", "places in bills of materials", "suppliers of parts",
	}
	if diff := cmp.Diff(want, Losses(v)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func feeds(t testing.TB) []string {
	folder := filepath.Join("..", "..", "..", "..", "shared", "data", "feeds", "openvex")
	files, err := filepath.Glob(filepath.Join(folder, "v*.json"))
	if err != nil || len(files) == 0 {
		t.Skipf("no documents under %s; put the test data of openvex/go-vex there", folder)
	}
	return files
}

// The documents of the reference implementation are read whole.
func TestPublishedDocuments(t *testing.T) {
	got := map[string]string{}
	for _, file := range feeds(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		v := Read(filepath.Base(file), src, &ds)
		if v == nil || ds.Len() > 0 {
			t.Errorf("%v", ds.Sorted())
			continue
		}
		var says []string
		for _, s := range v.Statements {
			says = append(says, fmt.Sprintf("%s %s", s.Label(), s.Status))
		}
		slices.Sort(says)
		got[filepath.Base(file)] = fmt.Sprintf("%d: %s", len(says), says[0])
	}
	alpine := "pkg:oci/alpine@sha256%3A124c7d2707904eea7431fffe91522a01e5a861a624ee31d03372cc1d138a3126"
	want := map[string]string{
		"v0.0.1-noversion.json": "2: CVE-2023-12345 in pkg:apk/wolfi/git@2.39.0-r1?arch=armv7 fixed",
		"v0.0.1.json":           "2: CVE-2023-12345 in pkg:apk/wolfi/git@2.39.0-r1?arch=armv7 fixed",
		"v0.2.0.json":           "10: CVE-2023-1255 in " + alpine + ", part pkg:apk/alpine/libcrypto3@3.0.8-r3 fixed",
		"v001-1.vex.json":       "1: CVE-1234-5678 in pkg:apk/wolfi/bash@1.0.0 under_investigation",
		"v001-2.vex.json":       "1: CVE-1234-5678 in pkg:apk/wolfi/bash@1.0.0 fixed",
		"v020-1.vex.json":       "1: CVE-9876-54321 in pkg:apk/wolfi/bash@1.0.0 under_investigation",
		"v020-2.vex.json":       "1: CVE-1234-5678 in pkg:apk/wolfi/git@2.41.0-1 under_investigation",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestWrongDocuments(t *testing.T) {
	const head = `{"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://e.org/1", "author": "A", "timestamp": "2026-03-01T09:00:00Z", "version": 1, `
	for src, want := range map[string]string{
		``:         "C780: the file is empty",
		`{"a": 1}`: "C782: the file is no document of OpenVEX",
		`{"@context": "https://openvex.dev/ns/v9"}`: `C784: the document is of a version of OpenVEX that is not known: "https://openvex.dev/ns/v9"`,
		head + `"statements": {}}`:                  "C783: /statements is an object, not a list",
		head + `"statements": [{"vulnerability": {"name": "X"}, "status": "safe", "justification": "luck", "why": 1, "products": [{"hashes": {}, "@id": 4}]}]}`: `C783: /statements/0/justification is "luck"|C783: /statements/0/products/0/@id is a number, not a text|C783: /statements/0/status is "safe"|C784: /statements/0/products/0/hashes is not read|C784: /statements/0/why is not read`,
		strings.Replace(head, `"version": 1`, `"version": 0.5`, 1) + `"statements": []}`:                                                                        "C783: /version is no whole number from 1",
	} {
		var ds diag.List
		Read("f", []byte(src), &ds)
		if diff := cmp.Diff(strings.Split(want, "|"), vextest.Said(&ds)); diff != "" {
			t.Errorf("%s\n-want +got:\n%s", src, diff)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"@context": "https://openvex.dev/ns", "statements": [{"vulnerability": "X", "products": ["pkg:a/b", {"@id": "c", "subcomponents": ["d"]}], "status": "fixed"}]}`))
	for _, file := range []string{"v0.2.0.json", "v0.0.1.json"} {
		if src, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", "feeds", "openvex", file)); err == nil {
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		v := Read("f", src, &ds)
		if v == nil {
			if !ds.HasErrors() {
				t.Error("nothing was read, and nothing is said")
			}
			return
		}
		v.Problems()
		Losses(v)
		again := Read("g", written(t, v), &ds)
		if again == nil || len(again.Statements) != len(v.Statements) {
			t.Error("what was written is not read back")
		}
	})
}
