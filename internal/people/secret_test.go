package people

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/iotest"
)

func secretOf(t testing.TB, p Purpose, fill byte) Secret {
	t.Helper()
	s, err := NewSecret(p, bytes.NewReader(bytes.Repeat([]byte{fill}, 32)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSecretsHaveAFixedForm(t *testing.T) {
	for _, c := range []struct {
		purpose Purpose
		fill    byte
		want    string
	}{
		{Token, 0x00, "cordon_" + strings.Repeat("0", 43) + "3NmCPS"},
		{Token, 0xff, "cordon_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp10LulFi"},
		{Session, 0x00, "cordon_session_" + strings.Repeat("0", 43) + "0M9Dy2"},
		{Share, 0x00, "cordon_share_" + strings.Repeat("0", 43) + "1iAULw"},
		{Setup, 0x00, "cordon_setup_" + strings.Repeat("0", 43) + "1NZ72f"},
	} {
		s := secretOf(t, c.purpose, c.fill)
		if s.Reveal() != c.want {
			t.Errorf("%s of %#x: got %s, want %s", c.purpose, c.fill, s.Reveal(), c.want)
		}
		back, err := ParseSecret(c.purpose, s.Reveal())
		if err != nil || back != s {
			t.Errorf("%s does not come back: %v", c.purpose, err)
		}
	}
}

func TestSecretsAreDrawnAnew(t *testing.T) {
	a, err := NewSecret(Session, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewSecret(Session, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a == b {
		t.Error("two secrets are one")
	}
	if !a.Is(a.Hash()) || a.Is(b.Hash()) || a.Is("") || a.Is(a.Reveal()) {
		t.Error("a secret is told by its own hash and by nothing else")
	}
	if len(a.Hash()) != 64 || strings.Contains(a.Hash(), a.Reveal()) {
		t.Errorf("hash %q", a.Hash())
	}
}

func TestNoSecretWithoutRandomness(t *testing.T) {
	for name, r := range map[string]io.Reader{"broken": iotest.ErrReader(errors.New("no entropy")), "short": strings.NewReader("only a little")} {
		s, err := NewSecret(Token, r)
		if err == nil || s != (Secret{}) || !strings.HasPrefix(err.Error(), "draw a secret: ") {
			t.Errorf("%s: got %q, %v", name, s.Reveal(), err)
		}
	}
}

func TestParseSecretRefusesWithoutAStore(t *testing.T) {
	const hint = "copy it again, from beginning to end"
	good := secretOf(t, Token, 0xa5).Reveal()
	swapped := good[:20] + string(good[21]) + string(good[20]) + good[22:]
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", "this does not begin with cordon_"},
		{"another prefix", "ghp_" + good[7:], "this does not begin with cordon_"},
		{"case of the prefix", "Cordon_" + good[7:], "this does not begin with cordon_"},
		{"shortened", good[:len(good)-1], "this has not 49 letters and digits after cordon_"},
		{"longer", good + "0", "this has not 49 letters and digits after cordon_"},
		{"a blank inside", good[:20] + " " + good[21:], "this has not 49 letters and digits after cordon_"},
		{"a newline at the end", good[:len(good)-1] + "\n", "this has not 49 letters and digits after cordon_"},
		{"letters swapped", swapped, "the check letters at the end do not match"},
		{"a session is no token", secretOf(t, Session, 1).Reveal(), "this has not 49 letters and digits after cordon_"},
		{"a session's letters are no token", "cordon_" + secretOf(t, Session, 1).Reveal()[len(Session):], "the check letters at the end do not match"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := ParseSecret(Token, c.in)
			checkRefused(t, err, c.want, hint)
			if s != (Secret{}) {
				t.Error("refused, and given nevertheless")
			}
		})
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	s := secretOf(t, Share, 0x17)
	held := struct{ S Secret }{s}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb+" "+verb+"\n", s, held)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "secret", s, "held", held)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "secret", s, "held", held)
	if err := json.NewEncoder(&out).Encode(held); err != nil {
		t.Fatal(err)
	}
	body := s.Reveal()[len(Share):]
	if strings.Contains(out.String(), body) || strings.Contains(out.String(), fmt.Sprintf("%x", body)) {
		t.Errorf("the secret was printed:\n%s", out.String())
	}
	if got := fmt.Sprint(s, Secret{}); got != "cordon_share_(hidden) (hidden)" {
		t.Errorf("got %q", got)
	}
}

func FuzzParseSecret(f *testing.F) {
	for _, p := range []Purpose{Token, Session, Browser, Share, Webhook, Setup} {
		f.Add(string(p), secretOf(f, p, 3).Reveal())
	}
	f.Add("cordon_", "cordon_")
	f.Fuzz(func(t *testing.T, purpose, text string) {
		s, err := ParseSecret(Purpose(purpose), text)
		if err != nil {
			return
		}
		if s.Reveal() != text || len(text) != len(purpose)+49 {
			t.Errorf("took %q for a secret of %q", text, purpose)
		}
	})
}
