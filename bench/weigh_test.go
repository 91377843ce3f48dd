package bench

import (
	"fmt"
	"testing"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/record"
	"cordon/internal/postmarket/weigh"
	"cordon/internal/project"
)

// BenchmarkWeigh weighs 5,000 findings, with 5,000 vulnerabilities of five weaknesses and four vectors, at all assets of the example.
func BenchmarkWeigh(b *testing.B) {
	var ds diag.List
	k, err := project.OpenKnowledge(nil, &ds)
	if err != nil {
		b.Fatal(err)
	}
	m := project.OpenModel("../examples/wearable-monitor", k, &ds)
	if ds.HasErrors() {
		b.Fatal(ds.Sorted())
	}
	a, err := project.Assess(b.Context(), m, k, engine.Current, nil)
	if err != nil {
		b.Fatal(err)
	}
	s, err := weigh.New(m, k.Index, a.Run, a.Assessment)
	if err != nil {
		b.Fatal(err)
	}
	cwes := []string{"CWE-787", "CWE-400", "CWE-79", "CWE-306", "CWE-835"}
	vectors := []string{"S:U/C:H/I:H/A:H", "S:C/C:H/I:H/A:H", "S:U/C:N/I:N/A:H", "S:U/C:H/I:N/A:N"}
	in := &weigh.Inputs{Record: &record.Record{}, Findings: &record.Findings{Cordon: record.Version}}
	for i := range m.Assets {
		m.Assets[i].Value.Release = "1"
		e := record.InventoryEntry{ID: fmt.Sprintf("bill-%04d", i)}
		e.Of.Text, e.Release = m.Assets[i].ID, "1"
		in.Record.Inventory = append(in.Record.Inventory, e)
	}
	for i := range 5000 {
		id := fmt.Sprintf("CVE-2099-%05d", i)
		in.Findings.Vulnerabilities = append(in.Findings.Vulnerabilities, postmarket.Facts{
			ID: id, CWEs: []string{cwes[i%len(cwes)]}, Severity: []postmarket.Severity{{Score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/" + vectors[i%len(vectors)]}},
		})
		in.Findings.Findings = append(in.Findings.Findings, record.Finding{Vulnerability: id, Inventory: in.Record.Inventory[i%len(m.Assets)].ID, Name: "part", Known: "2026-11-26"})
	}
	at, err := civil.Parse("2026-11-26")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		st := s.StateAt(in, at)
		list, _, err := s.Weigh(st.Places, in.Findings.Facts, st.Context, b.Context().Err)
		if err != nil || len(list) != 5000 {
			b.Fatal(err, len(list))
		}
	}
}
