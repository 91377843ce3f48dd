package people

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// reference is from the tests of the reference implementation of argon2 (github.com/P-H-C/phc-winner-argon2, test.c): 64 MiB, 2 passes, 1 lane.
const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"

func TestHashAndVerify(t *testing.T) {
	h := NewHasher(HasherOptions{Random: bytes.NewReader([]byte("0123456789abcdef"))})
	hash, err := h.Hash(t.Context(), "vier Wörter ohne Sinn")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=65536,t=3,p=4$MDEyMzQ1Njc4OWFiY2RlZg$") {
		t.Errorf("got %s", hash)
	}
	type answer struct{ OK, Stale bool }
	for _, c := range []struct {
		name, password, kept string
		want                 answer
	}{
		{"right", "vier Wörter ohne Sinn", hash, answer{true, false}},
		{"right, from a keyboard that composes otherwise", "vier Wo\u0308rter ohne Sinn", hash, answer{true, false}},
		{"wrong", "vier Wörter ohne sinn", hash, answer{}},
		{"empty", "", hash, answer{}},
		{"longer than any", "vier Wörter ohne Sinn" + strings.Repeat("x", 1024), hash, answer{}},
		{"made by others at another cost", "password", reference, answer{true, true}},
		{"wrong, at another cost", "Password", reference, answer{}},
	} {
		ok, stale, err := h.Verify(t.Context(), c.password, c.kept)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if d := cmp.Diff(c.want, answer{ok, stale}); d != "" {
			t.Errorf("%s: -want +got\n%s", c.name, d)
		}
	}
}

func TestSaltsAreDrawnAnew(t *testing.T) {
	h := NewHasher(HasherOptions{})
	a, err := h.Hash(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	b, err := h.Hash(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	if a == b {
		t.Error("two hashes of one password are equal")
	}
}

func TestHashFails(t *testing.T) {
	broken := NewHasher(HasherOptions{Random: iotest.ErrReader(errors.New("no entropy"))})
	if _, err := broken.Hash(t.Context(), "x"); err == nil || err.Error() != "hash a password: draw a salt: no entropy" {
		t.Errorf("got %v", err)
	}
	if _, err := NewHasher(HasherOptions{}).Hash(t.Context(), strings.Repeat("x", 1025)); err == nil || err.Error() != "hash a password: it has more than 1024 bytes" {
		t.Errorf("got %v", err)
	}
}

func TestNoMoreHashesAtOnceThanAllowed(t *testing.T) {
	h := NewHasher(HasherOptions{AtOnce: 1})
	h.slots <- struct{}{} // another one is at work
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("the browser went away"))
	const want = "wait for a turn to check a password: the browser went away"
	if _, _, err := h.Verify(ctx, "password", reference); err == nil || err.Error() != want {
		t.Errorf("verify: got %v, want %s", err, want)
	}
	if err := h.VerifyNobody(ctx, "password"); err == nil || err.Error() != want {
		t.Errorf("an account that does not exist must wait as one that does: got %v, want %s", err, want)
	}
	if ok, _, err := h.Verify(ctx, strings.Repeat("x", 1025), reference); ok || err != nil {
		t.Errorf("what is longer than any password costs no hash: %v, %v", ok, err)
	}
	<-h.slots
	if ok, _, err := h.Verify(t.Context(), "password", reference); !ok || err != nil {
		t.Errorf("when its turn comes: %v, %v", ok, err)
	}
	if len(h.slots) != 0 {
		t.Error("the turn was not given back")
	}
	if cap(NewHasher(HasherOptions{}).slots) != 2 {
		t.Error("the default is two at once")
	}
}

func TestParsePHCRefuses(t *testing.T) {
	const form = "the hash is not argon2id in PHC form"
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", form},
		{"bcrypt", "$2b$12$abcdefghijklmnopqrstuu5Y1Yy7bV8F3cKqCzQW1m1m1m1m1m1m", form},
		{"argon2i", strings.Replace(reference, "argon2id", "argon2i", 1), form},
		{"old version", strings.Replace(reference, "v=19", "v=16", 1), form},
		{"no version", strings.Replace(reference, "v=19$", "", 1), form},
		{"leading zero", strings.Replace(reference, "t=2", "t=02", 1), form},
		{"no passes", strings.Replace(reference, "t=2", "t=0", 1), form},
		{"something behind", reference + "\n", form},
		{"salt of 7 bytes", strings.Replace(reference, "c29tZXNhbHQ", "c29tc2FsdA", 1), form},
		{"all memory", strings.Replace(reference, "m=65536", "m=4194304", 1), "the hash asks for m=4194304, t=2, p=1; at most m=262144, t=16, p=16 and at least m=8p are computed"},
		{"too many passes", strings.Replace(reference, "t=2", "t=99", 1), "the hash asks for m=65536, t=99, p=1; at most m=262144, t=16, p=16 and at least m=8p are computed"},
		{"too little memory for the lanes", strings.Replace(reference, "m=65536,t=2,p=1", "m=15,t=2,p=2", 1), "the hash asks for m=15, t=2, p=2; at most m=262144, t=16, p=16 and at least m=8p are computed"},
		{"salt with bits left over", strings.Replace(reference, "c29tZXNhbHQ", "c29tZXNhbHR", 1), "the salt of the hash is not base 64"},
		{"hash with bits left over", reference[:len(reference)-1] + "d", "the hash is not base 64"},
	} {
		if _, err := parsePHC(c.in); err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
	_, _, err := NewHasher(HasherOptions{}).Verify(t.Context(), "x", "plain text")
	if err == nil || err.Error() != "check a password: "+form {
		t.Errorf("got %v", err)
	}
}

func FuzzParsePHC(f *testing.F) {
	f.Add(reference)
	f.Add(phc(today, make([]byte, saltBytes), make([]byte, hashBytes)))
	f.Add("$argon2id$v=19$m=9999999,t=99,p=99$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, s string) {
		k, err := parsePHC(s)
		if err != nil {
			return
		}
		if back := phc(k.cost, k.salt, k.sum); back != s {
			t.Errorf("%q comes back as %q", s, back)
		}
		if k.memory > maxMemory || k.passes > 16 || k.lanes > 16 || k.memory < 8*uint32(k.lanes) {
			t.Errorf("%q would cost %+v", s, k.cost)
		}
	})
}
