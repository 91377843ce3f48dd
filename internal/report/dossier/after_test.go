package dossier_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"cordon/internal/knowledge"
	"cordon/internal/report/document"
	"cordon/internal/report/dossier"
	"cordon/internal/safety"
)

// inUse are the facts of the example with a record of the time after release.
func inUse(t *testing.T) *dossier.Facts {
	t.Helper()
	f := *theExample(t)
	harms := func(wrong int) []safety.Harm {
		return []safety.Harm{
			{ID: "wrong-intake", Title: "Medication taken after a forged plan", Likelihood: []string{"", "", "", "medium", "high"}[wrong], Acceptability: "unacceptable", Rank: safety.Rank{Likelihood: wrong, Acceptability: 2}},
			{ID: "no-monitoring", Title: "Symptoms go unrecorded", Likelihood: "medium", Acceptability: "acceptable", Rank: safety.Rank{Likelihood: 3}},
		}
	}
	grave := []dossier.Raised{{Harm: "wrong-intake", Before: "medium", After: "high", Was: "unacceptable", Is: "unacceptable", Contexts: []string{"Everyday life at home"}}}
	f.After = &dossier.After{
		From: "2025-11-26", To: "2026-11-26", Began: "2026-03-02", Looked: "2026-11-25T14:00:00Z", Index: "abc", First: harms(3), Last: harms(4), Horizon: "2041-11-26",
		Picture: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\" width=\"9\" height=\"9\"></svg>", PictureSays: "Risk over the period.",
		Releases: []dossier.Release{
			{Of: "cloud/ingest", Release: "2026.10", Since: "2026-10-12", Bill: "ingest.cdx.json", Released: "2026-10-12"},
			{Of: "smartbox", Release: "2.3", Released: "2026-03-02", Until: "2028-12-31"},
		},
		Vulnerabilities: []dossier.Vulnerability{
			{
				ID: "CVE-2099-0502@cloud/ingest", Name: "CVE-2099-0502", Summary: "Frames are run", Element: "cloud/ingest", Of: "cloud/ingest", Release: "2026.10", Components: []string{"frame v1.4.2"},
				Priority: 1, Because: "Medication taken after a forged plan: medium -> high, unacceptable", Status: "affected", Risk: "uncontrolled", RiskBecause: []string{"It is known to be exploited."},
				Decision:  &dossier.Judgement{ID: "d-1", Who: "B. Okafor", Role: "security lead", When: "2026-11-25", Why: "Frames are read before log-in.", Action: "You need not do anything at home."},
				Exploited: []string{"CISA KEV"}, Known: "2026-10-20", Age: 37, FixedIn: "2026.12", Harms: grave, KnownHere: true,
				Line: []dossier.Moment{{Day: "2026-10-20", Says: "found in release 2026.10"}, {Day: "2026-11-25", Says: "decided as affected (d-1)"}},
			},
			{ID: "CVE-2099-0204@smartbox/os", Name: "CVE-2099-0204", Element: "smartbox/os", Of: "smartbox", Release: "2.3", Priority: 4, Because: "no harm gets likelier", Risk: "controlled", Known: "2026-11-25", Age: 1, KnownHere: true},
			{
				ID: "CVE-2099-0311@cloud/ingest", Name: "CVE-2099-0311", Element: "cloud/ingest", Of: "cloud/ingest", Release: "2026.09", Priority: 5, Because: "nothing gets likelier than is assumed already",
				Status: "fixed", Risk: "controlled", Known: "2026-03-02", Gone: "2026-10-12", Age: 224, GoneHere: true, KnownHere: true,
			},
		},
		Now: dossier.Count{Found: 3, Gone: 1, Days: 224, Affected: 1, Undecided: 1}, Before: dossier.Count{Days: -1},
		Events: []dossier.Event{
			{ID: "complaint", Kind: "incident", Title: "A forged plan was seen", From: "complaint 31", Day: "2026-11-20", About: []string{"phone/app"}},
			{ID: "too-early", Kind: "patch-applied", Title: "Somebody says it is done", From: "chat", Day: "2026-11-26", About: []string{"cloud/ingest"}, Waits: "a person decides"},
		},
		Endings: []dossier.Ending{{Of: "upload", Says: "certificate: of the ingest service", Until: "2026-08-31", Source: "register"}, {Of: "cloud/ingest", Says: "support of release 2026.10", Source: "record"}},
		Forecast: []dossier.Outlook{
			{Harm: "wrong-intake", Verdict: "unacceptable", Likelihood: "medium", Turns: []dossier.Turn{{Day: "2027-05-26", Verdict: "unacceptable", Likelihood: "high", Because: []string{"the release gets old"}}}},
			{Harm: "no-monitoring", Verdict: "acceptable", Likelihood: "medium"},
		},
		Actions:  []dossier.Action{{ID: "install 2026.12 of cloud/ingest", Title: "Install release 2026.12", By: []string{"manufacturer"}, Better: grave, Closes: []string{"CVE-2099-0502@cloud/ingest"}, Cost: -1, Time: "days", Needs: 1}},
		Readings: []dossier.Reading{{Indicator: "IND-0001", Element: "smartbox/os", Value: "12 days", When: "2026-10-01", Due: "2026-10-31", Overdue: true}},
	}
	return &f
}

