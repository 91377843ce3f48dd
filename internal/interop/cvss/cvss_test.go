package cvss

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMetrics(t *testing.T) {
	for _, tt := range []struct {
		vector string
		want   map[string]string
	}{
		{"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:L/A:N/E:P", map[string]string{"AV": "N", "AC": "L", "PR": "N", "UI": "R", "S": "C", "C": "H", "I": "L", "A": "N", "E": "P"}},
		{"CVSS:3.0/AV:P/AC:H/PR:H/UI:N/S:U/C:N/I:N/A:H", map[string]string{"AV": "P", "AC": "H", "PR": "H", "UI": "N", "S": "U", "C": "N", "I": "N", "A": "H"}},
		{"CVSS:4.0/AV:A/AC:L/AT:P/PR:N/UI:A/VC:H/VI:N/VA:N/SC:N/SI:N/SA:L", map[string]string{"AV": "A", "AC": "L", "AT": "P", "PR": "N", "UI": "A", "C": "H", "I": "N", "A": "N", "SC": "N", "SI": "N", "SA": "L"}},
		// What the user of a device says of its surroundings counts in the place of what the vendor says.
		{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:X/RL:O/MAV:L/MAC:X/MS:C/MA:N", map[string]string{"AV": "L", "AC": "L", "PR": "N", "UI": "N", "S": "C", "C": "H", "I": "H", "A": "N"}},
		{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U/MVC:L/MSI:S/S:P/AU:Y/U:Red", map[string]string{"AV": "N", "AC": "L", "AT": "N", "PR": "N", "UI": "N", "C": "L", "I": "H", "A": "H", "SC": "N", "SI": "S", "SA": "N", "E": "U"}},
		// Version 2.0 in the words of the later ones.
		{"AV:N/AC:M/Au:M/C:C/I:P/A:N", map[string]string{"AV": "N", "AC": "L", "PR": "L", "C": "H", "I": "L", "A": "N"}},
		{"(AV:L/AC:H/Au:N/C:N/I:N/A:C/E:POC/CDP:H)", map[string]string{"AV": "L", "AC": "H", "PR": "N", "C": "N", "I": "N", "A": "H", "E": "P"}},
		{"CVSS:2.0/AV:A/AC:L/Au:S/C:P/I:P/A:P/E:ND/RL:OF/RC:C", map[string]string{"AV": "A", "AC": "L", "PR": "L", "C": "L", "I": "L", "A": "L"}},
	} {
		got, err := Metrics(tt.vector)
		if err != nil {
			t.Errorf("%s: %v", tt.vector, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.vector, diff)
		}
	}
}

func TestNoVector(t *testing.T) {
	for vector, want := range map[string]string{
		"":              "does not begin with",
		"CVSS:5.0/AV:N": "does not begin with",
		"CVSS:3.1":      "no vector of CVSS 3.1",
		"CVSS:3.1/AV:N": "no vector of CVSS 3.1",
		"CVSS:3.1/AV:X/AC:L/PR:N/UI:R/S:C/C:H/I:L/A:N":      "no vector of CVSS 3.1",
		"CVSS:4.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H":      "no vector of CVSS 4.0",
		"CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:L/A:N": "AV stands twice",
		"AV:N/AC:L/Au:N/C:P/I:P":                            "A is missing",
		"AV:P/AC:L/Au:N/C:P/I:P/A:P":                        "no vector of CVSS 2.0",
		"AV:N/AC:L/PR:N/C:P/I:P/A:P":                        "Au is missing",
		"AV:N/AC:L/Au:N/C:P/I:P/A:P/X:Y":                    "metrics that the version does not have",
		"AV:N/AC:L/Au:N/C:P/I:P/A:P/CDP":                    "\"CDP\" has no value",
		"AV:N/AC:L/Au:N/C:P/I:P/A:P/CDP:":                   "\"CDP:\" has no value",
	} {
		if got, err := Metrics(vector); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, %v; want an error with %q", vector, got, err, want)
		}
	}
}

// FuzzMetrics: whatever is accepted gives the metrics that every version has, each with a value that is defined.
func FuzzMetrics(f *testing.F) {
	f.Add("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:L/A:N/E:P/MAV:A")
	f.Add("CVSS:4.0/AV:A/AC:L/AT:P/PR:N/UI:A/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/MSI:S")
	f.Add("(AV:N/AC:M/Au:S/C:C/I:P/A:N/E:POC/RL:OF/RC:C/CDP:H/TD:M/CR:H/IR:L/AR:ND)")
	f.Add("(AV:N/AC:M/Au:S/C:C/I:P/A:N/E:POC/RL:OF/RC:C/CDP")
	f.Fuzz(func(t *testing.T, vector string) {
		got, err := Metrics(vector)
		if err != nil {
			return
		}
		for _, name := range []string{"AV", "AC", "PR", "UI", "C", "I", "A"} {
			if got[name] == "" && (name != "UI" || strings.HasPrefix(vector, "CVSS:3") || strings.HasPrefix(vector, "CVSS:4")) {
				t.Errorf("%q lacks %s", vector, name)
			}
		}
		for name, value := range got {
			if name == "" || len(value) != 1 || value == "X" {
				t.Errorf("%q: metric %q has the value %q", vector, name, value)
			}
		}
		v, _ := Parse(vector)
		again, err := Parse(v.String())
		if diff := cmp.Diff(v.Given, again.Given); err != nil || diff != "" {
			t.Errorf("%q is written as %q, which reads otherwise: %v\n%s", vector, v, err, diff)
		}
		for _, score := range []float64{v.Scores().Base, v.Scores().Temporal, v.Scores().Environmental} {
			if score < 0 || score > 10 {
				t.Errorf("%q has a score of %v", vector, score)
			}
		}
	})
}
