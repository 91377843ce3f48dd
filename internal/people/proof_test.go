package people

import (
	"strings"
	"testing"

	"cordon/internal/people/peopletest"
)

// signingOf holds the whole ceremony for a signature.
func signingOf(t *testing.T, k *Passkeys, p *Person, d *peopletest.Device, s Signature) (Proof, error) {
	t.Helper()
	options, c, err := k.BeginSigning(*p, s.Intent())
	if err != nil {
		t.Fatal(err)
	}
	used, proof, err := k.FinishSigning(*p, keptAsJSON(t, c), d.Sign(options), s.Intent())
	if err == nil {
		p.Passkeys[0] = used
	}
	return proof, err
}

func TestSigningLeavesAProof(t *testing.T) {
	k, _ := newPasskeys(t)
	p := anna()
	d := enrol(t, k, &p)
	s := signed()
	proof, err := signingOf(t, k, &p, d, s)
	if err != nil {
		t.Fatal(err)
	}
	proof = keptAsJSON(t, proof)
	if err := proof.Check(s.Intent(), "https://cordon.example"); err != nil {
		t.Errorf("a good proof: %v", err)
	}
	other := s
	other.Meaning = Authorship
	enrol(t, k, &p) // a second device
	for _, c := range []struct {
		name   string
		change func(*Proof)
		of     Signature
		origin string
		want   string
	}{
		{"another meaning", func(*Proof) {}, other, "https://cordon.example", "it is for something else"},
		{"another installation", func(*Proof) {}, s, "https://cordon2.example", "origin"},
		{"another key", func(q *Proof) { q.PublicKey = p.Passkeys[1].Credential.PublicKey }, s, "https://cordon.example", "signature"},
		{"changed signature", func(q *Proof) { q.Signature = append([]byte{}, q.Signature...); q.Signature[20] ^= 1 }, s, "https://cordon.example", "signature"},
		{"person not verified", func(q *Proof) {
			q.AuthenticatorData = append([]byte{}, q.AuthenticatorData...)
			q.AuthenticatorData[32] = 1
		}, s, "https://cordon.example", "User verification required"},
		{"no key", func(q *Proof) { q.PublicKey = nil }, s, "https://cordon.example", "public key"},
		{"nothing", func(q *Proof) { *q = Proof{} }, s, "https://cordon.example", "ID missing"},
		{"an id that is no base 64", func(q *Proof) { q.Passkey = "ä" }, s, "https://cordon.example", `check the proof of passkey "ä": its id is not base 64`},
		{"an origin that is none", func(*Proof) {}, s, "\x7f", "invalid control character"},
	} {
		q := proof
		c.change(&q)
		err := q.Check(c.of.Intent(), c.origin)
		if err == nil || !strings.HasPrefix(err.Error(), "check the proof of passkey ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func TestSigningIsRefused(t *testing.T) {
	k, _ := newPasskeys(t)
	a, b := anna(), bob()
	hers, his := enrol(t, k, &a), enrol(t, k, &b)
	s := signed()
	changed := s
	changed.Digest = strings.Repeat("1", 64)
	begin := func() ([]byte, Ceremony) {
		options, c, err := k.BeginSigning(a, s.Intent())
		if err != nil {
			t.Fatal(err)
		}
		return options, c
	}

	options, c := begin()
	_, _, err := k.FinishSigning(a, c, hers.Sign(options), changed.Intent())
	checkRefused(t, err, "what you were asked to sign has changed", "read it again and sign it then")

	options, c = begin()
	_, _, err = k.FinishSigning(b, c, his.Sign(options), s.Intent())
	checkNotTaken(t, err, `does not sign as "01KAZ4T3M2Q8W6R5Y7X9ZB0B00"`)

	options, c = begin()
	_, _, err = k.FinishSigning(a, c, his.Sign(options), s.Intent())
	checkNotTaken(t, err, "not owned by the user")

	options, c = begin()
	hers.Verifies = false
	_, _, err = k.FinishSigning(a, c, hers.Sign(options), s.Intent())
	checkNotTaken(t, err, "User verification required")
	hers.Verifies = true

	// An answer of signing in is none to sign with, although the person and the device are right.
	in, _, err := k.BeginSignIn()
	if err != nil {
		t.Fatal(err)
	}
	_, c = begin()
	_, _, err = k.FinishSigning(a, c, hers.Sign(in), s.Intent())
	checkNotTaken(t, err, "challenge")

	_, _, err = k.BeginSigning(Person{Account: "x"}, s.Intent())
	checkRefused(t, err, "you have no passkey", "sign with your password, or add a passkey first")

	if _, err := signingOf(t, k, &a, hers, s); err != nil {
		t.Errorf("and at last as it should be: %v", err)
	}
}
