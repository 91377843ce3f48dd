package workbench

import (
	"strings"
	"testing"
	"time"

	"cordon/internal/people"
)

func signed() Signed {
	return Signed{
		About: "decision:late.yaml", Content: strings.Repeat("ab", 32), ID: "06h1", Project: "p", Revision: "r",
		Signature: people.Signature{
			Account: "a", At: time.Date(2026, 11, 26, 12, 0, 0, 5e6, time.UTC), Digest: strings.Repeat("0c", 32), Meaning: people.Approval,
			Method: people.ByPassword, Name: "Anna Schmidt", Reason: "It <may> be used & is safe.", Role: "clinical", Subject: "decision late of Watch, revision 1",
		},
	}
}

func TestASignatureIsReadAsItWasWritten(t *testing.T) {
	path, data, err := signed().file()
	if err != nil {
		t.Fatal(err)
	}
	got, err := readSignature(data)
	if err != nil || got != signed() || path != "signatures/06h1.json" {
		t.Errorf("%s: %+v, %v", path, got, err)
	}
	if !strings.Contains(string(data), `"reason":"It <may> be used & is safe."`) {
		t.Errorf("written as %s", data)
	}
}

func TestWhatIsNoSignatureIsSaid(t *testing.T) {
	for src, want := range map[string]string{
		"{":                            "it is no signature: unexpected EOF",
		`{"about": "x"}`:               `"x" names nothing that can be spoken of`,
		`{"more": 1}`:                  `it is no signature: json: unknown field "more"`,
		`{"about": "decision:a.yaml"}`: "the signature is not complete: the account is missing",
		strings.Repeat(" ", 64<<10+1):  "it has more than 65536 bytes",
	} {
		if _, err := readSignature([]byte(src)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.40q: %v, want %s", src, err, want)
		}
	}
}

func FuzzReadSignature(f *testing.F) {
	_, data, err := signed().file()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"about":"decision:a","proof":{}}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		s, err := readSignature(src)
		if err != nil {
			return
		}
		_, again, err := s.file()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := readSignature(again); err != nil {
			t.Errorf("%q is a signature, and written again is none: %v", src, err)
		}
	})
}

func TestPathsOfSignaturesAreKnownInAnyCase(t *testing.T) {
	for path, want := range map[string]bool{"signatures/a.json": true, "Signatures/b.json": true, "signatures": true, "signatures.yaml": false, "x/signatures/a.json": false} {
		if got := ofSignatures(path); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}
