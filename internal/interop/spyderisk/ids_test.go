package spyderisk

import (
	"strings"
	"testing"

	"cordon/internal/diag"
)

// TestIDs shows names as they stand in the published models.
func TestIDs(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{HashID(sys("2b05995d")), "c788ea69"},
		{HashID(sys("World")), "7646b5e3"},
		{HashID(sys("NetworkPath_1b511d6a")), "9b0d59c"}, // no leading zeros
		{HashID("\U0001F600"), "1b0dbe"},                 // two UTF-16 code units: 0xd83d·31 + 0xde00 + 91
		{HashID(""), "5b"},
		{InferredAssetName("World", nil), "World"},
		{InferredAssetName("HostContext", []string{"bfcfe091", "b28f4690"}), "HostContext_bfcfe091_b28f4690"},
		{InferredAssetLabel("World", nil), "[World]"},
		{InferredAssetLabel("ClientPath", []string{"Corporate Network", "[RemoteTerminal:Workstation-(Sys Admin)]", "Host"}), "[ClientPath:(Corporate Network)-[RemoteTerminal:Workstation-(Sys Admin)]-Host]"},
		{NodeName("77a0ea79", "HostAccess"), "Node-77a0ea79-Role_HostAccess"},
		{LinkName("56b9212a", "accessToService", "5968fd7a"), "56b9212a-accessToService-5968fd7a"},
		{MatchName("MP-HL3S", []string{"f2c6aa5a", "68e5aa79", "63df3328"}), "MP-HL3S_f2c6aa5a_68e5aa79_63df3328"},
		{MatchLabel("TH", nil), "TH"},
		{ThreatName("H.E-VN.H.8", Average, "MP-H_38c790ce"), "H.E-VN.H.8-MP-H_38c790ce"},
		{ThreatName("H.E-VN.H.8", Min, "MP-H_38c790ce"), "H.E-VN_Min.H.8-MP-H_38c790ce"},
		{ThreatLabel("DF.C.ACDF-VSC-i.3.2", Max, "ACDF-VSC-i_App0"), "DF.C_Max.ACDF-VSC-i.3.2_ACDF-VSC-i_App0"},
		{ThreatVariant("odd", Min), "odd"},
		{ThreatVariant("a.b", Min), "a.b"},
		{ControlSetName("AntiMalware", Max, "38c790ce"), "CS-AntiMalware_Max-38c790ce"},
		{MisbehaviourSetName("LossOfControl", Average, "f8b49f60"), "MS-LossOfControl-f8b49f60"},
		{TrustSetName("DefaultTW", Min, "5c9ab9bc"), "TWAS-DefaultTW_Min-5c9ab9bc"},
		{ImpactSetName("2420218f", "Availability", Max, "LossOfAvailability", Min), "TWIS-2420218f-Availability_Max-LossOfAvailability_Min"},
		{StrategyName("CSG-PatchingAtHost", []string{"CS-SoftwarePatching-c788ea69"}), "CSG-PatchingAtHost_M_7e75edc7"},
		{StrategyName("CSG-SuspendVulnerableHost", []string{"CS-SystemSecurityTraining-f2a4c233", "CS-SuspendVulnerableHost-9d7c450d", "CS-SuspendVulnerableHost-9d7c450d"}), "CSG-SuspendVulnerableHost_M_402a75b_a14d721a"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %s, want %s", tt.got, tt.want)
		}
	}
}

func TestDescribe(t *testing.T) {
	labels := func(role string) ([]string, bool) {
		switch role {
		case "Host":
			return []string{"Pump"}, true
		case "Users":
			return []string{"Ann", "Bob", "Cy"}, false
		case "Pair":
			return []string{"A", "B"}, false
		}
		return nil, false
	}
	for in, want := range map[string]string{
		"":                               "",
		"nothing":                        "nothing",
		"Host _Host_ fails":              `Host "Pump" fails`,
		"_Host__Host_":                   `"Pump""Pump"`,
		"_Users_ and _Pair_ at _Nobody_": `{"Ann", "Bob" or "Cy"} and {"A" or "B"} at _Nobody_`,
		"a_b _Host_ c_":                  `a_b "Pump" c_`,
		"_":                              "_",
		"_Host":                          "_Host",
	} {
		if got := Describe(in, labels); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// TestNamesSmall checks the rules of FORMAT.md on the small model, whose results were written by hand.
func TestNamesSmall(t *testing.T) {
	var ds diag.List
	m := ReadModel(strings.NewReader(readFile(t, "testdata/small-out.nq")), "small-out.nq", readSmallBase(t), &ds)
	if m == nil {
		t.Fatal(texts(&ds))
	}
	r := newTally()
	r.check(m, false)
	for rule, n := range r.no {
		t.Errorf("%s: %d exceptions, such as %s", rule, n, strings.Join(r.examples[rule], "; "))
	}
	if len(r.yes) < 35 {
		t.Errorf("only %d rules were met", len(r.yes))
	}
}
