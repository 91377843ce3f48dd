package cyclonedx

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
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/vextest"
)

var sameVEX = cmp.Options{cmpopts.EquateEmpty(), cmpopts.IgnoreFields(postmarket.Statement{}, "At")}

// All of a document comes back, except for ids that were left to the key, and one word instead of two for an exact reason.
func TestVEXRoundTrip(t *testing.T) {
	schema := published(t)
	rapid.Check(t, func(t *rapid.T) {
		v := vextest.Draw(t)
		var b, again bytes.Buffer
		if err := WriteVEX(&b, v); err != nil {
			t.Fatal(err)
		}
		if schema != nil {
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); err != nil {
				t.Fatalf("%v\n%s", err, b.Bytes())
			}
		}
		var ds diag.List
		back := ReadVEX("f", b.Bytes(), &ds)
		if ds.Len() > 0 {
			t.Fatalf("%v\n%s", ds.Sorted(), b.Bytes())
		}
		want := *v
		want.Statements = slices.Clone(v.Statements)
		for i := range want.Statements {
			s := &want.Statements[i]
			s.Product.ID = s.Product.Key()
		}
		if diff := cmp.Diff(&want, back, sameVEX); diff != "" {
			t.Fatalf("-want +got:\n%s\n%s", diff, b.Bytes())
		}
		if err := WriteVEX(&again, back); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
			t.Fatalf("-first +again:\n%s", cmp.Diff(b.String(), again.String()))
		}
		if p := back.Problems(); len(p) > 0 {
			t.Fatal(p)
		}
	})
}

