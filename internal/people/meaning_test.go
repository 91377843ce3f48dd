package people

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func signed() Signature {
	return Signature{
		Account: "01KAZ4T3M2Q8W6R5Y7X9ZABCDE", At: noon, Digest: strings.Repeat("0af1", 16), Meaning: Approval, Method: ByPasskey,
		Name: "Anna Müller", Reason: "The benefit <outweighs> the \"residual\" risk & more.\nSee section 5.", Role: "clinical", Subject: "decision late-adjustment, revision 12",
	}
}

func TestCanonicalForm(t *testing.T) {
	const want = `{"account":"01KAZ4T3M2Q8W6R5Y7X9ZABCDE","at":"2026-11-26T12:00:00Z","digest":"0af10af10af10af10af10af10af10af10af10af10af10af10af10af10af10af1",` +
		`"meaning":"approval","method":"passkey","name":"Anna Müller","reason":"The benefit <outweighs> the \"residual\" risk & more.\nSee section 5.","role":"clinical",` +
		`"subject":"decision late-adjustment, revision 12"}`
	s := signed()
	if got := string(s.Canonical()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var back Signature
	if err := json.Unmarshal(s.Canonical(), &back); err != nil || back != s {
		t.Errorf("does not come back: %+v, %v", back, err)
	}
	sum := s.Sum()
	if got := hex.EncodeToString(sum[:]); got != "f3adebe308d37603c42f209e11e44869f9eb54b36310c4f94a8b5eaa0da3811c" {
		t.Errorf("sum %s", got)
	}
}

func TestIntentIsTheFormWithoutTimeAndMethod(t *testing.T) {
	s := signed()
	form := strings.NewReplacer("2026-11-26T12:00:00Z", "0001-01-01T00:00:00Z", `"method":"passkey"`, `"method":""`).Replace(string(s.Canonical()))
	if s.Intent() != sha256.Sum256([]byte(form)) {
		t.Errorf("the intent is not the SHA-256 of %s, as docs/user/people.md says", form)
	}
}

func TestKeysAreSorted(t *testing.T) {
	var keys []string
	for f := range reflect.TypeFor[Signature]().Fields() {
		keys = append(keys, f.Tag.Get("json"))
	}
	if len(keys) != 9 || !slices.IsSorted(keys) {
		t.Errorf("RFC 8785 wants sorted keys: %v", keys)
	}
}

func TestEachPartIsInTheSum(t *testing.T) {
	sums, intents := map[[32]byte]string{}, map[[32]byte]string{}
	sums[signed().Sum()], intents[signed().Intent()] = "unchanged", "unchanged"
	for i := range reflect.TypeFor[Signature]().NumField() {
		s := signed()
		name := reflect.TypeFor[Signature]().Field(i).Name
		switch f := reflect.ValueOf(&s).Elem().Field(i); f.Kind() {
		case reflect.String:
			f.SetString(f.String() + "x")
		default:
			s.At = s.At.Add(time.Millisecond)
		}
		if other, ok := sums[s.Sum()]; ok {
			t.Errorf("with another %s the sum is that with %s", name, other)
		}
		sums[s.Sum()] = name
		other, same := intents[s.Intent()]
		if want := name == "At" || name == "Method"; same != want {
			t.Errorf("with another %s the intent is that with %s", name, other)
		}
		intents[s.Intent()] = name
	}
}

func TestCheckSignature(t *testing.T) {
	const beginning = "the signature is not complete: "
	berlin := time.FixedZone("CET", 3600)
	for _, c := range []struct {
		name   string
		change func(*Signature)
		want   string
	}{
		{"complete", func(*Signature) {}, ""},
		{"by password", func(s *Signature) { s.Method = ByPassword }, ""},
		{"no account", func(s *Signature) { s.Account = "" }, "the account is missing"},
		{"blank name", func(s *Signature) { s.Name = " \u00a0" }, "the printed name is missing; the printed name has characters that cannot be printed"},
		{"no reason", func(s *Signature) { s.Reason = "" }, "the reason is missing"},
		{"reason of 2001", func(s *Signature) { s.Reason = strings.Repeat("ä", 2001) }, "the reason has more than 2000 characters"},
		{"a name of two lines", func(s *Signature) { s.Name = "Anna\nApproved by: Bob" }, "the printed name has characters that cannot be printed"},
		{"a subject turned around", func(s *Signature) { s.Subject = "x\u202ey" }, "the subject has characters that cannot be printed"},
		{"a reason that RFC 8785 writes otherwise", func(s *Signature) { s.Reason = "x\u2028y" }, "the reason has characters that cannot be printed"},
		{"a role that is no text", func(s *Signature) { s.Role = "\xff" }, "the role has characters that cannot be printed"},
		{"local time", func(s *Signature) { s.At = s.At.In(berlin) }, "the time is not in milliseconds of UTC"},
		{"nanoseconds", func(s *Signature) { s.At = s.At.Add(1) }, "the time is not in milliseconds of UTC"},
		{"another meaning", func(s *Signature) { s.Meaning = "seen" }, `the meaning "seen" is none of authorship, review, approval, responsibility`},
		{"session", func(s *Signature) { s.Method = "session" }, `the method "session" is neither password nor passkey`},
		{"capitals in the digest", func(s *Signature) { s.Digest = strings.ToUpper(s.Digest) }, "the digest is not SHA-256 in lower-case hex"},
		{"short digest", func(s *Signature) { s.Digest = s.Digest[:40] }, "the digest is not SHA-256 in lower-case hex"},
		{"nothing", func(s *Signature) { *s = Signature{} }, "the account is missing; the printed name is missing; the role is missing; the subject is missing; the reason is missing; " +
			`the time is missing; the meaning "" is none of authorship, review, approval, responsibility; the method "" is neither password nor passkey; the digest is not SHA-256 in lower-case hex`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := signed()
			c.change(&s)
			want := c.want
			if want != "" {
				want = beginning + want
			}
			checkRefused(t, s.Check(), want, "")
		})
	}
}

func TestSignatureAsPrinted(t *testing.T) {
	want := fmt.Sprintf(`Signed by Anna Müller (clinical), 2026-11-26 12:00:00 UTC
Meaning: approval, with passkey
Reason: The benefit <outweighs> the "residual" risk & more.
        See section 5.
Of: decision late-adjustment, revision 12 (SHA-256 %s)
`, signed().Digest)
	if got := signed().Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
