// Package vextest makes VEX documents for tests of the formats that hold them. Each document keeps all rules, and all sorts of statements occur.
package vextest

import (
	"fmt"

	"pgregory.net/rapid"

	"cordon/internal/postmarket"
)

// Draw makes a document.
func Draw(t *rapid.T) *postmarket.VEX {
	d := drawing{t}
	version := rapid.IntRange(1, 4).Draw(t, "version")
	v := &postmarket.VEX{
		ID: d.of("id", "https://example.com/vex/1", "EXD-VEX-7", "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"), Version: version, Title: d.maybe("Exploitability in Pump One"),
		Author: "Example Devices PSIRT", Role: d.maybe("PSIRT"), Issued: "2026-03-01T09:00:00Z", Tooling: d.maybe("cordon 1.0"), TLP: postmarket.TLP(d.of("tlp", "", "CLEAR", "AMBER+STRICT", "GREEN")),
	}
	v.Publisher = postmarket.Publisher{Name: "Example Devices", Namespace: "https://example.com", Contact: d.maybe("psirt@example.com"), Category: postmarket.Vendor}
	if version > 1 {
		v.Updated = fmt.Sprintf("2026-03-0%dT09:00:00Z", version)
	}
	if d.yes("history") {
		for n := range version {
			v.History = append(v.History, postmarket.Edition{Version: n + 1, Date: fmt.Sprintf("2026-03-0%dT09:00:00Z", n+1), Summary: d.of("change", "First version.", "A fix is out.")})
		}
	}
	if d.yes("notes") {
		v.Notes = []string{"All pumps were looked at.", "Stations were not."}
	}
	products, parts, vulnerabilities := products(d), parts(d), vulnerabilities(d)
	for i := range vulnerabilities {
		for j := range products {
			for k := -1; k < len(parts); k++ {
				if len(v.Statements) > 0 && !d.yes("statement") {
					continue
				}
				s := d.statement()
				s.Vulnerability, s.Product = vulnerabilities[i], products[j]
				if k >= 0 {
					s.Component = &parts[k]
				}
				v.Statements = append(v.Statements, s)
			}
		}
	}
	return v
}

type drawing struct{ t *rapid.T }

func (d drawing) yes(what string) bool { return rapid.Bool().Draw(d.t, what) }

func (d drawing) of(what string, words ...string) string {
	return rapid.SampledFrom(words).Draw(d.t, what)
}

func (d drawing) maybe(text string) string { return d.of(text, "", text) }

func products(d drawing) []postmarket.ProductRef {
	all := []postmarket.ProductRef{
		{ID: "https://example.com/pump/2.0", Name: "Pump One", Supplier: "Example Devices", Version: "2.0", CPE: d.maybe("cpe:2.3:h:example:pump_one:2.0:*:*:*:*:*:*:*"), UDI: d.maybe("09506000134352"), BOM: d.maybe("urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pump")},
		{ID: "STATION", Name: "Station, all of them", Supplier: "Example Devices", Range: "vers:generic/>=1.0|<2.1", Version: ""},
		{ID: "pkg:generic/example/app@4.1", PURL: "pkg:generic/example/app@4.1", Name: "App", Supplier: "Example Apps", Version: "4.1"},
		{Name: "Cuff", Supplier: "Example Devices", Version: "A", CPE: ""},
		{ID: "pump-3", Name: "Pump One", Supplier: "Example Devices", Version: "3.0"},
	}
	if d.yes("models") {
		all[0].ModelNumbers, all[0].Serials = []string{"P1-100*"}, []string{"7700*", "8"}
	}
	n := rapid.IntRange(1, 3).Draw(d.t, "products")
	from := rapid.IntRange(0, len(all)-n).Draw(d.t, "first product")
	return all[from : from+n]
}

func parts(d drawing) []postmarket.ProductRef {
	all := []postmarket.ProductRef{
		{ID: "pkg:generic/openssl@3.0.1", PURL: "pkg:generic/openssl@3.0.1", Name: "openssl", Version: "3.0.1"},
		{ID: "fw", Name: "Pump firmware", Supplier: "Example Devices", Version: "1.4.0", CPE: "cpe:2.3:o:example:pump_firmware:1.4.0:*:*:*:*:*:*:*"},
	}
	return all[:rapid.IntRange(0, len(all)).Draw(d.t, "parts")]
}