// published is the published schema of CycloneDX 1.6, which is not part of this project; nil where it is not there.
func published(t *testing.T) *jsonschema.Schema {
	folder := os.Getenv("CORDON_CYCLONEDX_SCHEMAS")
	if folder == "" {
		t.Log("what is written is not checked against the published schema; put node_modules/@cyclonedx/cyclonedx-library/res/schema of npm into CORDON_CYCLONEDX_SCHEMAS")
		return nil
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for _, file := range []string{"bom-1.6.SNAPSHOT.schema.json", "spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json"} {
		src, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		m := doc.(map[string]any)
		delete(m, "$id")
		if err := c.AddResource("http://cyclonedx.org/schema/"+file, m); err != nil {
			t.Fatal(err)
		}
	}
	return c.MustCompile("http://cyclonedx.org/schema/bom-1.6.SNAPSHOT.schema.json")
}

// The use cases of CycloneDX and of CISA: who says what of which versions.
func TestPublishedUseCases(t *testing.T) {
	root := filepath.Join("..", "..", "..", "..", "shared", "data", "feeds", "vex")
	files, err := filepath.Glob(filepath.Join(root, "*", "*", "vex*.json"))
	if err != nil || len(files) == 0 {
		t.Skipf("no documents under %s; put the VEX use cases of CycloneDX/bom-examples there", root)
	}
	got := map[string]int{}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		v := ReadVEX(filepath.Base(file), src, &ds)
		if v == nil {
			t.Errorf("%s: %v", file, ds.Sorted())
			continue
		}
		for _, d := range ds.Sorted() {
			if d.Code != diag.VexLeftOut {
				t.Errorf("%s: %v", file, d)
			}
			got["diagnostics: "+string(d.Code)]++
		}
		got["documents"]++
		for _, s := range v.Statements {
			got[string(s.Status)]++
		}
		if len(v.Statements) == 0 { // the case of all products names none
			got["documents without statements"]++
		}
		var b bytes.Buffer
		if err := WriteVEX(&b, v); err != nil {
			t.Fatal(err)
		}
		back := ReadVEX("again", b.Bytes(), &diag.List{})
		if diff := cmp.Diff(said(v), said(back)); diff != "" {
			t.Errorf("%s -first +again:\n%s", file, diff)
		}
	}
	want := map[string]int{"documents": 24, "documents without statements": 1, "affected": 29, "not_affected": 150, "fixed": 8, "under_investigation": 8, "diagnostics: C784": 2}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func said(v *postmarket.VEX) []string {
	var out []string
	for _, s := range v.Statements {
		out = append(out, fmt.Sprint(s.Label(), " ", s.Status, " ", s.Justification, " ", s.Impact, s.Notes))
	}
	return out
}

// What a component of the subject, or within a component, is a part of; and what a version of it has of its own.
func TestReadVEXParts(t *testing.T) {
	const src = `{"components": [{"type": "library", "bom-ref": "lib", "group": "acme", "name": "lib", "version": "1", "purl": "pkg:npm/lib@1", "components": [{"type": "library", "bom-ref": "inner", "name": "inner"}]}],
 "metadata": {"timestamp": "2026-03-01T09:00:00Z", "component": {"type": "device", "bom-ref": "pump", "name": "Pump", "version": "2"}, "tools": [{"vendor": "v", "name": "t", "version": "1"}], "supplier": {"name": "Maker", "url": ["https://example.com"]}},
 "bomFormat": "CycloneDX", "specVersion": "1.4", "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79", "version": 3,
 "vulnerabilities": [
  {"id": "CVE-2026-1", "analysis": {"state": "exploitable", "justification": "code_not_present", "response": ["update", "update"], "detail": "Bad."}, "recommendation": "Update.", "workaround": "Turn it off.", "affects": [{"ref": "lib"}, {"ref": "inner"}, {"ref": "pump", "versions": [{"version": "1"}, {"version": "2"}, {"range": "vers:generic/>2", "status": "unaffected"}]}]},
  {"id": "CVE-2026-2", "analysis": {"state": "false_positive"}, "affects": [{"ref": "pump"}], "ratings": [{"score": 7, "method": "CVSSv31", "vector": "AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N"}, {"severity": "low"}]},
  {"id": "CVE-2026-3", "affects": [{"ref": "pump"}, {"ref": "none"}]}]}`
	var ds diag.List
	v := ReadVEX("f", []byte(src), &ds)
	var got []string
	for _, s := range v.Statements {
		got = append(got, fmt.Sprintf("%s: %s, %q %q %q %q %v", s.Label(), s.Status, s.Justification, s.Impact, s.Notes, s.Action, s.Vulnerability.Vectors))
	}
	want := []string{
		`CVE-2026-1 in Pump 2, part acme/lib 1: affected, "" "" "Bad." "Update." []`,
		`CVE-2026-1 in Pump 2, part inner: affected, "" "" "Bad." "Update." []`,
		`CVE-2026-1 in Pump 1: affected, "" "" "Bad." "Update." []`,
		`CVE-2026-1 in Pump 2: affected, "" "" "Bad." "Update." []`,
		`CVE-2026-1 in Pump vers:generic/>2: not_affected, "code_not_present" "Bad." "Update." "" []`,
		`CVE-2026-2 in Pump 2: not_affected, "" "It was reported by mistake (false positive)." "" "" [CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N]`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	got = nil
	for _, d := range ds.Sorted() {
		got = append(got, d.Message)
	}
	want = []string{"/vulnerabilities/1/ratings/1: a rating without a vector is not read", "/vulnerabilities/2 has no state, and is not read", `/vulnerabilities/2/affects/1: the document has no component "none"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if v.Publisher.Name != "Maker" || v.Tooling != "t 1" || v.Version != 3 || v.ID != "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" {
		t.Errorf("%+v", v)
	}
}

func TestWrongVEX(t *testing.T) {
	const head = `{"bomFormat": "CycloneDX", "specVersion": "1.6", `
	for src, want := range map[string]string{
		`[]`:                         "C782: the file is no document of CycloneDX with vulnerabilities",
		`{"bomFormat": "CycloneDX"}`: "C782: the file is no document of CycloneDX with vulnerabilities",
		`{"bomFormat": "CycloneDX", "specVersion": "1.2", "vulnerabilities": []}`: `C784: the document is of version "1.2" of CycloneDX, of which no vulnerabilities are known`,
		head + `"version": "1", "vulnerabilities": {}}`:                           "C783: /version is no whole number from 1|C783: /vulnerabilities is an object, not a list",
		head + `"vulnerabilities": [{"id": "X"}]}`:                                "C784: /vulnerabilities/0 names nothing that is affected or not, and is not read",
		head + `"metadata": {"component": {"name": "p"}, "properties": [{"name": "cordon:vex:edition", "value": "x"}, {"name": "other", "value": "y"}]}, "vulnerabilities": [{"id": "X", "analysis": {"state": "open", "response": ["pray"]}, "affects": [{"ref": "p"}]}]}`: `C783: /metadata/properties/0: a property has not the form that it should have|C783: /vulnerabilities/0/analysis/response/0 is "pray"|C783: /vulnerabilities/0/analysis/state is "open"|C784: /vulnerabilities/0 has no state, and is not read|C784: the property "other" is not read`,
	} {
		var ds diag.List
		ReadVEX("f", []byte(src), &ds)
		if diff := cmp.Diff(strings.Split(want, "|"), vextest.Said(&ds)); diff != "" {
			t.Errorf("%s\n-want +got:\n%s", src, diff)
		}
	}
}

func TestVEXLosses(t *testing.T) {
	v := &postmarket.VEX{
		ID: "EXD-1", Title: "T", TLP: postmarket.TLPRed, History: []postmarket.Edition{{Version: 1}},
		Statements: []postmarket.Statement{
			{Vulnerability: postmarket.VulnerabilityRef{ID: "A", Title: "t"}, Product: postmarket.ProductRef{ID: "P", UDI: "1"}, Status: postmarket.StatusNotAffected, Reason: postmarket.ReasonMitigated, Harm: "h", Remedies: []postmarket.Remedy{{Details: "d"}}},
			{Vulnerability: postmarket.VulnerabilityRef{ID: "B"}, Product: postmarket.ProductRef{ID: "P", UDI: "1"}, Status: postmarket.StatusNotAffected, Reason: postmarket.ReasonNotControlled},
		},
	}
	want := []string{
		"the id EXD-1, other than as a property", "title, role of the author and notes of the document, other than as properties", "TLP:RED, the limit of sharing, other than as a property", "the history, other than as properties",
		"A in P: the reason inline_mitigations_already_exist is written as protected_by_mitigating_control, which is the nearest, and as a property", "titles of vulnerabilities, other than as properties",
		"what it means for patients, who decided, notes, attacks and dates of actions, other than as properties", "remedies, other than as one text and as properties", "model numbers, serial numbers and UDI, other than as properties",
		"B in P: the reason vulnerable_code_cannot_be_controlled_by_adversary, other than as a property",
	}
	if diff := cmp.Diff(want, VEXLosses(v)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func FuzzReadVEX(f *testing.F) {
	f.Add([]byte(`{"bomFormat": "CycloneDX", "metadata": {"component": {"bom-ref": "p", "name": "P"}}, "vulnerabilities": [{"id": "X", "analysis": {"state": "exploitable"}, "affects": [{"ref": "p", "versions": [{"version": "1"}]}]}]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		v := ReadVEX("f", src, &ds)
		if v == nil {
			if !ds.HasErrors() {
				t.Error("nothing was read, and nothing is said")
			}
			return
		}
		v.Problems()
		VEXLosses(v)
		var b bytes.Buffer
		if err := WriteVEX(&b, v); err != nil {
			t.Fatal(err)
		}
		if again := ReadVEX("g", b.Bytes(), &ds); again == nil || len(again.Statements) > len(v.Statements) {
			t.Errorf("what was written is not read back\n%s", b.Bytes())
		}
	})
}
