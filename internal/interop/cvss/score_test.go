package cvss

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func TestScores(t *testing.T) {
	for vector, want := range map[string]Scores{
		// Examples of the specifications and of advisories.
		"AV:N/AC:L/Au:N/C:N/I:N/A:C":                                          {7.8, 7.8, 7.8, 7.8, "HIGH"},
		"AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H": {7.8, 6.4, 9.2, 9.2, "HIGH"}, // CVE-2002-0392, guide to 2.0, 3.3.1
		"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H":                        {10, 10, 10, 10, "CRITICAL"},
		"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N":                        {6.4, 6.4, 6.4, 6.4, "MEDIUM"}, // CVE-2013-1937 and its like
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O":               {9.8, 8.5, 8.5, 8.5, "HIGH"},
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/MAV:P":                  {9.8, 9.8, 6.8, 6.8, "MEDIUM"},
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N":     {9.3, 9.3, 9.3, 9.3, "CRITICAL"},
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U": {9.3, 8.1, 8.1, 8.1, "HIGH"},
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N":                        {0, 0, 0, 0, "NONE"},
	} {
		v, err := Parse(vector)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := v.Scores(); got != want {
			t.Errorf("%s: %+v, want %+v", vector, got, want)
		}
	}
}

// Harm to a person raises a score of 4.0 above that of the same impact without.
func TestSafetyCounts(t *testing.T) {
	score := func(more string) float64 {
		v, err := Parse("CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:L/SC:N/SI:L/SA:N" + more)
		if err != nil {
			t.Fatal(err)
		}
		return v.Scores().Overall
	}
	if without, with := score(""), score("/MSI:S"); with <= without {
		t.Errorf("with MSI:S %v, without %v", with, without)
	}
}

func TestSupplemental(t *testing.T) {
	v, err := Parse("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/S:P/R:X/U:Amber")
	if err != nil {
		t.Fatal(err)
	}
	if got := v.Supplemental(); len(got) != 2 || got["S"] != "P" || got["U"] != "Amber" {
		t.Errorf("beside the score stand %v", got)
	}
	if _, ok := v.Metrics()["S"]; ok {
		t.Error("safety is given as a metric of scope")
	}
}

func TestCompose(t *testing.T) {
	three := map[string]string{"A": "H", "I": "L", "C": "N", "S": "U", "UI": "R", "PR": "N", "AC": "L", "AV": "P", "E": "X", "MAV": "A"}
	if v, err := Compose("3.1", three); err != nil || v.String() != "CVSS:3.1/AV:P/AC:L/PR:N/UI:R/S:U/C:N/I:L/A:H/MAV:A" {
		t.Errorf("composed %q, %v", v, err)
	}
	two := map[string]string{"AV": "N", "AC": "L", "Au": "N", "C": "P", "I": "P", "A": "P", "E": "POC"}
	if v, err := Compose("2.0", two); err != nil || v.String() != "AV:N/AC:L/Au:N/C:P/I:P/A:P/E:POC/RL:ND/RC:ND" {
		t.Errorf("composed %q, %v", v, err)
	}
	for version, want := range map[string]string{
		"2.0": "no vector of CVSS 2.0: Au is missing", "4.0": "no vector of CVSS 4.0: AT is missing", "9": `there is no version "9" of CVSS`,
	} {
		if _, err := Compose(version, three); err == nil || err.Error() != want {
			t.Errorf("version %s: %v, want %s", version, err, want)
		}
	}
}

// The base scores that CISA publishes for medical devices are ours.
func TestScoresAsPublished(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "..", "shared", "data", "feeds", "csaf-icsma")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("%s is absent; it holds advisories with scores", dir)
	}
	n := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".json" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		type published struct {
			VectorString string
			BaseScore    float64
		}
		var doc struct {
			Vulnerabilities []struct {
				CVE    string
				Scores []struct {
					V2 *published `json:"cvss_v2"`
					V3 *published `json:"cvss_v3"`
				}
			}
		}
		if json.Unmarshal(data, &doc) != nil {
			return nil
		}
		for _, v := range doc.Vulnerabilities {
			for _, s := range v.Scores {
				for _, p := range []*published{s.V2, s.V3} {
					if p == nil {
						continue
					}
					got, err := Parse(p.VectorString)
					if err != nil {
						t.Errorf("%s, %s: %v", filepath.Base(path), v.CVE, err)
					} else if base := got.Scores().Base; base != p.BaseScore {
						t.Errorf("%s, %s: %s has %v, published is %v", filepath.Base(path), v.CVE, p.VectorString, base, p.BaseScore)
					}
					n++
				}
			}
		}
		return nil
	})
	if err != nil || n == 0 {
		t.Fatalf("%d vectors, %v", n, err)
	}
}
