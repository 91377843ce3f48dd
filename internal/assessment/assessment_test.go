package assessment

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cordon/internal/engine"
	"cordon/internal/safety"
)

// whole is an assessment in which every field is set.
func whole() *Assessment {
	taken := engine.Event{Element: "hub", Consequence: "taken", Level: "high"}
	weak := engine.Event{Element: "hub", Low: "hardened", Level: "low"}
	return &Assessment{
		Model:     Model{ID: "m", Name: "Hub <&>", Version: "1", Purpose: "To be tested", Digest: "abc"},
		Knowledge: Knowledge{Digest: "def", Entries: 3},
		Engine:    Engine{Version: "1.0", Mode: engine.Future, Digest: "123", Certificate: engine.Certificate{Verified: true, Nodes: 2, Arcs: 1}},
		Summary: Summary{
			AssetsAsserted: 1, AssetsInferred: 2, Links: 3, Threats: 4, ThreatsActive: 3, ThreatsPrimary: 2, Consequences: 5,
			Risk: []RiskCount{{"low", 1}}, Harms: []HarmCount{{"serious", "remote", 1}}, Acceptability: map[string]int{"reduce": 1}, Questions: 1,
		},
		Assets: []engine.AssetResult{{ID: "hub", Title: "Hub", Kind: "device.hub", Inferred: true, Trust: []engine.Trust{{Attribute: "hardened", Assumed: "low", Left: "very-low"}}}},
		Threats: []engine.Threat{{
			ID: "T-1", Rule: "THR-0001", Title: "Hub is taken", Category: "access", Elements: []engine.Bound{{Role: "dev", Elements: []string{"hub"}}},
			Likelihood: "high", Risk: "low", Secondary: true, Root: true, Opened: true, Causes: []engine.Event{weak}, Effects: []engine.Event{taken},
			Blocking: []engine.Blocking{{Strategy: "CTL-0001", Controls: []string{"CTL-0001@hub"}, On: true, Effect: "high"}},
		}},
		Consequences: []engine.Consequence{{
			ID: "hub#taken", Element: "hub", Consequence: "taken", Says: "is taken", Likelihood: "high", Least: "low", Impact: "low",
			Risk: "low", LeadsTo: "low", CausedBy: []string{"T-1"},
		}},
		Harms: []Harm{{
			Harm: safety.Harm{
				ID: "h", Title: "Harm", Kind: "harm", Class: "direct", Situation: "It happens", To: "patient", Likelihood: "high",
				P1: safety.Interval{From: 0.1, To: 0.2}, P2: safety.P2{Interval: safety.Interval{From: 0.3, To: 0.4}, Level: 4, Because: []string{"noticed"}, Missing: []string{"exposure"}},
				Probability: safety.Interval{From: 1e-6, To: 0.08}, Level: "remote", Groups: []safety.Group{{Group: "adult", Severity: "serious", Acceptability: "reduce"}},
				Acceptability: "reduce", Severity: "serious",
			},
			Paths: []engine.Chain{{Likelihood: "high", Assumes: []engine.Event{weak}, Steps: []engine.Step{{
				Threat: "T-1", Rule: "THR-0001", Title: "Hub is taken", Likelihood: "high", Secondary: true, Causes: []engine.Event{weak}, Effects: []engine.Event{taken},
			}}}},
			MorePaths: true,
		}},
		Controls:  []engine.Control{{ID: "CTL-0001@hub", Control: "CTL-0001", Title: "Lock", Element: "hub", State: "present", Coverage: "low", Blocks: []string{"T-1"}, Opens: []string{"T-2"}, Risk: "low"}},
		Questions: []engine.Question{{ID: "hub?sealed", Element: "hub", Fact: "sealed", Question: "Is it?", Why: "It matters", Answers: []string{"yes", "no"}, Decides: []string{"THR-0001"}}},
	}
}

// without the fields that only serve to sort, which are not part of the published form.
var published = cmpopts.IgnoreUnexported(engine.Threat{}, engine.Consequence{})

func TestEncodeAndDecode(t *testing.T) {
	empty := &Assessment{}
	empty.listsNotNull()
	for name, a := range map[string]*Assessment{"whole": whole(), "empty": empty} {
		var b bytes.Buffer
		if err := a.Encode(&b); err != nil {
			t.Fatal(err)
		}
		if !json.Valid(b.Bytes()) {
			t.Errorf("%s: not JSON:\n%s", name, b.String())
		}
		got, err := Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(a, got, published); diff != "" {
			t.Errorf("%s (-encoded +decoded):\n%s", name, diff)
		}
	}
}

func TestEncodeWritesOneItemALine(t *testing.T) {
	a := &Assessment{Questions: []engine.Question{{ID: "a?x"}, {ID: "b?x"}}}
	a.listsNotNull()
	var b strings.Builder
	if err := a.Encode(&b); err != nil {
		t.Fatal(err)
	}
	want := `{
"model": {"id":"","name":"","intended-purpose":"","digest":""},
"knowledge": {"digest":"","entries":0,"packs":null},
"engine": {"version":"","mode":"","digest":"","certificate":{"verified":false,"nodes":0,"arcs":0}},
"summary": {"assets-asserted":0,"assets-inferred":0,"links":0,"threats":0,"threats-active":0,"threats-primary":0,"consequences":0,"risk":null,"harms":null,"acceptability":null,"questions":0},
"assets": [],
"threats": [],
"consequences": [],
"harms": [],
"controls": [],
"questions": [
{"id":"a?x","element":"","fact":"","question":"","why":"","answers":null,"decides":null},
{"id":"b?x","element":"","fact":"","question":"","why":"","answers":null,"decides":null}
]
}
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// full is a writer whose disk is full.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("no space left") }

func TestEncodeSaysWhyItCouldNotWrite(t *testing.T) {
	if diff := cmp.Diff("write assessment: no space left", fmt.Sprint(whole().Encode(full{}))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for src, want := range map[string]string{
		``:                    "read assessment: EOF",
		`{"threads": []}`:     `read assessment: json: unknown field "threads"`,
		`{"threats": "many"}`: "read assessment: json: cannot unmarshal string into Go struct field Assessment.threats of type []engine.Threat",
	} {
		_, err := Decode(strings.NewReader(src))
		if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", src, diff)
		}
	}
}
