package project

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/record"
)

const (
	flaw    = "CVE-2099-0502"
	flawAt  = flaw + "@cloud/ingest"
	decided = "2026-11-25"
)

// found is what was found in a release of the ingest service.
func found(bill, component string) record.Finding {
	return record.Finding{Vulnerability: flaw, Inventory: bill, Ref: "frame", Component: "frame", Name: component, Versions: "<1.4.5", Known: "2026-11-24T00:00:00Z"}
}

func writeFindings(t *testing.T, dir string, facts postmarket.Facts, list ...record.Finding) {
	t.Helper()
	f := record.Findings{Cordon: record.Version, Looked: "2026-11-25T00:00:00Z", Vulnerabilities: []postmarket.Facts{facts}, Findings: list}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, record.Folder, record.FindingsFile), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A decision on a vulnerability is inherited by a later release with the same part, and is to be taken anew when something changes that it rested on.
func TestDecisionsOnVulnerabilities(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sys")
	if err := os.CopyFS(dir, os.DirFS(exampleDir)); err != nil {
		t.Fatal(err)
	}
	const vector, part = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "pkg:golang/wire.example/frame@v1.4.2"
	facts := postmarket.Facts{ID: flaw, Summary: "A frame runs as code", CWEs: []string{"CWE-502"}, Severity: []postmarket.Severity{{Type: "CVSS_V3", Score: vector}}}
	writeFindings(t, dir, facts, found("ingest-2026-10", part))
	ctx, k := context.Background(), shipped(t)
	var ds diag.List
	m := OpenModel(dir, k, &ds)
	a, err := Assess(ctx, m, k, engine.Future, nil)
	if err != nil {
		t.Fatal(err)
	}
	set := OpenDecisions(dir, &ds)
	there, err := FoundAfter(ctx, dir, m, k, set, flawAt, decided, &ds)
	if err != nil || ds.HasErrors() {
		t.Fatal(err, ds.Sorted())
	}
	if got, want := there[flawAt].Title, flaw+" in Ingest service: A frame runs as code"; got != want {
		t.Errorf("the title is %q, want %q", got, want)
	}
	id, d, err := set.New(RestingOn(a, k, there), decisions.Request{
		About: flawAt, Choice: "not-affected", Justification: "code_not_reachable", Who: "A", Role: "lead", Why: "It is never called.", When: decided,
	})
	if err != nil {
		t.Fatal(err)
	}
	src, err := decisions.Encode(id, d)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(DecisionsFolder(dir), id+".yaml"), src, 0o644); err != nil {
		t.Fatal(err)
	}
	with := func(change func(*postmarket.Facts)) postmarket.Facts {
		f := facts
		f.Severity = []postmarket.Severity{facts.Severity[0]}
		change(&f)
		return f
	}
	const installed = `cordon: 1
events:
  next: {kind: patch-applied, title: T, when: 2026-11-25, from: F, installs: [{of: cloud/ingest, release: "2026.12"}], decided: [{who: A, role: lead, when: 2026-11-25}]}
`
	for name, c := range map[string]struct {
		facts postmarket.Facts
		list  []record.Finding
		event string
		want  decisions.State
	}{
		"nothing":                         {facts, []record.Finding{found("ingest-2026-10", part)}, "", decisions.Current},
		"next release with the same part": {facts, []record.Finding{found("ingest-2026-12", part)}, installed, decisions.Current},
		"next release with another part":  {facts, []record.Finding{found("ingest-2026-12", "pkg:golang/wire.example/frame@v1.4.3")}, installed, decisions.Stale},
		"next release without it":         {facts, []record.Finding{found("ingest-2026-10", part)}, installed, decisions.Over},
		"exploited": {with(func(f *postmarket.Facts) { f.Exploited = []postmarket.Exploited{{Source: "CISA KEV"}} }),
			[]record.Finding{found("ingest-2026-10", part)}, "", decisions.Stale},
		"likely to be exploited": {with(func(f *postmarket.Facts) { f.EPSS = &postmarket.EPSS{Probability: 0.1} }),
			[]record.Finding{found("ingest-2026-10", part)}, "", decisions.Stale},
		"another EPSS": {with(func(f *postmarket.Facts) { f.EPSS = &postmarket.EPSS{Probability: 0.09} }),
			[]record.Finding{found("ingest-2026-10", part)}, "", decisions.Current},
		"another vector": {with(func(f *postmarket.Facts) { f.Severity[0].Score = "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H" }),
			[]record.Finding{found("ingest-2026-10", part)}, "", decisions.Stale},
	} {
		t.Run(name, func(t *testing.T) {
			writeFindings(t, dir, c.facts, c.list...)
			file := filepath.Join(dir, record.Folder, "next.yaml")
			_ = os.Remove(file)
			if c.event != "" {
				if err := os.WriteFile(file, []byte(c.event), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			var ds diag.List
			reviews, err := Decided(ctx, dir, m, k, a, "2026-11-26", &ds)
			if err != nil || ds.HasErrors() {
				t.Fatal(err, ds.Sorted())
			}
			i := slices.IndexFunc(reviews, func(r decisions.Review) bool { return r.ID == id })
			if i < 0 || reviews[i].State != c.want {
				t.Errorf("the decision is otherwise than %s: %+v", c.want, reviews)
			}
		})
	}
}
