package indicators

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
)

// small is a knowledge base with indicators of each sort.
func small() *knowledge.Index {
	entry := func(id, title string) knowledge.Entry { return knowledge.Entry{ID: id, Title: title} }
	age := knowledge.Indicator{
		Entry: entry("IND-0001", "Age"), Unit: "days", Refresh: "30d",
		Target: knowledge.IndicatorTarget{Kinds: []string{"os"}, Trust: "clean", Op: knowledge.Is},
		Steps:  []knowledge.IndicatorStep{{Below: "30", Level: "high", Means: "New."}, {From: "30", Level: "very-low", Means: "Old."}},
		Decay:  knowledge.IndicatorDecay{Towards: "low", Every: "1mo", Because: "It ages."},
	}
	exploited := knowledge.Indicator{
		Entry: entry("IND-0002", "Exploited"), Unit: "count", Refresh: "7d",
		Target: knowledge.IndicatorTarget{Kinds: []string{"os"}, Trust: "clean", Op: knowledge.AtMost},
		Steps:  []knowledge.IndicatorStep{{Below: "1", Means: "None."}, {From: "1", Level: "low", Means: "Some."}},
		Decay:  knowledge.IndicatorDecay{Towards: "medium", Every: "7d", Because: "The list grows."},
	}
	acuity := knowledge.Indicator{
		Entry: entry("IND-0003", "Acuity"), Refresh: "1d",
		Target: knowledge.IndicatorTarget{Kinds: []string{"harm"}, Impact: "occurs", Op: knowledge.AtLeast},
		Steps:  []knowledge.IndicatorStep{{Answer: "stable", Means: "Well."}, {Answer: "acute", Level: "high", Means: "Ill."}},
		Decay:  knowledge.IndicatorDecay{Towards: "low", Every: "1d", Because: "Nobody knows."},
	}
	gone := knowledge.Indicator{Entry: knowledge.Entry{ID: "IND-0004", Title: "Gone", Status: knowledge.Withdrawn, ReplacedBy: "IND-0001"}}
	restore := knowledge.Indicator{
		Entry: entry("IND-0005", "Restored"), Refresh: "1y",
		Target: knowledge.IndicatorTarget{Kinds: []string{"os"}, Control: "CTL-0001", Op: knowledge.AtMost},
		Steps:  []knowledge.IndicatorStep{{Answer: "yes", Means: "It works."}, {Answer: "no", Level: "very-low", Means: "It does not."}},
		Decay:  knowledge.IndicatorDecay{Because: "It stays."},
	}
	return knowledge.NewIndex(&knowledge.Base{
		Kinds: []knowledge.Kind{{Entry: entry("thing", "")}, {Entry: entry("os", ""), Is: []string{"thing"}}, {Entry: entry("os.linux", ""), Is: []string{"os"}}, {Entry: entry("harm", ""), Is: []string{"thing"}}},
		Trust: []knowledge.TrustAttribute{{Entry: entry("clean", ""), On: []string{"os"}, Default: "medium",
			ByKind: []knowledge.KindLevel{{Kind: "os.linux", Level: "low"}}}},
		Indicators: []knowledge.Indicator{age, exploited, acuity, gone, restore},
	})
}

var system = []Element{{"phone/os", "os"}, {"hub/os", "os.linux"}, {"shock", "harm"}}

func reading(indicator, element, value, at string) Reading {
	return Reading{Indicator: indicator, Element: element, Value: value, When: at, By: "scanner"}
}

