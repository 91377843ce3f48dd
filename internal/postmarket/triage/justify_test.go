package triage

import (
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"cordon/internal/postmarket"
)

func said(is Is) Stated { return Stated{Is: is, By: "B. Weber", Because: "review SR-12"} }

// affected is a vulnerability that is there and raises a harm.
func affected() JustifyInput {
	return JustifyInput{
		Component: "libtls", Element: "smartbox", InBOM: Yes, InRange: Yes,
		Metrics: map[string]string{"AV": "N"}, Ways: Ways{Network: Yes, Adjacent: Yes}, Weighed: true,
		Attributes: []TrustFall{{"free-of-known-flaws", true, 3, 1}},
		Levels:     []Consequence{{"controlled@smartbox", "smartbox is controlled", 1, 4, false}, {"occurs@overdose", "Overdose", 1, 2, true}},
	}
}

func TestJustify(t *testing.T) {
	quiet := []Consequence{{"controlled@smartbox", "smartbox is controlled", 1, 1, false}}
	for _, tt := range []struct {
		says   string
		change func(*JustifyInput)
		state  string
		reason postmarket.Justification
		has    string // in argument or open questions
	}{
		{"affected", func(*JustifyInput) {}, Exploitable, "", "Overdose (1 to 2 of 5)"},
		{"nothing known", func(in *JustifyInput) { *in = JustifyInput{} }, InTriage, "", "has not been weighed"},
		{"not in a bill that is complete", func(in *JustifyInput) { in.InBOM, in.BOMComplete = No, said(Yes) }, NotAffected, postmarket.CodeNotPresent, "B. Weber: review SR-12"},
		{"not in a bill that may lack parts", func(in *JustifyInput) { in.InBOM = No }, InTriage, "", "Does the bill list all components?"},
		{"not in the range", func(in *JustifyInput) { in.InRange = No }, NotAffected, postmarket.CodeNotPresent, "none of those"},
		{"range unknown", func(in *JustifyInput) { in.InRange = Unknown }, InTriage, "", "Is the version of libtls one of those"},
		{"not in the build", func(in *JustifyInput) { in.Present = said(No) }, NotAffected, postmarket.CodeNotPresent, "not in the build"},
		{"not in the build, says nobody", func(in *JustifyInput) { in.Present = Stated{Is: No} }, Exploitable, "", "Who says that the vulnerable code is not in the build"},
		{"never run", func(in *JustifyInput) { in.Reachable = said(No) }, NotAffected, postmarket.CodeNotReachable, "never run"},
		{"compiler", func(in *JustifyInput) { in.Compiler = said(Yes) }, NotAffected, postmarket.ProtectedByCompiler, "compiler"},
		{"configuration", func(in *JustifyInput) { in.Needs = []Need{{"configuration", "FTP server on", said(No)}} }, NotAffected, postmarket.RequiresConfiguration, "FTP server on"},
		{"dependency", func(in *JustifyInput) { in.Needs = []Need{{"dependency", "libxml2", said(No)}} }, NotAffected, postmarket.RequiresDependency, "libxml2"},
		{"environment", func(in *JustifyInput) { in.Needs = []Need{{"environment", "Windows", said(No)}} }, NotAffected, postmarket.RequiresEnvironment, "Windows"},
		{"condition unknown", func(in *JustifyInput) { in.Needs = []Need{{"configuration", "FTP server on", Stated{}}} }, Exploitable, "", "It needs: FTP server on"},
		{"no network", func(in *JustifyInput) { in.Ways = Ways{Network: No, Adjacent: No} }, NotAffected, postmarket.RequiresEnvironment, "AV:N"},
		{"network unknown", func(in *JustifyInput) { in.Ways = Ways{Adjacent: No} }, Exploitable, "", "become likelier"},
		{"only a radio, for a vector over a network", func(in *JustifyInput) { in.Ways = Ways{Network: No, Adjacent: Yes} }, Exploitable, "", "become likelier"},
		{"nobody touches it", func(in *JustifyInput) { in.Metrics, in.Ways = map[string]string{"AV": "P"}, Ways{Physical: No} }, NotAffected, postmarket.RequiresEnvironment, "AV:P"},
		{"held by a control of the network", func(in *JustifyInput) {
			in.Levels, in.Blocks = quiet, []Block{{"CTL-0004@lan", "Firewall", "network", "present"}}
		}, NotAffected, postmarket.ProtectedAtPerimeter, "Firewall (CTL-0004@lan)"},
		{"held by a control of the host", func(in *JustifyInput) {
			in.Levels, in.Blocks = quiet, []Block{{"CTL-0030@os", "Isolation", "host", "present"}}
		}, NotAffected, postmarket.ProtectedAtRuntime, "Isolation"},
		{"held by controls of two layers", func(in *JustifyInput) {
			in.Levels, in.Blocks = quiet, []Block{{"CTL-0030@os", "Isolation", "host", "present"}, {"CTL-0004@lan", "Firewall", "network", "present"}}
		}, NotAffected, postmarket.ProtectedByMitigatingControl, "Firewall"},
		{"a planned control holds nothing", func(in *JustifyInput) {
			in.Levels, in.Blocks = quiet, []Block{{"CTL-0004@lan", "Firewall", "network", "planned"}}
		}, InTriage, "", "no present control"},
		{"the worst was assumed before", func(in *JustifyInput) {
			in.Levels, in.Blocks = quiet, []Block{{"CTL-0004@lan", "Firewall", "network", "present"}}
			in.Attributes[0].Assumed = 1
		}, InTriage, "", "no more than that before"},
		{"nothing rises, but it was likely before", func(in *JustifyInput) {
			in.Levels = []Consequence{{"controlled@smartbox", "smartbox is controlled", 4, 4, false}}
			in.Blocks = []Block{{"CTL-0004@lan", "Firewall", "network", "present"}}
		}, InTriage, "", "no present control"},
		{"trust that the element has not", func(in *JustifyInput) { in.Levels, in.Attributes[0].Exists = nil, false }, InTriage, "", "bound to the right element"},
		{"a weakness that nobody knows", func(in *JustifyInput) { in.Levels, in.Attributes = nil, nil }, InTriage, "", "Name its CWE"},
	} {
		in := affected()
		tt.change(&in)
		got := Justify(in)
		all := strings.Join(slices.Concat(got.Argument, got.Open), "\n")
		if got.State != tt.state || got.Justification != tt.reason || !strings.Contains(all, tt.has) {
			t.Errorf("%s: %s %s, want %s %s with %q:\n%s", tt.says, got.State, got.Justification, tt.state, tt.reason, tt.has, all)
		}
	}
}