func TestAfterRelease(t *testing.T) {
	f := inUse(t)
	for part, lines := range map[string][]string{
		"releases-in-use": {
			"Period: 2025-11-26 to 2026-11-26", "cloud/ingest | Ingest service | 2026.10 | 2026-10-12 | 2026-10-12 | ingest.cdx.json | not recorded |",
			"Open: The record has no bill of materials of the release in use: Smartbox.", "Open: Number of devices and patients by release and level of patches.",
		},
		"watched-sources": {"Last search for vulnerabilities: 2026-11-25T14:00:00Z", "Open: Sources of advisories, with the interval in which each is read."},
		"vulnerabilities": {
			"CVE-2099-0502\nexploited: CISA KEV | Ingest service\nIngest service, release 2026.10\nframe v1.4.2 | 1 | Medication taken", "| 2026-10-20\n37 days | affected\nB. Okafor, security lead, 2026-11-25 | uncontrolled |",
			"2026-11-25\n1 day | undecided | controlled |", "not: CVE-2099-0311", "Open: Nobody has decided on a vulnerability: Smartbox Linux.",
		},
		"vulnerability-counts": {
			"became known | 3 |", "of these affecting the product | 1 |", "open at the end | 2 |",
			"1: a harm is unacceptable with it | 0 | 1 | 0 | 0 | 1 |", "4: no harm gets likelier | 1 | 0 | 0 | 0 | 1 |",
		},
		"uncontrolled":   {"CVE-2099-0502 | Ingest service | It is known to be exploited. | 2026-10-20: found in release 2026.10\n2026-11-25: decided as affected (d-1) |", "not: CVE-2099-0204"},
		"events":         {"complaint | 2026-11-20 | incident | A forged plan was seen | Diary app | complaint 31 | none |", "Incidents on record in the period: 1.", "Open: An event changes nothing until people decide on it: Somebody says it is done."},
		"risk-over-time": {"| unacceptable\nlikelihood medium | unacceptable\nlikelihood high | worse |", "| acceptable\nlikelihood medium | acceptable\nlikelihood medium | none |", "[Risk over the period.]"},
		"trend": {
			"| percent | 33 (1 of 3) |", "| days | 224 |", "From fix to all devices, median | days | not recorded |",
			"Open: The period before lies not wholly in the record, which begins on 2026-03-02: figures of the last report.",
		},
		"endings":        {"upload | Upload | Certificate: of the ingest service | 2026-08-31\nis over | register |", "Open: It is not recorded when this ends: support of release 2026.10: Ingest service."},
		"forecast":       {"wrong-intake | Medication taken after a forged plan | 2027-05-26 | unacceptable\nlikelihood high | the release gets old |"},
		"forecast-plain": {"Today: not acceptable, likelihood medium.\nFrom 26 May 2027: not acceptable, likelihood high. Reason: the release gets old.", "Time alone does not change until 26 November 2041: Symptoms go unrecorded."},
		"actions":        {"| Install release 2026.12 | manufacturer | Medication taken after a forged plan: likelihood medium to high\ncloses CVE-2099-0502@cloud/ingest | none | works within days\npeople who decide: 1 |"},
		"indicators":     {"IND-0001 | Age of the oldest missing security update |", "| operator | 30d | Smartbox Linux: 12 days, 2026-10-01, overdue since 2026-10-31 |", "Open: A reading is overdue: Age of the oldest missing security update: Smartbox Linux."},
	} {
		all := strings.Join(asText(made(t, with(part), f)), "\n")
		for _, line := range lines {
			if not, is := strings.CutPrefix(line, "not: "); is && strings.Contains(all, not) || !is && !strings.Contains(all, line) {
				t.Errorf("%s: %q in\n%s", part, line, all)
			}
		}
	}
}

