package knowledge

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestLosses works out by hand what each weakness leaves, with and without a vector.
func TestLosses(t *testing.T) {
	ix := NewIndex(&Base{
		Weaknesses: []Weakness{
			{Entry: Entry{ID: "CWE-1"}, Takes: []Taken{{Trust: "firm", Level: "low"}}, Because: "one"},
			{Entry: Entry{ID: "CWE-2"}, Is: []string{"CWE-1"}, Includes: []string{"CWE-20", "CWE-21"}, Because: "two"},
			{Entry: Entry{ID: "CWE-3"}, Is: []string{"CWE-2"}, NoTrust: "only looks", Because: "three"},
			{Entry: Entry{ID: "CWE-4"}, Takes: []Taken{{Trust: "firm", Level: "very-low"}, {Trust: "secret", Level: "medium"}}, Because: "four"},
			{Entry: Entry{ID: "CWE-5"}, Is: []string{"CWE-6"}, Because: "five"}, // a circle that takes nothing
			{Entry: Entry{ID: "CWE-6"}, Is: []string{"CWE-5"}, Because: "six"},
			{Entry: Entry{ID: "CWE-7"}, Is: []string{"CWE-2", "CWE-8"}, Because: "seven"}, // CWE-8 is nearer than CWE-1, and named later
			{Entry: Entry{ID: "CWE-8"}, Takes: []Taken{{Trust: "steady", Level: "very-low"}}, Because: "eight"},
			{Entry: Entry{ID: "CWE-9"}, Takes: []Taken{{Trust: "secret", Level: "very-low"}}, Because: "nine"},
		},
		Vectors: Vectors{
			Harder: []Harder{{When: Metrics{"AV:L", "AV:P"}, Steps: 1, Because: "near"}, {When: Metrics{"PR:H", "UI:N"}, Steps: 3, Because: "rights"}},
			Most:   "high",
			Instead: []Instead{
				{Of: []string{"firm"}, When: Metrics{"C:N", "I:N", "A:H", "A:L"}, Unless: Metrics{"SC:H", "SC:L"}, Trust: "steady", Because: "stops"},
				{Of: []string{"firm"}, When: Metrics{"I:N"}, Trust: "quiet", Steps: 1, Because: "reads"},
				{Of: []string{"steady"}, When: Metrics{"I:H"}, Trust: "firm", Because: "more"},
			},
			Remarks: []Remark{{When: Metrics{"S:C"}, Says: "beyond"}},
		},
	})
	metrics := func(list ...string) map[string]string {
		m := map[string]string{}
		for i := 0; i < len(list); i += 2 {
			m[list[i]] = list[i+1]
		}
		return m
	}
	one := []string{"one"}
	firm := func(level Level, because ...string) Loss {
		return Loss{"firm", level, "CWE-1", append([]string{"one"}, because...)}
	}
	for name, tt := range map[string]struct {
		cwes    []string
		metrics map[string]string
		want    Losses
	}{
		"its own level":            {[]string{"CWE-1"}, nil, Losses{Lost: []Loss{{"firm", "low", "CWE-1", one}}}},
		"the level above":          {[]string{"CWE-2"}, nil, Losses{Lost: []Loss{{"firm", "low", "CWE-1", []string{"two", "one"}}}}},
		"included":                 {[]string{"CWE-21"}, nil, Losses{Lost: []Loss{{"firm", "low", "CWE-1", []string{"two", "one"}}}}},
		"the first named above":    {[]string{"CWE-7"}, nil, Losses{Lost: []Loss{{"firm", "low", "CWE-1", []string{"seven", "one"}}}}},
		"none, although above":     {[]string{"CWE-3"}, nil, Losses{Kept: []Kept{{"CWE-3", "only looks"}}}},
		"a circle":                 {[]string{"CWE-5"}, nil, Losses{Kept: []Kept{{"CWE-5", ""}}}},
		"unknown":                  {[]string{"CWE-99", "CWE-1"}, nil, Losses{Lost: []Loss{firm("low")}, Unknown: []string{"CWE-99"}}},
		"the worst of two":         {[]string{"CWE-1", "CWE-4"}, nil, Losses{Lost: []Loss{{"firm", "very-low", "CWE-4", []string{"four"}}, {"secret", "medium", "CWE-4", []string{"four"}}}}},
		"the worst, given first":   {[]string{"CWE-4", "CWE-1"}, nil, Losses{Lost: []Loss{{"firm", "very-low", "CWE-4", []string{"four"}}, {"secret", "medium", "CWE-4", []string{"four"}}}}},
		"easy to use":              {[]string{"CWE-1"}, metrics("AV", "N", "PR", "N", "C", "H", "I", "H", "A", "H"), Losses{Lost: []Loss{firm("low")}}},
		"one of two values":        {[]string{"CWE-1"}, metrics("AV", "P", "C", "H", "I", "H"), Losses{Lost: []Loss{firm("medium", "near")}}},
		"one of two metrics":       {[]string{"CWE-1"}, metrics("PR", "H", "UI", "R"), Losses{Lost: []Loss{firm("low")}}},
		"not above the highest":    {[]string{"CWE-1"}, metrics("AV", "L", "PR", "H", "UI", "N"), Losses{Lost: []Loss{firm("high", "near", "rights")}}},
		"stops":                    {[]string{"CWE-1"}, metrics("C", "N", "I", "N", "A", "H"), Losses{Lost: []Loss{{"steady", "low", "CWE-1", []string{"one", "stops"}}}}},
		"no stop but reads beyond": {[]string{"CWE-1"}, metrics("C", "N", "I", "N", "A", "H", "SC", "L"), Losses{Lost: []Loss{{"quiet", "medium", "CWE-1", []string{"one", "reads"}}}}},
		"reads":                    {[]string{"CWE-1"}, metrics("C", "H", "I", "N", "A", "N"), Losses{Lost: []Loss{{"quiet", "medium", "CWE-1", []string{"one", "reads"}}}}},
		"another trust stays":      {[]string{"CWE-9"}, metrics("C", "H", "I", "N", "A", "N"), Losses{Lost: []Loss{{"secret", "very-low", "CWE-9", []string{"nine"}}}}},
		"more than the weakness":   {[]string{"CWE-8"}, metrics("C", "H", "I", "H", "A", "H"), Losses{Lost: []Loss{{"firm", "very-low", "CWE-8", []string{"eight", "more"}}}}},
		"a remark":                 {[]string{"CWE-1"}, metrics("S", "C", "I", "H"), Losses{Lost: []Loss{firm("low")}, Remarks: []string{"beyond"}}},
		"two that become one":      {[]string{"CWE-1", "CWE-8"}, metrics("C", "N", "I", "N", "A", "H"), Losses{Lost: []Loss{{"steady", "very-low", "CWE-8", []string{"eight"}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, ix.Losses(tt.cwes, tt.metrics), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
