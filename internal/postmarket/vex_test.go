package postmarket

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestJustificationsAreSaidInCoarserWords(t *testing.T) {
	for _, c := range Correspondences {
		s := Statement{Justification: c.Justification}
		if r, exact := s.Coarse(); r != c.Reason || exact != c.Exact {
			t.Errorf("%s: %s, %v", c.Justification, r, exact)
		}
		if j, exact := s.Fine(); j != c.Justification || !exact {
			t.Errorf("%s is %s in its own words", c.Justification, j)
		}
		back := Statement{Reason: c.Reason}
		if j, exact := back.Fine(); c.Exact && j != c.Justification || c.Exact && !exact || exact && !c.Exact {
			t.Errorf("%s comes back as %s, %v", c.Justification, j, exact)
		}
	}
	for reason, want := range map[Reason]Justification{
		ReasonComponentNotPresent: CodeNotPresent, ReasonCodeNotPresent: CodeNotPresent, ReasonNotInPath: CodeNotReachable, ReasonNotControlled: "", ReasonMitigated: ProtectedByMitigatingControl,
	} {
		if got, _ := (&Statement{Reason: reason}).Fine(); got != want {
			t.Errorf("%s: %q, want %q", reason, got, want)
		}
	}
}

func sound() *VEX {
	pump := ProductRef{ID: "PUMP", Name: "Pump One", Supplier: "Example Devices", Version: "2.0"}
	return &VEX{
		ID: "EXD-VEX-1", Version: 2, Author: "Example Devices", Issued: "2026-03-01T09:00:00Z", Updated: "2026-03-02T09:00:00Z",
		Statements: []Statement{
			{Vulnerability: VulnerabilityRef{ID: "CVE-2026-1", CWEs: []string{"CWE-787"}}, Product: pump, Component: &ProductRef{PURL: "pkg:generic/lib@1.0"}, Status: StatusNotAffected, Justification: CodeNotReachable},
			{Vulnerability: VulnerabilityRef{ID: "CVE-2026-2"}, Product: pump, Status: StatusAffected, Action: "Keep it off the network."},
			{Vulnerability: VulnerabilityRef{ID: "CVE-2026-3"}, Product: pump, Status: StatusAffected, Remedies: []Remedy{{Category: NoneAvailable, Details: "There is none yet."}}},
			{Vulnerability: VulnerabilityRef{ID: "CVE-2026-4"}, Product: pump, Status: StatusFixed},
			{Vulnerability: VulnerabilityRef{ID: "CVE-2026-5"}, Product: pump, Status: StatusUnderInvestigation},
			{Vulnerability: VulnerabilityRef{ID: "CVE-2026-6"}, Product: pump, Status: StatusNotAffected, Impact: "The service is not built in."},
		},
	}
}

