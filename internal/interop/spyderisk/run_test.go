package spyderisk

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/engine"
)

// runAll does everything with a model that a command can do. It returns nil where the model cannot be run, with diagnostics or an error.
func runAll(t *testing.T, b *Base, m *Model, s engine.Semantics, ds *diag.List) *Model {
	t.Helper()
	p := NewProgram(b, "base", s, ds)
	if p == nil {
		return nil
	}
	system, err := p.Analyze(context.Background(), m)
	if err != nil {
		return nil
	}
	run, err := system.Run(engine.Future, "m.nq", ds)
	if err != nil || run == nil {
		return nil
	}
	if c := run.Certificate(); !c.Verified {
		t.Errorf("the certificate says: %s", c.Reason)
	}
	results := system.Results(run, engine.Future)
	var out bytes.Buffer
	if err := system.Report(run, engine.Future).Write(&out); err != nil {
		t.Error(err)
	}
	for _, x := range results.Misbehaviours[:min(len(results.Misbehaviours), 3)] {
		if _, err := system.Explain(run, engine.Future, strings.TrimPrefix(x.URI, systemNS)); err != nil {
			t.Error(err)
		}
	}
	if err := WriteModel(&out, results); err != nil {
		t.Error(err)
	}
	return results
}

// FuzzRunModel runs whatever can be read as a model of the small base.
func FuzzRunModel(f *testing.F) {
	b := readSmallBase(f)
	small := readFile(f, "testdata/small.nq")
	f.Add([]byte(small))
	f.Add([]byte(strings.ReplaceAll(small, "PopLevelSingleton", "PopLevelMedium")))
	lines := strings.SplitAfter(small, "\n")
	for i := range lines {
		f.Add([]byte(strings.Join(slices.Delete(slices.Clone(lines), i, i+1), "")))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var ds diag.List
		if m := ReadModel(bytes.NewReader(data), "m.nq", b, &ds); m != nil {
			runAll(t, b, m, engine.Parity, &ds)
			runAll(t, b, m, engine.Correct, &ds)
		}
	})
}

// FuzzRunBase runs the small model with the small base, one table of which is replaced.
func FuzzRunBase(f *testing.F) {
	files := smallBase(f)
	names := slices.Sorted(maps.Keys(files))
	for i, name := range names {
		f.Add(uint8(i), files[name].Data)
		f.Add(uint8(i), bytes.ReplaceAll(files[name].Data, []byte("TRUE"), []byte("FALSE")))
		f.Add(uint8(i), bytes.ReplaceAll(files[name].Data, []byte("FALSE"), []byte("TRUE")))
	}
	model := readFile(f, "testdata/small.nq")
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		changed := maps.Clone(files)
		changed[names[int(which)%len(names)]] = &fstest.MapFile{Data: data}
		var ds diag.List
		b := ReadBase(changed, "base", &ds)
		if b == nil {
			return
		}
		if m := ReadModel(strings.NewReader(model), "m.nq", b, &ds); m != nil {
			runAll(t, b, m, engine.Parity, &ds)
		}
	})
}

// TestCannotRun shows what is refused because no published base or result says what it means.
func TestCannotRun(t *testing.T) {
	row := func(table, line string) func(files fstest.MapFS) {
		return func(files fstest.MapFS) {
			f := *files[table+".csv"]
			f.Data = append(slices.Clone(f.Data), line+"\r\n"...)
			files[table+".csv"] = &f
		}
	}
	swap := func(table, old, with string) func(files fstest.MapFS) {
		return func(files fstest.MapFS) {
			f := *files[table+".csv"]
			f.Data = bytes.Replace(f.Data, []byte(old), []byte(with), 1)
			if bytes.Equal(f.Data, files[table+".csv"].Data) {
				t.Fatalf("%s does not hold %q", table, old)
			}
			files[table+".csv"] = &f
		}
	}
	const hint = "\n    hint: no published base does this; take it out of the table"
	for _, tt := range []struct {
		name   string
		change func(files fstest.MapFS)
		want   []string
	}{
		{"inhibition", row("MIS", "package#Core,domain#MIS-x,domain#LossOfControl,domain#LossOfIntegrity"),
			[]string{"base: C713: MIS has rows: misbehaviours that inhibit others" + hint}},
		{"parents of controls", row("ControlParents", "package#Core,domain#Patching,domain#Signing"),
			[]string{"base: C713: the control Patching has parents" + hint}},
		{"optional controls of a trigger", swap("ControlStrategyControls", "domain#CS-Signing-Copy,FALSE", "domain#CS-Signing-Copy,TRUE"),
			[]string{"base: C713: the control strategy CSG-PatchAndSign has optional controls and triggers threats" + hint}},
		{"name of a node that collects", swap("ConstructionPattern", "domain#MP-DD,", "domain#MP-DDC,"), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := smallBase(t)
			tt.change(files)
			var ds diag.List
			b := ReadBase(files, "base", &ds)
			if b == nil {
				t.Fatal(texts(&ds))
			}
			set := b.Lower("base", &ds)
			if diff := cmp.Diff(tt.want, texts(&ds)); tt.want != nil && diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
			if (set == nil) != (tt.want != nil) {
				t.Errorf("rules are nil: %v", set == nil)
			}
		})
	}
}

// TestWrongSettings shows what is said of settings that cannot be put into a run.
func TestWrongSettings(t *testing.T) {
	quad := func(subject, predicate, object string) string {
		return "<" + systemNS + subject + "> <" + coreNS + predicate + "> " + object + " <http://it-innovation.soton.ac.uk/system/000000000000000000000001> .\n"
	}
	level := func(name string) string { return "<" + domainNS + name + ">" }
	const yes = `"true"^^<http://www.w3.org/2001/XMLSchema#boolean>`
	const nothing = "is set, but there is nothing of that name in the system\n    hint: remove the setting, or use the knowledge base that the model was made with"
	for _, tt := range []struct{ name, add, want string }{
		{"asset", quad("CS-Patching-12345678", "isProposed", yes), "m.nq: C704: system#CS-Patching-12345678 " + nothing},
		{"control", quad("CS-Signing-"+planID, "isProposed", yes), "m.nq: C704: system#CS-Signing-" + planID + " " + nothing},
		{"attribute", quad("TWAS-Upkeep-"+planID, "hasAssertedLevel", level("TrustworthinessLevelLow")), "m.nq: C704: system#TWAS-Upkeep-" + planID + " " + nothing},
		{"misbehaviour", quad("MS-LossOfControl-"+planID, "hasImpactLevel", level("ImpactLevelHigh")), "m.nq: C704: system#MS-LossOfControl-" + planID + " " + nothing},
		{"member of a population", quad("CS-Signing_Min-"+copyID, "isProposed", yes), "m.nq: C713: system#CS-Signing_Min-" + copyID +
			" is set otherwise than the control of the average member\n    hint: set the control for the average member, whose setting holds for all"},
		{"impact of a member", quad("MS-LossOfControl_Max-"+pumpID, "hasImpactLevel", level("ImpactLevelHigh")), "m.nq: C713: system#MS-LossOfControl_Max-" + pumpID +
			" is set, but only the average member has an impact\n    hint: set the impact for the average member"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := readSmallBase(t)
			var ds diag.List
			m := ReadModel(strings.NewReader(readFile(t, "testdata/small.nq")+tt.add), "m.nq", b, &ds)
			if m == nil {
				t.Fatal(texts(&ds))
			}
			if runAll(t, b, m, engine.Parity, &ds) != nil {
				t.Error("the model was run")
			}
			if diff := cmp.Diff([]string{tt.want}, texts(&ds)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}
