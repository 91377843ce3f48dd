package csaf

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/vextest"
)

// verdict is what the validator of secvisogram says of a document.
type verdict struct {
	File    string
	Schema  bool
	Tests   []string // those that it has
	Fails   map[string][]string
	Crashes map[string]string // tests that ended with an exception
}

// TestIndependentValidator compares our verdicts with those of secvisogram's validator, test by test: on what we compose, on our examples of each test,
// on published advisories, and on the examples that come with the validator. make csaf-oracle installs it and runs this.
func TestIndependentValidator(t *testing.T) {
	folder := os.Getenv("CORDON_CSAF_ORACLE")
	if folder == "" {
		t.Skip("no validator to compare with; make csaf-oracle installs it with npm under tools/csaf-oracle and runs this test")
	}
	docs := oracleDocuments(t, folder)
	dir := t.TempDir()
	var list strings.Builder
	for i, d := range docs {
		name := filepath.Join(dir, fmt.Sprint(i)+".json")
		if err := os.WriteFile(name, d.src, 0o644); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&list, name)
	}
	run := exec.Command("node", "verdicts.mjs")
	run.Dir, run.Stdin, run.Stderr = folder, strings.NewReader(list.String()), os.Stderr
	out, err := run.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	if len(lines) != len(docs) {
		t.Fatalf("%d verdicts of %d documents", len(lines), len(docs))
	}
	count, explained := map[string]int{}, map[string]int{}
	for i, line := range lines {
		var v verdict
		if err := json.Unmarshal(line, &v); err != nil {
			t.Fatal(err)
		}
		compareVerdicts(t, docs[i], v, count, explained)
	}
	for _, m := range []map[string]int{count, explained} {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			t.Logf("%6d %s", m[k], k)
		}
	}
	for _, d := range differences {
		if explained[d.String()] == 0 {
			t.Errorf("there is no difference any more: %s", d)
		}
	}
}

// difference is where the two part ways, and why ours stands.
type difference struct {
	test  string
	of    []Version
	fails string // whose verdict it is that the document fails: ours or theirs
	why   string
	when  func(oracleDocument) bool
}

func (d difference) String() string { return d.test + ", only " + d.fails + ": " + d.why }

// Theirs is of an earlier draft of 2.1 than ours: without SSVC and severities in words, with other profiles. Its tests look at a document only where all of
// it has the members that they need, and pass it otherwise.
var differences = []difference{
	{"schema", always, "theirs", "CVSS, SSVC and EPSS objects belong to the schema there; here tests 6.1.8, 6.1.46 and 6.1.51 are about them", of("6.1.8 ", "6.1.9 ", "6.1.46 ", "6.1.47 ", "6.1.48 ", "6.1.49 ", "oasis_csaf_tc-csaf_2_0-2021-6-1-08-01")},
	{"schema", only21, "theirs", "the draft of theirs has no severity in words", of("6.1.56 ")},
	{"schema", only21, "theirs", "what the schema says of small letters and leap seconds is test 6.1.37 here", of("6.1.37 ")},
	{"6.1.1", only21, "ours", "flags, notes and dates of exploitation may name any product", of("damaged-")},
	{"6.1.4", only21, "ours", "notes of a document have groups in 2.1, which theirs does not look at", of("6.1.4 so does a note")},
	{"6.1.7", []Version{V20}, "theirs", "the version is that which the object says; here the member in which it stands counts, where the two contradict each other (6.1.8)", of("6.1.8 ")},
	{"6.1.9", []Version{V20}, "ours", "a vector that gives no score is left to 6.1.8", of("6.1.9 a vector lacks")},
	{"6.1.9", only21, "theirs", "the base score is that of the base metrics; the standard does not say whether CVSS 4.0 has two scores, so both pass here", of("6.1.9 of 4.0")},
	{"6.1.11", []Version{V20}, "theirs", "names are those of one release of CWE; 2.0 does not say of which release a name is", of("6.1.11 the name is that of an early")},
	{"6.1.11", only21, "theirs", "a release of CWE that is newer than the program fails", of("6.1.11 the name is of its release")},
	{"6.1.11", only21, "ours", "weaknesses are looked at only where every vulnerability has some", of("damaged-")},
	{"6.1.21", []Version{V20}, "theirs", "a history without numbers begins wrongly; here it has a wrong form", of("empty-relationships")},
	{"6.1.24", always, "ours", "one moment in two zones is two texts there", of("6.1.24 a party has two statuses at one time, in two zones")},
	{"6.1.26", only21, "ours", "the draft of theirs has fewer profiles", of("6.1.26 ")},
	{"6.1.26", only21, "theirs", "the profiles that came with the draft are taken for reserved names", of("6.1.27.")},
	{"6.1.27.2", always, "theirs", "a reference has to say that it is external; by the schema one that says nothing is", of("6.1.27.1 ", "6.1.27.3 ")},
	{"6.1.27.6", only21, "ours", "the draft of theirs has no deprecated advisories", of("6.1.27.6 ")},
	{"6.1.27.19", only21, "theirs", "every reference that is called a successor has to be right; the standard asks for one", of("6.1.27.19 ")},
	{"6.1.28", always, "ours", "tags in small and capital letters are other languages there; by RFC 5646 letters do not matter", of("6.1.28 ")},
	{"6.1.29", always, "ours", "remediations are looked at only where every vulnerability has some", of("damaged-")},
	{"6.1.32", always, "ours", "flags are looked at only where every vulnerability has some", of("6.1.32 ", "damaged-")},
	{"6.1.33", always, "ours", "flags are looked at only where every vulnerability has some", of("6.1.33 ")},
}

