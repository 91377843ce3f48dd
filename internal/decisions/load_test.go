package decisions

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
)

const good = `cordon: 1

decisions:
  wrong:
    about: wrong
    choice: accept
    who: A. Lindgren
    role: clinical lead
    when: 2026-11-25
    why: The fall-back is used anyway.
    evidence: [CER 5.2]
    until: 2027-06-30
    rested-on:
      severity: {adult: critical}
      verdict: reduce
      p1: 0.001 to 0.02
      p2: 0.6 to 1
      probability: 0.0006 to 0.02
      ways:
        - likelihood: low
          steps: [{threat: T-QIBNT6P4PJP4, rule: THR-0020, elements: [send, values]}]
`

func load(t *testing.T, files map[string]string) (*Set, []string) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys["decisions/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	var ds diag.List
	s := Load(fsys, "decisions", "sys/decisions", &ds)
	var out []string
	for _, d := range ds.Sorted() {
		out = append(out, d.String())
	}
	return s, out
}

func TestNoFolderMeansNoDecisions(t *testing.T) {
	s, ds := load(t, nil)
	if len(ds) > 0 || len(s.Entries) > 0 {
		t.Errorf("%v, %v", s, ds)
	}
}

func TestAFolderIsReadWhole(t *testing.T) {
	s, ds := load(t, map[string]string{
		"b.yaml":     good,
		"a.yaml":     strings.Replace(good, "  wrong:\n", "  a-second:\n", 1) + "moved: [{from: hub, to: [box]}]\n",
		"notes.txt":  "no decision",
		"old/c.yaml": "no decision either",
	})
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	var got []string
	for _, e := range s.Entries {
		got = append(got, e.ID+" in "+e.File)
	}
	if diff := cmp.Diff([]string{"a-second in a.yaml", "wrong in b.yaml"}, got); diff != "" {
		t.Error(diff)
	}
	if len(s.Moved) != 1 || s.Get("wrong").Until.Text != "2027-06-30" || s.Get("right") != nil {
		t.Errorf("%+v", s)
	}
}