// Without a record documents say that, and where nobody has looked, no number stands for it.
func TestNothingIsKept(t *testing.T) {
	f := theExample(t)
	section := knowledge.Section{Heading: "Facts", Parts: []string{"trend"}, Unrecorded: []string{"Figures."}}
	tpl := with("trend")
	if got := made(t, tpl, f).Open; len(got) != 1 || got[0].Says != "Nothing is kept of the time after release" {
		t.Errorf("%v", got)
	}
	tpl.Sections = []knowledge.Section{section}
	if got := made(t, tpl, f).Open; len(got) != 1 || got[0].Says != "Figures" {
		t.Errorf("%v", got)
	}
	never := *inUse(t)
	never.After = &dossier.After{From: "2025-11-26", To: "2026-11-26"}
	for _, part := range []string{"vulnerabilities", "vulnerability-counts", "trend", "watched-sources"} {
		got := made(t, with(part), &never).Open
		if !slices.ContainsFunc(got, func(o dossier.OpenPoint) bool {
			return o.Says == "Nobody has looked for vulnerabilities in the bills of materials on record"
		}) {
			t.Errorf("%s: %v", part, got)
		}
	}
}

// A period before that the record holds stands beside this one.
func TestTrend(t *testing.T) {
	f := inUse(t)
	f.After.BeforeRecorded = true
	all := strings.Join(asText(made(t, with("trend"), f)), "\n")
	for _, want := range []string{"Vulnerabilities | This period | Period before |", "became known | 3 | 0 |", "| percent | 33 (1 of 3) | none known |", "| days | 224 | none removed |"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q in\n%s", want, all)
		}
	}
}

// The notice says in plain words what people need, and it says nothing of what was not decided.
func TestNotice(t *testing.T) {
	f := inUse(t)
	tpl := f.Index.Templates["customer-notice"]
	if tpl == nil {
		t.Fatal("there is no template customer-notice; run make generate")
	}
	d := made(t, tpl, f)
	all := strings.Join(asText(d), "\n")
	for _, want := range []string{
		"Ingest service, release 2026.10: CVE-2099-0502: On 20 October 2026 we learned of a weakness in this product.", "attackers use this weakness",
		"You may take medicine that nobody prescribed: ", "How likely it is: more likely than before, as long as the weakness is there.", "What works without it: The printed plan from the last consultation.",
		"You need not do anything at home.", "We have corrected it in release 2026.12. It still has to be put into use.", "In: Everyday life at home.",
		"Ask the maker: security@maker.example", "Open: Say whether people have to do something so that they have the corrected release: Ingest service.", "Open: Name the release that does not have the weakness: Ingest service.",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%q in\n%s", want, all)
		}
	}
	for _, not := range []string{"CVE-2099-0204", "Id |", "CTL-"} {
		if strings.Contains(all, not) {
			t.Errorf("%q in\n%s", not, all)
		}
	}
	if f.After.About = "CVE-2099-0311"; len(f.Notices()) != 1 || strings.Contains(strings.Join(asText(made(t, tpl, f)), "\n"), "CVE-2099-0502") {
		t.Error("it tells of another vulnerability")
	}
	f.After.About = "CVE-2099-0204"
	if got := made(t, tpl, f).Open; len(f.Notices()) != 0 || got[0].Says != "Nobody has decided that a vulnerability affects the product or was fixed" {
		t.Errorf("%v", got)
	}
}

// Every shipped kind is sound with a record, the same each time, and can be written in each format.
func TestShippedTemplatesAfterRelease(t *testing.T) {
	f := inUse(t)
	n := 0
	for i := range f.Index.Base.Templates {
		tpl := &f.Index.Base.Templates[i]
		if !dossier.ReadsRecord(tpl) {
			continue
		}
		n++
		d := made(t, tpl, f)
		one, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if two, _ := json.Marshal(made(t, tpl, f)); !bytes.Equal(one, two) {
			t.Errorf("%s differs from run to run", tpl.ID)
		}
		for _, format := range document.Formats {
			var b bytes.Buffer
			if err := format.Render(&b, d.Document); err != nil || b.Len() == 0 {
				t.Errorf("%s%s: %v", tpl.ID, format.Extension, err)
			}
		}
	}
	if n == 0 {
		t.Fatal("no kind of document reads the record; run make generate")
	}
}