func instant(t interface{ Fatal(...any) }, text string) civil.Instant {
	at, err := civil.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// short writes an effect in a line.
func short(e Effect) string {
	s := fmt.Sprintf("%s %s%s%s %s %s", e.Element, e.Trust, e.Impact, e.Control, e.Op, e.Level)
	if e.Aged {
		s += ", old"
	}
	if e.Until != "" {
		s += ", until " + strings.TrimSuffix(e.Until, "T00:00:00Z")
	}
	return s
}

func TestReadingsAge(t *testing.T) {
	for _, c := range []struct {
		name    string
		reading Reading
		want    map[string]string // by the time of the evaluation
	}{
		{"a good reading is soon worth no more than what is assumed", reading("IND-0001", "phone/os", "3", "2026-01-01"), map[string]string{
			"2026-01-01": "phone/os clean is high, until 2026-01-31",
			"2026-01-30": "phone/os clean is high, until 2026-01-31",
			"2026-01-31": "phone/os clean is medium, old, until 2026-02-28",
			"2026-02-28": "phone/os clean is low, old",
			"2036-01-01": "phone/os clean is low, old",
		}},
		{"where little is assumed a good reading soon says little", reading("IND-0001", "hub/os", "3", "2026-01-01"), map[string]string{
			"2026-01-30": "hub/os clean is high, until 2026-01-31",
			"2026-01-31": "hub/os clean is low, old",
		}},
		{"a bad reading does not get better", reading("IND-0001", "phone/os", "30 days", "2026-01-01"), map[string]string{
			"2026-01-02": "phone/os clean is very-low",
			"2036-01-02": "phone/os clean is very-low, old",
		}},
		{"a reading that changes nothing begins to after a time", reading("IND-0002", "phone/os", "0", "2026-01-01"), map[string]string{
			"2026-01-07": "phone/os clean at-most , until 2026-01-15",
			"2026-01-14": "phone/os clean at-most , old, until 2026-01-15",
			"2026-01-15": "phone/os clean at-most very-high, old, until 2026-01-22",
			"2026-01-29": "phone/os clean at-most medium, old",
		}},
		{"a reading that lowers and is worse than its end stays", reading("IND-0002", "phone/os", "2", "2026-01-01"), map[string]string{
			"2026-01-07": "phone/os clean at-most low",
			"2027-01-07": "phone/os clean at-most low, old",
		}},
		{"impact gets worse upwards", reading("IND-0003", "shock", "stable", "2026-01-01"), map[string]string{
			"2026-01-02": "shock occurs at-least , old, until 2026-01-03",
			"2026-01-03": "shock occurs at-least very-low, old, until 2026-01-04",
			"2026-01-09": "shock occurs at-least low, old",
		}},
		{"grave impact stays", reading("IND-0003", "shock", "acute", "2026-01-01"), map[string]string{
			"2026-01-01": "shock occurs at-least high",
			"2027-01-01": "shock occurs at-least high, old",
		}},
		{"what keeps its meaning", reading("IND-0005", "hub/os", "no", "2026-01-01T12:00:00+02:00"), map[string]string{
			"2026-01-02": "hub/os CTL-0001 at-most very-low",
			"2028-01-02": "hub/os CTL-0001 at-most very-low, old",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := map[string]string{}
			for at := range c.want {
				var ds diag.List
				r := Evaluate(small(), system, []Reading{c.reading}, instant(t, at), &ds)
				if ds.Len() > 0 || len(r.Effects)+len(r.Without) != 1 {
					t.Fatalf("%v %+v", ds.Sorted(), r)
				}
				got[at] = short(append(r.Effects, r.Without...)[0])
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNewestReadingCounts(t *testing.T) {
	var ds diag.List
	r := Evaluate(small(), system, []Reading{
		reading("IND-0001", "phone/os", "50", "2026-01-03"),
		reading("IND-0001", "phone/os", "3", "2026-01-02"),
		reading("IND-0001", "phone/os", "4", "2026-01-20"), // not yet
		reading("IND-0002", "phone/os", "5", "2026-01-03"),
		reading("IND-0002", "phone/os", "0", "2026-01-03"), // the later of two at one time
	}, instant(t, "2026-01-05"), &ds)
	want := &Result{Later: 1, Effects: []Effect{{
		Element: "phone/os", Trust: "clean", Op: "is", Level: "very-low", Because: "Age: 50 days. Old.", Indicator: "IND-0001", Value: "50", By: "scanner",
		Since: "2026-01-03T00:00:00Z", Due: "2026-02-02T00:00:00Z",
	}}, Without: []Effect{{
		Element: "phone/os", Trust: "clean", Op: "at-most", Because: "Exploited: 0. None.", Indicator: "IND-0002", Value: "0", By: "scanner",
		Since: "2026-01-03T00:00:00Z", Due: "2026-01-10T00:00:00Z", Until: "2026-01-17T00:00:00Z",
	}}}
	if diff := cmp.Diff(want, r); diff != "" || ds.Len() > 0 {
		t.Errorf("(-want +got):\n%s%v", diff, ds.Sorted())
	}
}

const refused = `cordon: 1
readings:
  - {indicator: IND-0001, element: phone/os, value: 3 hours, at: 2026-01-01, by: scanner}
  - {indicator: IND-0001, element: phone/os, value: -3, at: 2026-01-01, by: scanner}
  - {indicator: IND-0001, element: phon/os, value: 3, at: 2026-01-01, by: scanner}
  - {indicator: IND-001, element: shock, value: 3, at: 2026-01-01, by: scanner}
  - {indicator: IND-0001, element: shock, value: 3, at: "2026-13-01", by: scanner}
  - {indicator: IND-0003, element: shock, value: acutte, at: 2026-01-01, by: ward}
  - {indicator: IND-0004, element: shock, value: 1, at: 2026-01-01, by: ward}
  - {indicator: IND-0003, element: shock, value: acute, at: 2026-01-01, by: ward}
`

func TestWhatIsRefused(t *testing.T) {
	var ds diag.List
	r := Evaluate(small(), system, Parse("r.yaml", []byte(refused), &ds), instant(t, "2026-01-01"), &ds)
	if len(r.Effects) != 1 || r.Refused != 7 || ds.HasErrors() {
		t.Errorf("%+v", r)
	}
	expect(t, &ds,
		`r.yaml:3:5: C852: "3 hours" is in hours, and IND-0001 is in days`,
		"    hint: nothing is converted; write a number of days",
		"r.yaml:4:5: C852: -3 is outside of what IND-0001 can be",
		"    hint: days from 0 upwards",
		`r.yaml:5:5: C851: the description has no element "phon/os"`,
		`    hint: did you mean "phone/os"?`,
		`r.yaml:6:5: C850: there is no indicator "IND-001"`,
		`    hint: did you mean "IND-0001"?`,
		"r.yaml:7:5: C851: shock is of kind harm, of which IND-0001 is not read",
		"    hint: IND-0001 is read of os",
		`r.yaml:7:5: C853: "2026-13-01" is not in the calendar`,
		`r.yaml:8:5: C852: "acutte" is no answer to IND-0003`,
		`    hint: did you mean "acute"?`,
		"r.yaml:9:5: C850: indicator IND-0004 is withdrawn",
		"    hint: IND-0001",
	)
}

func TestTables(t *testing.T) {
	for _, c := range []struct {
		name, csv string
		readings  int
		want      []string
	}{
		{"in any order, with all columns", "note,at,by,source,value,element,indicator\nx,2026-01-01,me,log,3,hub/os,IND-0001\n", 1, nil},
		{"empty", "", 0, []string{"r.csv: C103: the table is empty", "    hint: the first row is indicator,element,value,at,by"}},
		{"columns", "indicator,element,value,when,by,by\n", 0, []string{
			`r.csv:1:1: C204: there is no column "at"`, "    hint: the first row is indicator,element,value,at,by",
			`r.csv:1:25: C201: unknown column "when"`, "    hint: allowed: indicator, element, value, at, by, source, note",
			`r.csv:1:33: C205: column "by" stands twice`, "    hint: remove one of the two",
		}},
		{"rows", "indicator,element,value,at,by\nIND-0001,hub/os,3,2026-01-01,me\nIND-0001,hub/os,3\nIND-0001,hu\"b,3,2026-01-01,me\nIND-0001,hub/os,4,2026-01-01,me\n", 2, []string{
			"r.csv:3:1: C854: the row has no at",
			`r.csv:4:12: C854: the row is not well formed: bare " in non-quoted-field`,
			"    hint: a cell with a comma, a quote or a line break stands in double quotes",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ds diag.List
			if got := ParseCSV("r.csv", []byte(c.csv), &ds); len(got) != c.readings {
				t.Errorf("%d readings, want %d", len(got), c.readings)
			}
			expect(t, &ds, c.want...)
		})
	}
	var ds diag.List
	ParseCSV("r.csv", []byte("indicator,element,value,at,by\n"+strings.Repeat("x\n", 5000)), &ds)
	if ds.Len() != maxWrong+1 {
		t.Errorf("%d diagnostics for a file of another sort", ds.Len())
	}
	ds = diag.List{}
	ParseCSV("r.csv", make([]byte, MaxBytes+1), &ds)
	expect(t, &ds, "r.csv: C102: the table is larger than 64 MiB", "    hint: split it; the newest readings are enough")
}

func TestLevelOfSeveral(t *testing.T) {
	trust := func(op knowledge.Operator, level, since string) Effect {
		return Effect{Trust: "clean", Op: op, Level: level, Since: since}
	}
	impact := func(op knowledge.Operator, level string) Effect {
		return Effect{Impact: "occurs", Op: op, Level: level}
	}
	for _, c := range []struct {
		name    string
		rank    int
		effects []Effect
		want    int
	}{
		{"nothing", 3, nil, 3},
		{"what was read last decides", 3, []Effect{trust("is", "low", "2026-02"), trust("is", "high", "2026-01")}, 1},
		{"lowering has the last word", 3, []Effect{trust("at-most", "low", ""), trust("at-least", "very-high", ""), trust("is", "high", "")}, 1},
		{"a control that is only switched", 3, []Effect{{Control: "CTL-0001", State: Present}}, 3},
		{"more impact has the last word", 2, []Effect{impact("at-least", "high"), impact("at-most", "low")}, 4},
	} {
		if got := Level(c.rank, c.effects); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// Time makes no reading better, and the order of readings of different times does not matter.
func TestTimeMakesNothingBetter(t *testing.T) {
	ix := small()
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom([]Reading{
			reading("IND-0001", "phone/os", "3", "2026-01-01"), reading("IND-0001", "hub/os", "40", "2026-01-01"), reading("IND-0002", "phone/os", "0", "2026-01-01"),
			reading("IND-0003", "shock", "stable", "2026-01-01"), reading("IND-0003", "shock", "acute", "2026-01-01"),
		}).Draw(t, "reading")
		day := func(name string) civil.Instant {
			return instant(t, "2026-01-01") + civil.Instant(rapid.IntRange(0, 500).Draw(t, name))*civil.Day
		}
		first, second := day("first"), day("second")
		if second < first {
			first, second = second, first
		}
		level := func(at civil.Instant) int {
			var ds diag.List
			got := Evaluate(ix, system, []Reading{r}, at, &ds)
			e := append(got.Effects, got.Without...)[0]
			if e.Impact != "" {
				return -max(0, e.Rank())
			}
			if e.Level == "" {
				return 5
			}
			return e.Rank()
		}
		if a, b := level(first), level(second); b > a {
			t.Fatalf("%s %s: %d on %s, better on %s: %d", r.Indicator, r.Value, a, first, second, b)
		}
	})
}

func expect(t *testing.T, ds *diag.List, want ...string) {
	t.Helper()
	var got []string
	for _, d := range ds.Sorted() {
		got = append(got, strings.Split(d.String(), "\n")...)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func FuzzReadings(f *testing.F) {
	f.Add([]byte(refused), false)
	f.Add([]byte("indicator,element,value,at,by\nIND-0001,hub/os,3,2026-01-01,me\n"), true)
	ix := small()
	f.Fuzz(func(t *testing.T, src []byte, table bool) {
		var ds diag.List
		parse := Parse
		if table {
			parse = ParseCSV
		}
		readings := parse("r", src, &ds)
		r := Evaluate(ix, system, readings, instant(t, "2026-06-01"), &ds)
		if n := len(r.Effects) + len(r.Without) + r.Later + r.Refused; n > len(readings) {
			t.Errorf("%d readings, and %d outcomes", len(readings), n)
		}
	})
}
