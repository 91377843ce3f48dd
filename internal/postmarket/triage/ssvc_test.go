package triage

import (
	"cmp"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

func TestDecideWhereAllIsKnown(t *testing.T) {
	d, err := Decide(Deployer, Points{"E": {"active"}, "EXP": {"controlled"}, "A": {"no"}, "HI": {"high"}})
	if err != nil {
		t.Fatal(err)
	}
	if d.Outcome != "out-of-cycle" || !d.Certain() || len(d.Missing) > 0 || d.Version != "1.0.0" {
		t.Errorf("decided %+v", d)
	}
	var versions []string
	for _, s := range d.From {
		versions = append(versions, s.Name+" "+s.Version+": "+strings.Join(s.May, "|"))
	}
	want := []string{"Exploitation 1.1.0: active", "System Exposure 1.0.1: controlled", "Automatable 2.0.0: no", "Human Impact 2.0.2: high"}
	if diff := gocmp.Diff(want, versions); diff != "" {
		t.Errorf("decided from (-want +got):\n%s", diff)
	}
}

// What is unknown makes several outcomes possible; the worst stands, with the questions that would tell.
func TestDecideWhereSomethingIsUnknown(t *testing.T) {
	d, err := Decide(Deployer, Points{"E": {"active"}, "EXP": {"open"}, "A": {"no"}, "SI": {"critical"}})
	if err != nil {
		t.Fatal(err)
	}
	if d.Outcome != "immediate" || !slices.Equal(d.Possible, []string{"out-of-cycle", "immediate"}) {
		t.Errorf("possible are %v, the worst is %s", d.Possible, d.Outcome)
	}
	if diff := gocmp.Diff([]string{"medium", "high", "very high"}, d.From[3].May); diff != "" {
		t.Errorf("human impact (-want +got):\n%s", diff)
	}
	want := []Missing{{Point("MI"), []Then{
		{"degraded", []string{"out-of-cycle"}}, {"mef support crippled", []string{"out-of-cycle"}}, {"mef failure", []string{"out-of-cycle"}},
		{"mission failure", []string{"immediate"}},
	}}}
	if diff := gocmp.Diff(want, d.Missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}

func TestUnknownThatDoesNotMatterIsNotAsked(t *testing.T) {
	d, err := Decide(Supplier, Points{"E": {"active"}, "U": {"super effective"}, "PSI": {"significant"}})
	if err != nil || d.Outcome != "immediate" || !d.Certain() || len(d.Missing) != 0 {
		t.Errorf("decided %+v, %v", d, err)
	}
}

func TestTablesThatFeedOthers(t *testing.T) {
	d, err := Decide(Supplier, Points{"E": {"public poc"}, "A": {"yes"}, "VD": {"diffuse"}, "TI": {"partial"}, "SI": {"negligible"}})
	if err != nil || d.Outcome != "scheduled" || !d.Certain() {
		t.Errorf("decided %+v, %v", d, err)
	}
	nothing, err := Decide(Supplier, nil)
	if err != nil || nothing.Outcome != "immediate" || len(nothing.Possible) != 4 || len(nothing.Missing) == 0 {
		t.Errorf("with nothing known: %+v, %v", nothing, err)
	}
}

func TestDecideRefusesWhatDoesNotExist(t *testing.T) {
	for _, tt := range []struct {
		table  string
		points Points
		want   string
	}{
		{"customer", nil, `no table "customer"; there are`},
		{Deployer, Points{"XX": {"no"}}, `no decision point "XX"`},
		{Deployer, Points{"E": {"poc"}}, `Exploitation (E) has no value "poc"; it is one of none, public poc, active`},
	} {
		if _, err := Decide(tt.table, tt.points); err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), " here", ""), tt.want) {
			t.Errorf("%s %v gives %v, want an error with %q", tt.table, tt.points, err, tt.want)
		}
	}
}

// Each combination of values has one outcome, and no more rows stand in a table.
func TestTablesAreComplete(t *testing.T) {
	want := map[string]int{Supplier: 36, Deployer: 72, HumanImpact: 16, Utility: 4, PublicSafetyImpact: 4, BOD2604: 16}
	got := map[string]int{}
	for name, table := range ssvc().tables {
		got[name] = len(table.rows)
		combinations := 1
		for _, p := range table.points {
			combinations *= len(p.Values)
		}
		if combinations != len(table.rows) {
			t.Errorf("%s has %d rows for %d combinations", name, len(table.rows), combinations)
		}
		eachRow(table, func(values []string, outcome int) {
			if outcome < 0 {
				t.Errorf("%s has no outcome for %v", name, values)
			}
		})
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// No point gets graver and the outcome milder.
func TestTablesAreMonotonous(t *testing.T) {
	for name, table := range ssvc().tables {
		eachRow(table, func(values []string, outcome int) {
			for i, p := range table.points {
				at := slices.Index(p.Values, values[i])
				if at+1 == len(p.Values) {
					continue
				}
				graver := slices.Clone(values)
				graver[i] = p.Values[at+1]
				if then := slices.Index(table.outcome.Values, table.rows[strings.Join(graver, "|")]); then < outcome {
					t.Errorf("%s: %v gives %s, and %v only %s", name, values, table.outcome.Values[outcome], graver, table.outcome.Values[then])
				}
			}
		})
	}
}

func eachRow(t *decisionTable, see func(values []string, outcome int)) {
	var walk func(values []string)
	walk = func(values []string) {
		if len(values) == len(t.points) {
			see(values, slices.Index(t.outcome.Values, t.rows[strings.Join(values, "|")]))
			return
		}
		for _, v := range t.points[len(values)].Values {
			walk(append(slices.Clone(values), v))
		}
	}
	walk(nil)
}

var published = map[string]string{
	Supplier: "supplier_patch_development_priority_1_0_0", Deployer: "deployer_patch_application_priority_1_0_0", HumanImpact: "human_impact_1_0_0",
	Utility: "utility_1_0_0", PublicSafetyImpact: "public_safety_impact_1_0_0", BOD2604: "cisa_bod_26_04_1_0_0",
}

// Every row is that of the published tables, and every decision point has the name and the version that stand there.
func TestTablesAreAsPublished(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "..", "shared", "data", "feeds", "ssvc")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("%s is absent; it holds the tables that CERT/CC publishes", dir)
	}
	head := regexp.MustCompile(`^(.*) v([0-9.]+)( \((\w+)\))?$`)
	for name, file := range published {
		f, err := os.Open(filepath.Join(dir, file+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		table := ssvc().tables[name]
		columns := append(slices.Clone(table.points), table.outcome)
		for i, p := range columns {
			m := head.FindStringSubmatch(rows[0][i+1])
			if m == nil || m[1] != p.Name || m[2] != p.Version || cmp.Or(m[4], "ssvc") != p.Namespace {
				t.Errorf("%s: column %d is %q, ours is %s of version %s in %s", name, i+1, rows[0][i+1], p.Name, p.Version, p.Namespace)
			}
		}
		if len(rows)-1 != len(table.rows) {
			t.Errorf("%s has %d rows, published are %d", name, len(table.rows), len(rows)-1)
		}
		for _, row := range rows[1:] {
			values, want := row[1:len(row)-1], row[len(row)-1]
			if got := table.rows[strings.Join(values, "|")]; got != want {
				t.Errorf("%s: %v gives %q, published is %q", name, values, got, want)
			}
		}
	}
}