func vulnerabilities(d drawing) []postmarket.VulnerabilityRef {
	all := []postmarket.VulnerabilityRef{
		{ID: "CVE-2026-10001", Title: d.maybe("Overflow in the network service"), Summary: d.maybe("A long name overflows a buffer."), Published: d.maybe("2026-02-27T00:00:00Z")},
		{ID: "CVE-2026-10002", Summary: "The menu opens with a key sequence."},
		{ID: "EXD-4711"},
	}
	if d.yes("details") {
		all[0].Aliases, all[0].CWEs, all[0].References = []string{"GHSA-aaaa-bbbb-cccc"}, []string{"CWE-787", "CWE-20"}, []string{"https://www.cve.org/CVERecord?id=CVE-2026-10001"}
		all[0].Vectors = []string{"CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:H", "CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:H/SC:N/SI:N/SA:H", "AV:A/AC:L/Au:N/C:N/I:P/A:C"}
	}
	return all[:rapid.IntRange(1, len(all)).Draw(d.t, "vulnerabilities")]
}

func (d drawing) statement() postmarket.Statement {
	s := postmarket.Statement{
		Status: rapid.SampledFrom(postmarket.VEXStatuses).Draw(d.t, "status"), Notes: d.maybe("Looked at by two."), Harm: d.maybe("The infusion stops, and nobody is told."), By: d.maybe("R. Example, PSIRT"),
		Issued: d.maybe("2026-03-01T09:00:00Z"), Exploited: d.maybe("Nothing is known."),
	}
	if s.Issued != "" {
		s.Updated = d.maybe("2026-03-02T09:00:00Z")
	}
	switch s.Status {
	case postmarket.StatusNotAffected:
		d.reasons(&s)
	case postmarket.StatusAffected:
		d.actions(&s)
	case postmarket.StatusUnderInvestigation:
		if d.yes("response") {
			s.Response = []postmarket.Response{postmarket.WorkaroundAvailable}
		}
	}
	return s
}

func (d drawing) reasons(s *postmarket.Statement) {
	switch rapid.IntRange(0, 2).Draw(d.t, "reasons") {
	case 0:
		s.Impact = "The service is not built in."
		return
	case 1:
		s.Justification = rapid.SampledFrom(postmarket.Correspondences).Draw(d.t, "justification").Justification
	default:
		s.Reason = rapid.SampledFrom(postmarket.Reasons).Draw(d.t, "reason")
	}
	s.Impact = d.maybe("Nothing calls it.")
}

func (d drawing) actions(s *postmarket.Statement) {
	if d.yes("action") {
		s.Action, s.ActionDate = d.of("act", "Keep the pump off the network.", "Install version 2.1."), d.maybe("2026-03-01T09:00:00Z")
	}
	if s.Action == "" || d.yes("remedies") {
		s.Remedies = append(s.Remedies, rapid.SampledFrom([]postmarket.Remedy{
			{Category: postmarket.VendorFix, Details: "Install it.", Fixed: "2.1", URL: "https://example.com/pump/2.1", Date: "2026-03-01T09:00:00Z"},
			{Category: postmarket.NoneAvailable, Details: "There is nothing yet."}, {Category: postmarket.Mitigation, Details: "Keep the pump in sight."}, {Category: postmarket.Workaround, Details: "Turn the service off."},
			{Category: postmarket.NoFixPlanned, Details: "The product has ended."}, {Category: postmarket.FixPlanned, Details: "In April."}, {Category: postmarket.OptionalPatch, Details: "Install it if you like.", URL: "https://example.com/patch"},
		}).Draw(d.t, "remedy"))
	}
	if d.yes("responses") {
		s.Response = []postmarket.Response{rapid.SampledFrom(postmarket.Responses).Draw(d.t, "response")}
	}
}
