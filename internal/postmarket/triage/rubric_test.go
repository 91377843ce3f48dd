package triage

import (
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// told makes answers of an extended vector.
func told(t *testing.T, text string) []Answer {
	t.Helper()
	a, err := ParseExtended(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

const harmless = "XCP:N/XCD:N/XCT:N/XCW:N/XCS:N/XCO:N/XIP:N/XID:N/XIT:N/XIW:N/XIS:N/XIO:N/XAP:N/XAD:N/XAT:N/XAW:N/XAS:N/XAO:N"

func TestRubric(t *testing.T) {
	rest := "/XACL:Y/XPRL:N/XUI:N/XS:N/"
	for _, tt := range []struct{ answers, want string }{
		// A way over IP, a radio of some range, one of short range, a wire, hands, and none of these.
		{"XAVN:Y/XAVT:Y" + rest + harmless, "AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"},
		{"XAVN:Y/XAVT:N/XAVW:Y/XAVR:N" + rest + harmless, "AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"},
		{"XAVN:Y/XAVT:N/XAVW:Y/XAVR:Y" + rest + harmless, "AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"},
		{"XAVN:Y/XAVT:N/XAVW:N" + rest + harmless, "AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"},
		{"XAVN:N/XAVP:Y/XAVPA:Y" + rest + harmless, "AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"},
		{"XAVN:N/XAVP:N" + rest + harmless, "AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"},
		{"XAVN:U" + rest + harmless, "AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"},
		// Rights.
		{"XAVN:U/XACL:N/XPRL:Y/XPRZ:Y/XPRS:Y/XUI:Y/XS:Y/" + harmless, "AV:N/AC:H/PR:H/UI:R/S:C/C:N/I:N/A:N"},
		{"XAVN:U/XACL:N/XPRL:Y/XPRZ:Y/XPRS:N/XUI:Y/XS:Y/" + harmless, "AV:N/AC:H/PR:L/UI:R/S:C/C:N/I:N/A:N"},
		{"XAVN:U/XACL:N/XPRL:Y/XPRZ:N/XUI:Y/XS:Y/" + harmless, "AV:N/AC:H/PR:N/UI:R/S:C/C:N/I:N/A:N"},
		// Data of few patients is a low impact, of many or unknown ones a high one; so is any other class.
		{"XAVN:U" + rest + strings.Replace(harmless, "XCP:N", "XCP:Y/XCPM:N", 1), "AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N"},
		{"XAVN:U" + rest + strings.Replace(harmless, "XCP:N", "XCP:Y/XCPM:U", 1), "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"},
		{"XAVN:U" + rest + strings.Replace(strings.Replace(harmless, "XIT:N", "XIT:Y", 1), "XAW:N", "XAW:U", 1), "AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H"},
	} {
		if got := Apply(told(t, tt.answers)).Vector; got != "CVSS:3.1/"+tt.want {
			t.Errorf("%s gives %s, want %s", tt.answers, got, tt.want)
		}
	}
}

// With nothing known the vector is the worst one, and the questions that were reached are open.
func TestRubricWithoutAnswers(t *testing.T) {
	b := Apply(nil)
	if b.Vector != "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H" {
		t.Error(b.Vector)
	}
	if len(b.Open) != 23 || slices.Contains(b.Open, "XAVT") {
		t.Errorf("%d questions are open: %v", len(b.Open), b.Open)
	}
	if !strings.HasSuffix(b.Extended, "/XCH:Y/XCL:N/XIH:Y/XIL:N/XAH:Y/XAL:N") {
		t.Error(b.Extended)
	}
}

// What is unknown and cannot change the vector is not asked.
func TestOpenQuestionsMatter(t *testing.T) {
	b := Apply(told(t, "XAVN:N/XAVP:Y/XACL:N/XPRZ:N/XUI:Y/XS:N/"+strings.Replace(harmless, "XID:N/XIT:N", "XID:Y/XIT:U", 1)))
	if len(b.Open) > 0 {
		t.Errorf("%v are asked, and the vector stays %s whatever is answered", b.Open, b.Vector)
	}
	b = Apply(told(t, "XAVN:N/XAVP:U/XACL:N/XPRZ:N/XUI:Y/XS:N/"+strings.Replace(harmless, "XID:N/XIT:N", "XID:N/XIT:U", 1)))
	if diff := gocmp.Diff([]string{"XAVP", "XIT"}, b.Open); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
}

func TestRubricIsWhole(t *testing.T) {
	r := rubric()
	if len(r.questions) != 31 || len(r.summaries) != 6 {
		t.Errorf("%d questions and %d summaries, want 31 and 6", len(r.questions), len(r.summaries))
	}
	for _, q := range r.questions {
		for _, then := range []string{q.Yes, q.No, q.Unknown} {
			if next := r.at[then]; next == nil && !slices.Contains(r.values[q.Metric], then) || next != nil && next.Metric != q.Metric {
				t.Errorf("%s leads to %q", q.ID, then)
			}
		}
		if q.Asks == "" {
			t.Errorf("%s asks nothing", q.ID)
		}
	}
}

// Unknown counts as the worse answer: it never gives a better value than yes and no can.
func TestUnknownIsTheWorseAnswer(t *testing.T) {
	r := rubric()
	for _, q := range r.questions {
		at := func(is Is) int {
			v, answers := q.then(is), map[string]Is{}
			for next := r.at[v]; next != nil; next = r.at[v] {
				v = next.then(answers[next.ID])
			}
			return slices.Index(r.values[q.Metric], v)
		}
		if at(Unknown) > min(at(Yes), at(No)) {
			t.Errorf("%s: unknown is better than a known answer", q.ID)
		}
	}
}

func TestExtendedVector(t *testing.T) {
	text := "XAVN:Y/XAVT:N/XAVW:Y/XAVR:N/XACL:U/XPRL:Y/XPRZ:N/XUI:N/XS:N/" + strings.Replace(harmless, "XCP:N", "XCP:Y/XCPM:N", 1) + "/XCH:N/XCL:Y/XIH:N/XIL:N/XAH:N/XAL:N"
	if diff := gocmp.Diff(text, Apply(told(t, text)).Extended); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if a := told(t, "CVSS:3.1/AV:N/XAVN:Y/XAVT:NA"); len(a) != 1 {
		t.Errorf("read %v", a)
	}
	for text, want := range map[string]string{
		"":                         "no question of the rubric",
		"CVSS:3.1/AV:N":            "answers no question",
		"XAVN:yes":                 "write XAVN:Y, XAVN:N",
		"XAVN":                     "write XAVN:Y",
		"XAVN:Y/XAVN:N":            "answered twice",
		"XNEW:Y":                   `"XNEW:Y" is no question`,
		harmless + "/XIH:Y":        "XIH is Y, which does not follow",
		harmless + "/XIH:N/XIH:N":  "answered twice",
		"XAVN:Y/CVSS:3.1/XAVT:Y/Q": `"Q" is no question`,
	} {
		if _, err := ParseExtended(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want an error with %q", text, err, want)
		}
	}
}

// FuzzExtended: what is read is written as it was read, and read again.
func FuzzExtended(f *testing.F) {
	f.Add("XAVN:Y/XAVT:N/XAVW:Y/XAVR:N/XCH:Y")
	f.Add("CVSS:3.1/AV:N/" + harmless)
	f.Fuzz(func(t *testing.T, text string) {
		answers, err := ParseExtended(text)
		if err != nil {
			return
		}
		b := Apply(answers)
		again, err := ParseExtended(b.Extended)
		if err != nil || Apply(again).Vector != b.Vector {
			t.Errorf("%q gives %q, which reads as %v: %v", text, b.Extended, again, err)
		}
	})
}