func TestJustificationsAsOthersSayThem(t *testing.T) {
	in := affected()
	in.InBOM, in.BOMComplete = No, said(Yes)
	want := Proposal{
		State: NotAffected, Status: "not_affected", Justification: postmarket.CodeNotPresent, OpenVEX: "component_not_present",
		Argument: []string{"libtls is not in the bill of materials, which is complete, says B. Weber: review SR-12."}, Open: []string{},
	}
	if diff := gocmp.Diff(want, Justify(in)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Whatever is unknown, the proposal is never not_affected: each excuse of the input is taken back, one after the other.
func TestNothingUnknownExcuses(t *testing.T) {
	for _, is := range []Is{Unknown, ""} {
		in := JustifyInput{
			InBOM: is, BOMComplete: said(is), InRange: is, Present: said(is), Reachable: said(is), Compiler: said(is),
			Needs:   []Need{{"configuration", "x", said(is)}, {"dependency", "x", said(is)}, {"environment", "x", said(is)}},
			Metrics: map[string]string{"AV": "N"}, Ways: Ways{is, is, is, is},
		}
		for _, av := range []string{"N", "A", "L", "P", ""} {
			in.Metrics["AV"] = av
			if got := Justify(in); got.State != InTriage {
				t.Errorf("AV:%s with answers %q gives %s", av, is, got.State)
			}
		}
	}
}
