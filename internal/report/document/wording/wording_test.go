package wording

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/decisions"
	"cordon/internal/model"
	"cordon/internal/riskfile"
	"cordon/internal/safety"
)

func TestSystem(t *testing.T) {
	for name, tt := range map[string]struct {
		system model.System
		want   []string
	}{
		"nothing": {model.System{}, []string{Open, Open, Open, Open, Open, Open}},
		"all": {
			model.System{
				Name: "Pump", Version: "2", IntendedPurpose: "To give insulin.", Users: []string{"adults", "nurses"},
				Regulation: &model.Regulation{Markets: []model.Market{"EU", "US"}, DeviceClass: "MDR-IIb", Rule: "12", SoftwareClass: "C", FDAClass: "II"},
				Support:    &model.Support{From: "2027-01", Until: "2034-12", Updates: "on-need"},
			},
			[]string{"Pump", "2", "To give insulin.", "adults; nurses", "markets EU, US; class MDR-IIb; rule 12; software safety class C; FDA class II", "from 2027-01 until 2034-12, updates on need"},
		},
		"in part": {
			model.System{Name: "Pump", Regulation: &model.Regulation{}, Support: &model.Support{Until: "2034-12"}},
			[]string{"Pump", Open, Open, Open, "markets none", "from not recorded until 2034-12, updates not recorded"},
		},
	} {
		m := &model.Model{System: tt.system}
		var got []string
		for _, d := range append(System(m), Support(m)) {
			got = append(got, d.Spans[0].Text)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestRisk(t *testing.T) {
	x := &riskfile.Risk{
		Hazard: "Heat", HazardKind: "hazard.energy.heat", Groups: []safety.Group{{Group: "adult", Severity: "minor"}, {Group: "frail", Severity: "serious"}},
		P2: safety.P2{Interval: safety.Interval{From: 0.001, To: 0.02}, Because: []string{"it is seen"}, Missing: []string{"exposure"}},
	}
	for got, want := range map[string]string{
		Groups(x): "adult: minor; frail: serious",
		P2(x):     "0.001 to 0.02; lowered because it is seen; not stated, and so not counted: exposure",
		Hazard(x): "Heat (hazard.energy.heat)",
		Of5(0):    Open,
		Of5(3):    "3 of 5",
		Interval(safety.Interval{From: 2e-05, To: 0.6}):       "0.00002 to 0.6",
		Interval(safety.Interval{From: 2e-09, To: 0.0123456}): "2e-09 to 0.0123",
		Lost(&riskfile.Benefit{Lost: "high", LostWithoutSideEffects: "low", TakenBy: []riskfile.Taking{{Control: "CTL-0001@x", Without: "medium"}}}): "high; without side effects of security low; without CTL-0001@x medium",
	} {
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestSignatures(t *testing.T) {
	fits, broken := decisions.Signed{Fits: true}, decisions.Signed{}
	for want, signed := range map[string][]decisions.Signed{
		"Not signed": nil,
		"Changed after it was signed: 1 of 2 signatures do not fit":                    {fits, broken},
		"Signatures that fit the record: 2; whose they are, cordon decide verify says": {fits, fits},
	} {
		if got := Signatures(&decisions.Review{Signed: signed}); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestNames(t *testing.T) {
	m := &model.Model{Zones: []model.Element[model.Zone]{{ID: "a"}, {ID: "b", Value: model.Zone{Common: model.Common{Title: "Ward"}}}}}
	n := NamesOf(m, nil)
	if diff := cmp.Diff([]string{"a", "Ward", "c", Open}, []string{n.Of("a"), n.Of("b"), n.Of("c"), n.Of("")}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