// Each line of wrong breaks one rule, and all that are broken are said.
func TestProblems(t *testing.T) {
	if got := sound().Problems(); len(got) > 0 {
		t.Fatal(got)
	}
	tests := []struct {
		change func(*VEX)
		want   string
	}{
		{func(v *VEX) { *v = VEX{} }, "doc_id: the document has no id|doc_version: the document has the version 0|author: the document has neither author nor publisher|doc_time_first_issued: a point in time is missing|statement: the document says nothing about any product"},
		{func(v *VEX) { v.Updated = "2026-02-29T09:00:00Z" }, `doc_time_last_updated: "2026-02-29T09:00:00Z" is no point in time`},
		{func(v *VEX) { v.Updated = "2026-02-28T23:00:00.5-05:00" }, `doc_time_last_updated: the document was updated on 2026-02-28T23:00:00.5-05:00, before it was issued on 2026-03-01T09:00:00Z`},
		{func(v *VEX) { v.TLP, v.Publisher.Category = "BLUE", "maker" }, `publisher: "maker" is no word for it|tlp: "BLUE" is no word for it`},
		{func(v *VEX) { v.History = []Edition{{Version: 2, Date: "2026-03-01T09:00:00Z"}, {Version: 3}} }, "history: item 1 of the history is version 2|history: a point in time is missing|history: item 2 of the history is version 3|history: the history ends with version 3, and the document is version 2"},
		{func(v *VEX) { v.Statements[0].Vulnerability.ID = "" }, "vul_id:  in Example Devices Pump One 2.0, part pkg:generic/lib@1.0: the statement names no vulnerability"},
		{func(v *VEX) {
			v.Statements = []Statement{{Vulnerability: VulnerabilityRef{ID: "X"}, Component: &ProductRef{}, Status: "open"}}
		},
			`product_id: X in , part : the statement names no product|subcomponent_id: X in , part : the statement speaks of a part without a name|status: X in , part : "open" is no status`},
		{func(v *VEX) { v.Statements[0].Component = &v.Statements[0].Product }, "subcomponent_id: CVE-2026-1 in Example Devices Pump One 2.0, part Example Devices Pump One 2.0: the product is named as a part of itself"},
		{func(v *VEX) { v.Statements[0].Justification = "" }, "justification: " + in(1, ", part pkg:generic/lib@1.0") + "the product is not affected, and nothing says why"},
		{func(v *VEX) { v.Statements[0].Justification, v.Statements[0].Reason = "luck", "none" }, "justification: " + in(1, ", part pkg:generic/lib@1.0") + `"luck" is no word for it|justification: ` + in(1, ", part pkg:generic/lib@1.0") + `"none" is no word for it`},
		{func(v *VEX) { v.Statements[0].Reason = ReasonMitigated }, "justification: " + in(1, ", part pkg:generic/lib@1.0") + "code_not_reachable is not said as inline_mitigations_already_exist, but as vulnerable_code_not_in_execute_path"},
		{func(v *VEX) { v.Statements[1].Action = "" }, "action_statement: " + in(2, "") + "the product is affected, and nothing says what to do"},
		{func(v *VEX) { v.Statements[2].Remedies = []Remedy{{}} }, "action_statement: " + in(3, "") + "the product is affected, and nothing says what to do|remedy: " + in(3, "") + `"nothing" is no word for it|remedy: ` + in(3, "") + "a remedy  has no details"},
		{func(v *VEX) {
			s := &v.Statements[3]
			s.Action, s.Impact, s.Justification, s.Response = "x", "x", CodeNotPresent, []Response{"pray"}
		},
			"justification: " + in(4, "") + "the product is fixed, and a justification is given|impact_statement: " + in(4, "") + "the product is fixed, and an impact statement is made|action_statement: " + in(4, "") + "the product is fixed, and an action is stated|response: " + in(4, "") + `"pray" is no word for it`},
		{func(v *VEX) {
			s := &v.Statements[4]
			s.Issued, s.Updated = "2026-03-02T09:00:00Z", "2026-03-01T09:00:00Z"
		}, "statement_time_last_updated: " + in(5, "") + "the statement was updated on 2026-03-01T09:00:00Z, before it was issued on 2026-03-02T09:00:00Z"},
		{func(v *VEX) {
			v.Statements[1].Vulnerability = v.Statements[0].Vulnerability
			v.Statements[1].Component = v.Statements[0].Component
		}, "statement_id: " + in(1, ", part pkg:generic/lib@1.0") + "statement 1 is about the same vulnerability and product"},
		{func(v *VEX) { v.Statements[1].Vulnerability.ID = "CVE-2026-1" }, "vul_description: " + in(1, "") + "an earlier statement describes the vulnerability otherwise"},
		{func(v *VEX) { v.Statements[1].Product.UDI = "09506000134352" }, "product_id: " + in(2, "") + `an earlier statement describes "PUMP" otherwise`},
		{func(v *VEX) { v.Statements[3].Vulnerability.CWEs = []string{"787"} }, "vul_description: " + in(4, "") + `"787" is no weakness of CWE`},
	}
	for _, x := range tests {
		v := sound()
		x.change(v)
		var got []string
		for _, p := range v.Problems() {
			got = append(got, p.String())
		}
		if diff := cmp.Diff(strings.Split(x.want, "|"), got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

func in(n int, part string) string {
	return "CVE-2026-" + string(rune('0'+n)) + " in Example Devices Pump One 2.0" + part + ": "
}

func TestIsMoment(t *testing.T) {
	for text, want := range map[string]bool{
		"2026-03-02T09:00:00Z": true, "2024-02-29T23:59:59.123+05:30": true, "2000-02-29T00:00:00Z": true, "1900-02-29T00:00:00Z": false, "2026-04-31T00:00:00Z": false,
		"2026-03-02": false, "2026-03-02T09:00Z": false, "2026-03-02T24:00:00Z": false, "2026-03-02t09:00:00z": false, "2026-03-02T09:00:60Z": false, "": false,
	} {
		if IsMoment(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}
