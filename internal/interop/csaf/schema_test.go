package csaf

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"cordon/internal/diag"
)

// published compiles the published schemas. They belong to OASIS and FIRST, and are not part of this project.
func published(t *testing.T) map[Version]*jsonschema.Schema {
	t.Helper()
	folder := os.Getenv("CORDON_CSAF_SCHEMAS")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "..", "shared", "data", "interop", "csaf-schema")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(files) == 0 {
		t.Skipf("no schemas under %s; put csaf-2.0.json, csaf-2.1.json (OASIS) and cvss-v2.0.json, cvss-v3.0.json, cvss-v3.1.json, cvss-v4.0.json (FIRST) there, or name their folder in CORDON_CSAF_SCHEMAS", folder)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		m := doc.(map[string]any)
		url := strings.TrimSuffix("https://www.first.org/cvss/"+filepath.Base(file), "")
		if strings.HasPrefix(filepath.Base(file), "csaf") {
			url = "csaf:" + filepath.Base(file)
			m["$schema"] = "https://json-schema.org/draft/2020-12/schema" // 2.1 names its own, which only adds that formats count
			delete(m, "$id")
		}
		if err := c.AddResource(url, m); err != nil {
			t.Fatal(err)
		}
		if filepath.Base(file) == "cvss-v4.0.json" { // CSD02 names the corrected one
			if err := c.AddResource("https://www.first.org/cvss/cvss-v4.0.1.json", m); err != nil {
				t.Fatal(err)
			}
		}
	}
	return map[Version]*jsonschema.Schema{V20: c.MustCompile("csaf:csaf-2.0.json"), V21: c.MustCompile("csaf:csaf-2.1.json")}
}

func valid(t *testing.T, s *jsonschema.Schema, src []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}

// What is written is valid by the published schemas, as are all advisories of CISA.
func TestPublishedSchemas(t *testing.T) {
	s := published(t)
	for _, v := range []Version{V20, V21} {
		if err := valid(t, s[v], base(t, v)); err != nil {
			t.Errorf("%s: %v", v, err)
		}
	}
	for _, file := range feeds(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := valid(t, s[V20], src); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// Read says that a document is wrong where the published schema does, over the examples of mandatory tests and many small changes of documents. What stands
// in objects of CVSS and SSVC is for Validate to say.
func TestReadIsTheSchema(t *testing.T) {
	s := published(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	counts := map[string]int{}
	for _, v := range []Version{V20, V21} {
		docs := [][]byte{base(t, v)}
		for _, e := range examples(t) {
			if slices.Contains(e.versions, v) && !strings.HasPrefix(e.test, "6.1.8") && !strings.HasPrefix(e.test, "6.1.9") && e.test != "6.1.10" {
				docs = append(docs, patch(t, base(t, v), e.changes))
			}
		}
		for i := range 3_000 {
			src := docs[i%len(docs)]
			if i >= len(docs) {
				src = mutate(t, src, rnd)
			}
			var ds diag.List
			Read("f", src, &ds)
			err := valid(t, s[v], src)
			counts[fmt.Sprintf("%s valid: %v", v, err == nil)]++
			if ds.HasErrors() != (err != nil) {
				t.Fatalf("%s: the schema says %v\nand Read %v\nof %s", v, err, ds.Sorted(), src)
			}
		}
	}
	t.Log(counts)
}

// mutate changes one value somewhere outside CVSS and SSVC.
func mutate(t *testing.T, src []byte, rnd *rand.Rand) []byte {
	t.Helper()
	var doc any
	if err := json.Unmarshal(src, &doc); err != nil {
		t.Fatal(err)
	}
	values := []any{nil, 1.0, true, "", "x", " x", "_", "é", []any{}, map[string]any{}, "2026-03-04T09:00:00Z", "2026-03-04", "https://a.example", "http://[", "CVE-2026-1000", "1.0.0", "01", "pkg:a/b", "vendor", "other", "draft", "0.5", strings.Repeat("A0", 16), "cpe:/a", "de-CH"}
	var change func(v any) (any, bool)
	change = func(v any) (any, bool) {
		switch x := v.(type) {
		case map[string]any:
			if len(x) == 0 {
				return v, false
			}
			keys := make([]string, 0, len(x))
			for k := range x {
				if !strings.HasPrefix(k, "cvss_v") && k != "ssvc_v2" && k != "csaf_version" {
					keys = append(keys, k)
				}
			}
			slices.Sort(keys)
			if len(keys) == 0 {
				return v, false
			}
			k := keys[rnd.IntN(len(keys))]
			switch rnd.IntN(8) {
			case 0:
				delete(x, k)
				if k == "document" {
					x[k] = map[string]any{"csaf_version": "2.0"}
				}
			case 1:
				x[k] = values[rnd.IntN(len(values))]
				if k == "document" {
					return v, false
				}
			case 2:
				x[[]string{"x_new", "title", "date", "group_ids", "url", "branches", "text", "cwe", "cwes", "purl"}[rnd.IntN(10)]] = values[rnd.IntN(len(values))]
			default:
				x[k], _ = change(x[k])
			}
			return x, true
		case []any:
			switch n := rnd.IntN(6); {
			case n == 0 && len(x) > 0:
				return append(x, x[rnd.IntN(len(x))]), true
			case n == 1 && len(x) > 0:
				return x[:len(x)-1], true
			case len(x) > 0:
				i := rnd.IntN(len(x))
				x[i], _ = change(x[i])
			}
			return x, true
		}
		return values[rnd.IntN(len(values))], true
	}
	doc, _ = change(doc)
	out, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
