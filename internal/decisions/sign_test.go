package decisions

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"strings"
	"testing"

	"cordon/internal/diag"
)

func TestTheMessageIsTheRecordAsSortedJSON(t *testing.T) {
	var ds diag.List
	d, _ := Parse("a.yaml", []byte(good), &ds).Decisions.Get("wrong")
	d.Signatures = []Signature{{Key: word([]byte("k")), Value: word([]byte("v"))}}
	want := `cordon decision 1
{"about":"wrong","choice":"accept","evidence":["CER 5.2"],"id":"wrong","rested-on":{"p1":"0.001 to 0.02","p2":"0.6 to 1","probability":"0.0006 to 0.02",` +
		`"severity":{"adult":"critical"},"verdict":"reduce","ways":[{"likelihood":"low","steps":[{"elements":["send","values"],"rule":"THR-0020","threat":"T-QIBNT6P4PJP4"}]}]},` +
		`"role":"clinical lead","until":"2027-06-30","when":"2026-11-25","who":"A. Lindgren","why":"The fall-back is used anyway."}`
	if got := string(Message("wrong", &d)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// testKey reads the key pair in testdata: the examples of RFC 8410, section 10, so no secret.
func testKey(t *testing.T) (ed25519.PrivateKey, ed25519.PublicKey) {
	t.Helper()
	read := func(name string) []byte {
		src, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return src
	}
	private, err := ParsePrivateKey(read("rfc8410.key"))
	if err != nil {
		t.Fatal(err)
	}
	public, err := ParsePublicKey(read("rfc8410.pub"))
	if err != nil {
		t.Fatal(err)
	}
	if !public.Equal(private.Public()) {
		t.Fatal("the keys in testdata are no pair")
	}
	return private, public
}

// signed is the good file with a signature in it.
func signed(t *testing.T, src string) []byte {
	t.Helper()
	private, _ := testKey(t)
	var ds diag.List
	d, _ := Parse("a.yaml", []byte(src), &ds).Decisions.Get("wrong")
	out, err := AddSignature("a.yaml", []byte(src), "wrong", Sign("wrong", &d, private), &ds)
	if err != nil || ds.Len() > 0 {
		t.Fatal(err, ds.Sorted())
	}
	return out
}

// valid tells whether a file is sound and its record carries a signature by the key of testdata that fits.
func valid(t *testing.T, src []byte) bool {
	t.Helper()
	_, public := testKey(t)
	var ds diag.List
	f := Parse("a.yaml", src, &ds)
	if ds.HasErrors() {
		return false
	}
	for _, e := range f.Decisions {
		if s, ok := e.Value.By(public); ok && s.Fits(e.Key, &e.Value) {
			return true
		}
	}
	return false
}

func TestASignatureOutlivesLayoutOnly(t *testing.T) {
	src := string(signed(t, "# A comment.\n"+good))
	if !strings.HasPrefix(src, "# A comment.\n") || !valid(t, []byte(src)) {
		t.Fatalf("not signed:\n%s", src)
	}
	laid := strings.NewReplacer("why: The fall-back", "# Said in the meeting.\n    why: The fall-back", "{adult: critical}", "\n        adult: critical").Replace(src)
	if laid == src || !valid(t, []byte(laid)) {
		t.Errorf("another layout breaks it:\n%s", laid)
	}
	again := signed(t, src)
	if !bytes.Equal(again, []byte(src)) {
		t.Errorf("signing twice changes the file:\n%s", again)
	}
	if valid(t, []byte(strings.Replace(src, "  wrong:", "  other:", 1))) {
		t.Error("a record under another id passes")
	}
	if valid(t, []byte(good)) {
		t.Error("a file without signature passes")
	}
}

// Each single byte of the file is changed in turn. What still passes must say the same: then only layout was changed.
func TestOneChangedByteBreaksTheSignature(t *testing.T) {
	src := signed(t, good)
	var ds diag.List
	d, _ := Parse("a.yaml", src, &ds).Decisions.Get("wrong")
	broken := 0
	for i := range src {
		for _, by := range []byte{1, 0x20} {
			changed := bytes.Clone(src)
			changed[i] ^= by
			if !valid(t, changed) {
				broken++
				continue
			}
			now, _ := Parse("a.yaml", changed, &ds).Decisions.Get("wrong")
			if !bytes.Equal(Message("wrong", &d), Message("wrong", &now)) {
				t.Errorf("byte %d: the record says something else and passes:\n%s", i, changed)
			}
		}
	}
	if broken < len(src) {
		t.Errorf("%d of %d changes break it", broken, 2*len(src))
	}
}

func TestAnotherKeyDoesNotPass(t *testing.T) {
	src := signed(t, good)
	var ds diag.List
	d, _ := Parse("a.yaml", src, &ds).Decisions.Get("wrong")
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	if _, ok := d.By(other.Public().(ed25519.PublicKey)); ok {
		t.Error("it is said to be signed with a key that did not sign")
	}
	s := d.Signatures[0]
	s.Key = word(other.Public().(ed25519.PublicKey))
	if s.Fits("wrong", &d) {
		t.Error("a signature passes under the name of another key")
	}
	out, err := AddSignature("a.yaml", src, "wrong", Sign("wrong", &d, other), &ds)
	if err != nil {
		t.Fatal(err)
	}
	both, _ := Parse("a.yaml", out, &ds).Decisions.Get("wrong")
	if len(both.Signatures) != 2 || !both.Signatures[0].Fits("wrong", &both) || !both.Signatures[1].Fits("wrong", &both) {
		t.Errorf("two signatures do not stand beside each other:\n%s", out)
	}
}

func TestErrorsHoldNothingOfAKey(t *testing.T) {
	src, err := os.ReadFile("testdata/rfc8410.key")
	if err != nil {
		t.Fatal(err)
	}
	secret := strings.Split(string(src), "\n")[1]
	for name, text := range map[string]string{
		"cut off":          string(src[:60]),
		"another label":    strings.ReplaceAll(string(src), "PRIVATE", "RSA PRIVATE"),
		"another form":     strings.Replace(string(src), "MC4", "MC5", 1),
		"with more behind": string(src) + "x",
		"empty":            "",
	} {
		_, err := ParsePrivateKey([]byte(text))
		if err == nil || strings.Contains(err.Error(), secret[20:30]) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := ParsePublicKey([]byte(text)); err == nil {
			t.Errorf("%s passes for a public key", name)
		}
	}
}