// Every mistake in one run, each with place, code and hint.
func TestEveryMistakeIsReported(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"one record, wrong all over", map[string]string{"a.yaml": `cordon: 1
decisions:
  Wrong:
    about: CTL-1@x
    choice: keep
    who:
    role: lead
    when: 2026-02-29
    until: tomorrow
    reason: none
    rested-on: [x]
    signatures: [{key: abc, value: "+w=="}]
`}, []string{
			`sys/decisions/a.yaml:3:3: C206: "Wrong" is not an id
    hint: use lower-case letters, digits and single hyphens, beginning with a letter`,
			`sys/decisions/a.yaml:4:5: C204: key "why" is required here
    hint: Reason, in words that convince somebody who was not there.`,
			`sys/decisions/a.yaml:4:12: C801: "CTL-1@x" is no id of something that can be decided on
    hint: write overall, a harm's id, T-…, CTL-0001@element, CVE-2026-1234@element or a clause`,
			`sys/decisions/a.yaml:5:13: C203: "keep" is not an allowed word here
    hint: allowed: treat, accept, avoid, transfer, not-applicable, met, partly, affected, not-affected, fixed, under-investigation`,
			`sys/decisions/a.yaml:6:9: C208: expected a text, found nothing
    hint: give the value, or remove the key`,
			`sys/decisions/a.yaml:8:11: C203: "2026-02-29" is not a day
    hint: write it as YYYY-MM-DD`,
			`sys/decisions/a.yaml:9:12: C203: "tomorrow" is not a day
    hint: write it as YYYY-MM-DD`,
			`sys/decisions/a.yaml:10:5: C201: unknown key "reason"`,
			`sys/decisions/a.yaml:11:16: C202: expected a block, found a list
    hint: its keys are rule, version, elements, facts, trust, controls, state, coverage, severity, verdict, p1, p2, probability, likelihood, risk, ways, harms, benefits, clause, components, weakness, exploited, held-by, digests`,
			`sys/decisions/a.yaml:12:24: C805: a public key is 32 bytes in base64
    hint: remove the signature and sign again`,
			`sys/decisions/a.yaml:12:36: C805: a signature is 64 bytes in base64
    hint: remove the signature and sign again`,
		}},
		{"a threat with the record of a harm", map[string]string{"a.yaml": strings.Replace(good, "about: wrong", "about: T-QIBNT6P4PJP4", 1)}, []string{
			`sys/decisions/a.yaml:14:7: C802: decision "wrong" is about T-QIBNT6P4PJP4; what it rested on is not recorded
    hint: make the decision anew with cordon decide new`,
		}},
		{"it ends before it begins", map[string]string{"a.yaml": strings.Replace(good, "2027-06-30", "2026-11-24", 1)}, []string{
			`sys/decisions/a.yaml:12:12: C406: decision "wrong" ends on 2026-11-24, before it was made on 2026-11-25`,
		}},
		{"an id in two files, and replaced in a circle", map[string]string{
			"a.yaml": good, "b.yaml": good,
			"c.yaml": strings.NewReplacer("  wrong:", "  third:", "    when", "    replaces: fourth\n    when").Replace(good),
			"d.yaml": strings.NewReplacer("  wrong:", "  fourth:", "    when", "    replaces: third\n    when").Replace(good),
			"e.yaml": strings.NewReplacer("  wrong:", "  fifth:", "    when", "    replaces: wrnog\n    when").Replace(good),
		}, []string{
			`sys/decisions/b.yaml:4:3: C302: id "wrong" is taken; it is first used at sys/decisions/a.yaml:4:3
    hint: rename one of the two`,
			`sys/decisions/d.yaml:9:15: C804: decision "fourth" replaces itself`,
			`sys/decisions/e.yaml:9:15: C301: there is no decision "wrnog"
    hint: did you mean "wrong"?`,
		}},
		{"moves in a circle, twice, and into itself", map[string]string{"a.yaml": `cordon: 1
moved:
  - {from: a, to: [b]}
  - {from: b, to: [c, d]}
  - {from: d, to: [a]}
  - {from: a, to: [e]}
  - {from: f, to: [f/g]}
  - {from: h, to: [i, h]}
`}, []string{
			`sys/decisions/a.yaml:3:12: C806: following the moves of "a" leads back to it`,
			`sys/decisions/a.yaml:6:12: C806: "a" is moved twice; first at sys/decisions/a.yaml:3:12
    hint: name all new ids in one record`,
			`sys/decisions/a.yaml:7:20: C806: "f" cannot be moved into itself`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, got := load(t, c.files)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// closed is a folder that cannot be listed, as one without permissions.
type closed struct{ fs.FS }

func (closed) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

func TestWhatCannotBeReadIsReported(t *testing.T) {
	var ds diag.List
	Load(closed{}, "decisions", "sys/decisions", &ds)
	if got := fmt.Sprint(ds.Sorted()); !strings.Contains(got, "sys/decisions: C101: cannot list the folder: permission denied") {
		t.Error(got)
	}
}

func TestDatesAreDaysOfTheCalendar(t *testing.T) {
	for date, want := range map[string]bool{
		"2026-11-25": true, "2024-02-29": true, "2000-02-29": true, "2026-12-31": true, "2026-04-30": true,
		"2026-02-29": false, "1900-02-29": false, "2026-04-31": false, "2026-00-10": false, "2026-13-01": false, "2026-01-00": false,
		"2026-1-1": false, "26-01-01": false, "2026-11-25 ": false, "": false, "2026-11-32": false,
	} {
		if got := IsDate(date); got != want {
			t.Errorf("IsDate(%q) is %t", date, got)
		}
	}
}

func TestNamesFollowMoves(t *testing.T) {
	move := func(from string, to ...string) Move {
		m := Move{}
		m.From.Text = from
		for _, id := range to {
			m.To = append(m.To, word([]byte{}))
			m.To[len(m.To)-1].Text = id
		}
		return m
	}
	r := newRenames([]Move{move("cloud", "backend"), move("backend/db", "backend/store"), move("box", "a", "b"), move("b", "c"), move("copy", "sheet")})
	for id, want := range map[string]string{
		"cloud":                     "backend",
		"cloud/db":                  "backend/store",
		"cloud/db/disk":             "backend/store/disk",
		"cloudy":                    "cloudy",
		"copy(plan,cloud/db)":       "copy(plan,backend/store)",
		"copy(copy,x)":              "copy(sheet,x)",
		"judge:cloud":               "judge:backend",
		"box/radio":                 "a/radio",
		"b":                         "a",
		"c/radio":                   "a/radio",
		"seen(copy(x,cloud),box)-2": "seen(copy(x,backend),a)-2",
		"":                          "",
	} {
		if got := r.name(id); got != want {
			t.Errorf("%q is named %q, want %q", id, got, want)
		}
	}
	if got := r.about("CTL-0001@cloud/db"); got != "CTL-0001@backend/store" {
		t.Error(got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("cordon: 1\nmoved: [{from: a, to: [b, a]}, {from: b, to: [a/b]}]\n"))
	f.Add([]byte(strings.Replace(good, "about: wrong", "about: CTL-0001@send\n    replaces: wrong\n    signatures: [{key: AAAA, value: x}]", 1)))
	f.Fuzz(func(t *testing.T, src []byte) {
		s, ds := &Set{}, diag.List{}
		file := Parse("f.yaml", src, &ds)
		s = join([]*File{file}, []string{"f.yaml"}, &ds)
		for _, d := range ds.Sorted() {
			if d.File == "" {
				t.Errorf("diagnostic without a file: %s", d)
			}
		}
		r := newRenames(s.Moved)
		for _, e := range s.Entries {
			r.about(e.About.Text)
			if len(Message(e.ID, &e.Decision)) == 0 {
				t.Error("nothing to sign")
			}
		}
		if ds.HasErrors() {
			return
		}
		for _, e := range s.Entries {
			// A sound record can be written on its own and says the same; Encode checks that itself.
			if _, err := Encode(e.ID, e.Decision); err != nil {
				t.Error(err)
			}
		}
	})
}

func FuzzKeys(f *testing.F) {
	for _, name := range []string{"testdata/rfc8410.key", "testdata/rfc8410.pub"} {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if key, err := ParsePrivateKey(src); (err == nil) != (len(key) > 0) {
			t.Errorf("%d bytes, %v", len(key), err)
		}
		if key, err := ParsePublicKey(src); (err == nil) != (len(key) == keyBytes) {
			t.Errorf("%d bytes, %v", len(key), err)
		}
	})
}

func TestFilesFollowTheSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("decisions.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("decisions.json")
	if err != nil {
		t.Fatal(err)
	}
	for src, want := range map[string]bool{
		good: true,
		strings.Replace(good, "accept", "keep", 1):                                    false,
		strings.Replace(good, "verdict:", "verdcit:", 1):                              false,
		"cordon: 1\nmoved: [{from: a, to: [b]}]\n":                                    true,
		"cordon: 1\nmoved: [{from: a, to: b}]\n":                                      false,
		strings.Replace(good, "      verdict", "      digests: {}\n      verdict", 1): false,
	} {
		var v any
		if err := yaml.Unmarshal([]byte(src), &v); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(v) // an editor takes a day for a text
		if err != nil {
			t.Fatal(err)
		}
		if v, err = jsonschema.UnmarshalJSON(bytes.NewReader(text)); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); (err == nil) != want {
			t.Errorf("the schema says %v of\n%s", err, src)
		}
	}
}