// of are the documents whose name begins with one of some words.
func of(names ...string) func(oracleDocument) bool {
	return func(d oracleDocument) bool {
		return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(d.name, n) })
	}
}

func compareVerdicts(t *testing.T, doc oracleDocument, v verdict, count, explained map[string]int) {
	t.Helper()
	var ds diag.List
	d := Read(doc.name, doc.src, &ds)
	if d == nil {
		t.Errorf("%s is not read: %v", doc.name, ds.Sorted())
		return
	}
	count["documents "+doc.kind+" "+string(d.Version())]++
	ours := map[string][]string{}
	for _, f := range Validate(d) {
		ours[f.Test] = append(ours[f.Test], f.String())
	}
	if ds.HasErrors() {
		ours["schema"] = []string{fmt.Sprint(ds.Sorted())}
	}
	if !v.Schema {
		v.Fails["schema"] = []string{"schema"}
	}
	if doc.kind == damagedKind && (len(ours["schema"]) > 0 || !v.Schema) {
		// The tests are for documents of the right form. What they find in others is by the way.
		if len(ours) > 0 && len(v.Fails) > 0 {
			count["damaged documents of a wrong form, which fail for both"]++
			return
		}
	}
	for _, test := range append([]string{"schema"}, v.Tests...) {
		_, we := ours[test]
		_, they := v.Fails[test]
		if crash, ok := v.Crashes[test]; ok {
			count["tests of theirs that ended with an exception"]++
			t.Logf("%s %s: %s", doc.name, test, crash)
			continue
		}
		count["verdicts compared"]++
		switch {
		case we && they:
			count["verdicts that both say fails"]++
		case !we && !they:
		default:
			side, said := "theirs", v.Fails[test]
			if we {
				side, said = "ours", ours[test]
			}
			i := slices.IndexFunc(differences, func(x difference) bool {
				return x.test == test && x.fails == side && slices.Contains(x.of, d.Version()) && x.when(doc)
			})
			if i < 0 {
				t.Errorf("%s (%s): %s fails for %s only: %v", doc.name, d.Version(), test, side, said)
				continue
			}
			explained[differences[i].String()]++
		}
	}
}

const damagedKind = "composed, then damaged"

// oracleDocument is a document to be judged by both.
type oracleDocument struct {
	name, kind string
	src        []byte
}

func oracleDocuments(t *testing.T, folder string) []oracleDocument {
	var out []oracleDocument
	add := func(kind, name string, src []byte) { out = append(out, oracleDocument{name, kind, src}) }
	for seed := range 250 {
		v := rapid.Custom(vextest.Draw).Example(seed)
		a := rapid.Custom(func(t *rapid.T) Advisory { return advisory(t) }).Example(seed)
		for _, version := range []Version{V20, V21} {
			for _, lay := range []func(*postmarket.VEX, Version) (*Document, []string, error){FromVEX, AdvisoryFromVEX} {
				if d, _, err := lay(v, version); err == nil {
					add("composed from statements", fmt.Sprint(d.Document.Category, "-", seed), written(t, d))
				}
			}
			d, _ := compose(t, a, version)
			add("composed", fmt.Sprint("advisory-", seed), written(t, d))
		}
	}
	sound := len(out)
	for i := range sound {
		add(damagedKind, fmt.Sprint("damaged-", i), damaged(t, out[i].src, rand.New(rand.NewPCG(uint64(i), 1))))
	}
	for _, e := range examples(t) {
		for _, version := range e.versions {
			add("examples of tests", e.test+" "+e.says, patch(t, base(t, version), e.changes))
		}
	}
	for _, file := range feeds(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		add("published", filepath.Base(file), src)
		if v := ToVEX(Read(file, src, &diag.List{}), &diag.List{}); v != nil {
			if d, _, err := AdvisoryFromVEX(v, V21); err == nil {
				add("published, laid out again", filepath.Base(file), written(t, d))
			}
		}
	}
	theirs := filepath.Join(folder, "node_modules", "@secvisogram", "csaf-validator-lib", "tests")
	files, err := filepath.Glob(filepath.Join(theirs, "mandatory*", "*", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		add("examples of theirs", filepath.Base(file), src)
	}
	return out
}

// damaged changes a document at one place, as a person might: a member or item is missing, an item stands twice, or a text is one that stands elsewhere
// in the document.
func damaged(t *testing.T, src []byte, r *rand.Rand) []byte {
	var doc any
	if err := json.Unmarshal(src, &doc); err != nil {
		t.Fatal(err)
	}
	var texts []string
	var changes []func()
	var walk func(v any, set func(any))
	walk = func(v any, set func(any)) {
		switch x := v.(type) {
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(x)) {
				if k != "csaf_version" && k != "document" {
					changes = append(changes, func() { delete(x, k) })
					walk(x[k], func(v any) { x[k] = v })
				} else if k == "document" {
					walk(x[k], func(v any) { x[k] = v })
				}
			}
		case []any:
			for i := range x {
				changes = append(changes, func() { set(slices.Delete(slices.Clone(x), i, i+1)) }, func() { set(append(slices.Clone(x), x[i])) })
				walk(x[i], func(v any) { x[i] = v })
			}
		case string:
			texts = append(texts, x)
			changes = append(changes, func() { set(texts[r.IntN(len(texts))]) })
		}
	}
	walk(doc, nil)
	changes[r.IntN(len(changes))]()
	out, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
