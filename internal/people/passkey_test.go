package people

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"cordon/internal/people/peopletest"
)

const (
	notAccepted = "the passkey was not accepted"
	tryAgain    = "try again, or sign in another way"
)

// clock is a clock that tests turn.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func newPasskeys(t *testing.T) (*Passkeys, *clock) {
	t.Helper()
	c := &clock{noon}
	k, err := NewPasskeys(PasskeyOptions{Origin: "https://cordon.example", Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	return k, c
}

// keptAsJSON sends a value through JSON, as a store does.
func keptAsJSON[T any](t *testing.T, v T) T {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var back T
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	return back
}

// enrol gives a person a passkey on a new device, through the whole ceremony.
func enrol(t *testing.T, k *Passkeys, p *Person) *peopletest.Device {
	t.Helper()
	d := peopletest.NewDevice(t)
	options, c, err := k.BeginRegistration(*p)
	if err != nil {
		t.Fatal(err)
	}
	key, err := k.FinishRegistration(*p, keptAsJSON(t, c), d.Register(options), "telephone")
	if err != nil {
		t.Fatalf("register: %v", err)
	}
	p.Passkeys = append(p.Passkeys, keptAsJSON(t, key))
	return d
}

func anna() Person {
	return Person{Account: "01KAZ4T3M2Q8W6R5Y7X9ZANNA0", Email: "anna@hospital.example", Name: "Anna Müller"}
}
func bob() Person {
	return Person{Account: "01KAZ4T3M2Q8W6R5Y7X9ZB0B00", Email: "bob@hospital.example", Name: "Bob"}
}

// among finds accounts among some people, as a store would.
func among(people ...*Person) func(string) (Person, error) {
	return func(account string) (Person, error) {
		for _, p := range people {
			if p.Account == account {
				return *p, nil
			}
		}
		return Person{}, refuse("there is no such account", "")
	}
}

func checkNotTaken(t *testing.T, err error, cause string) {
	t.Helper()
	checkRefused(t, err, notAccepted, tryAgain)
	if got := errors.Unwrap(err); got == nil || !strings.Contains(got.Error(), cause) {
		t.Errorf("cause %v, want one with %q", got, cause)
	}
}

func TestOptionsAskForTwoFactorsOnTheDevice(t *testing.T) {
	k, _ := newPasskeys(t)
	p := anna()
	d := enrol(t, k, &p)
	options, c, err := k.BeginRegistration(p)
	if err != nil {
		t.Fatal(err)
	}
	a := d.Read(options)
	if a.RP.ID != "cordon.example" || a.User.ID != base64.RawURLEncoding.EncodeToString([]byte(p.Account)) || a.Selection.ResidentKey != "required" || a.Selection.UserVerification != "required" ||
		a.Attestation != "none" || a.Timeout != 300000 || len(a.ExcludeCredentials) != 1 || a.ExcludeCredentials[0].ID != base64.RawURLEncoding.EncodeToString(d.ID) {
		t.Errorf("registration asks %s", options)
	}
	if want := noon.Add(5 * time.Minute); !c.Expires.Equal(want) || c.Kind != Registering || c.Account != p.Account {
		t.Errorf("kept %+v", c)
	}
	options, c, err = k.BeginSignIn()
	if err != nil {
		t.Fatal(err)
	}
	a = d.Read(options)
	if a.RPID != "cordon.example" || a.UserVerification != "required" || len(a.AllowCredentials) != 0 || len(c.Session.UserID) != 0 {
		t.Errorf("signing in asks %s", options)
	}
	options, c, err = k.BeginSigning(p, signed().Intent())
	if err != nil {
		t.Fatal(err)
	}
	a = d.Read(options)
	challenge, err := base64.RawURLEncoding.DecodeString(a.Challenge)
	intent := signed().Intent()
	if err != nil || len(challenge) != 64 || !strings.HasSuffix(string(challenge), string(intent[:])) || len(a.AllowCredentials) != 1 || a.UserVerification != "required" {
		t.Errorf("signing asks %s", options)
	}
	if !sameHex(c.Signs, intent) {
		t.Errorf("kept %+v", c)
	}
}

func TestSignInWithAPasskey(t *testing.T) {
	k, clock := newPasskeys(t)
	a, b := anna(), bob()
	mine := enrol(t, k, &a)
	enrol(t, k, &b)
	added := a.Passkeys[0]
	if added.Name != "telephone" || !added.Added.Equal(noon) || !added.Used.IsZero() || added.ID != base64.RawURLEncoding.EncodeToString(mine.ID) {
		t.Errorf("registered %+v", added)
	}
	clock.at = noon.Add(time.Hour)
	for n := range 3 {
		options, c, err := k.BeginSignIn()
		if err != nil {
			t.Fatal(err)
		}
		who, used, err := k.FinishSignIn(keptAsJSON(t, c), mine.Sign(options), among(&a, &b))
		if err != nil {
			t.Fatalf("time %d: %v", n, err)
		}
		if who.Account != a.Account || used.ID != added.ID || !used.Used.Equal(clock.at) || used.Name != "telephone" || used.Credential.Authenticator.SignCount != mine.Count {
			t.Errorf("time %d: %s with %+v", n, who.Account, used)
		}
		a.Passkeys[0] = keptAsJSON(t, used)
	}
}

func TestADeviceWithoutCounterSignsInAgainAndAgain(t *testing.T) {
	k, _ := newPasskeys(t)
	p := anna()
	options, c, err := k.BeginRegistration(p)
	if err != nil {
		t.Fatal(err)
	}
	d := peopletest.NewDevice(t)
	d.Counts = false
	key, err := k.FinishRegistration(p, c, d.Register(options), "synced")
	if err != nil {
		t.Fatal(err)
	}
	p.Passkeys = []Passkey{key}
	for range 2 {
		options, c, err := k.BeginSignIn()
		if err != nil {
			t.Fatal(err)
		}
		_, used, err := k.FinishSignIn(c, d.Sign(options), among(&p))
		if err != nil {
			t.Fatal(err)
		}
		p.Passkeys[0] = used
	}
}

func TestSignInIsRefused(t *testing.T) {
	type world struct {
		k         *Passkeys
		anna, bob Person
		hers, his *peopletest.Device
		options   json.RawMessage
		c         Ceremony
		answer    []byte
	}
	for _, c := range []struct {
		name  string
		twist func(*world)
		cause string
	}{
		{"page of another origin", func(w *world) {
			w.hers.Origin = "https://cordon.example.evil.example"
			w.answer = w.hers.Sign(w.options)
		}, "origin"},
		{"page of another port", func(w *world) { w.hers.Origin = "https://cordon.example:8443"; w.answer = w.hers.Sign(w.options) }, "origin"},
		{"page without TLS", func(w *world) { w.hers.Origin = "http://cordon.example"; w.answer = w.hers.Sign(w.options) }, "origin"},
		{"credential of another site", func(w *world) { w.hers.RPID = "evil.example"; w.answer = w.hers.Sign(w.options) }, "RP Hash"},
		{"person not verified", func(w *world) { w.hers.Verifies = false; w.answer = w.hers.Sign(w.options) }, "User verification required"},
		{"answer to another question", func(w *world) {
			other, _, _ := w.k.BeginSignIn()
			w.answer = w.hers.Sign(other)
		}, "challenge"},
		{"replay of an answer in the next ceremony", func(w *world) {
			w.answer = w.hers.Sign(w.options)
			_, w.c, _ = w.k.BeginSignIn()
		}, "challenge"},
		{"registration instead of signature", func(w *world) { w.hers.Kind = "webauthn.create"; w.answer = w.hers.Sign(w.options) }, "ceremony type"},
		{"another device's signature", func(w *world) { w.hers.Key = w.his.Key; w.answer = w.hers.Sign(w.options) }, "signature"},
		{"my passkey as somebody else", func(w *world) { w.his.Handle = w.hers.Handle; w.answer = w.his.Sign(w.options) }, "Unable to find the credential"},
		{"account that is gone", func(w *world) { w.hers.Handle = []byte("01KAZ"); w.answer = w.hers.Sign(w.options) }, "there is no such account"},
		{"no user handle", func(w *world) { w.hers.Handle = nil; w.answer = w.hers.Sign(w.options) }, "blank User Handle"},
		{"passkey that was deleted", func(w *world) { w.answer = w.hers.Sign(w.options); w.anna.Passkeys = nil }, "Unable to find the credential"},
		{"changed client data", func(w *world) {
			var m map[string]any
			json.Unmarshal(w.hers.Sign(w.options), &m)
			r := m["response"].(map[string]any)
			raw, _ := base64.RawURLEncoding.DecodeString(r["clientDataJSON"].(string))
			r["clientDataJSON"] = base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(raw), `false`, ` false`, 1)))
			w.answer, _ = json.Marshal(m)
		}, "signature"},
		{"ceremony to sign", func(w *world) {
			w.options, w.c, _ = w.k.BeginSigning(w.anna, [32]byte{})
			w.answer = w.hers.Sign(w.options)
		}, "a ceremony to sign of account"},
		{"no JSON", func(w *world) { w.answer = []byte("x") }, "Parse error"},
		{"nothing", func(w *world) { w.answer = nil }, "Parse error"},
		{"far too much", func(w *world) { w.answer = make([]byte, 65<<10) }, "the answer has 66560 bytes; at most 65536 are read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := &world{anna: anna(), bob: bob()}
			w.k, _ = newPasskeys(t)
			w.hers, w.his = enrol(t, w.k, &w.anna), enrol(t, w.k, &w.bob)
			var err error
			if w.options, w.c, err = w.k.BeginSignIn(); err != nil {
				t.Fatal(err)
			}
			c.twist(w)
			who, _, err := w.k.FinishSignIn(w.c, w.answer, among(&w.anna, &w.bob))
			checkNotTaken(t, err, c.cause)
			if who.Account != "" {
				t.Errorf("refused, and told that it is %s", who.Account)
			}
		})
	}
}

func TestAnAnswerComesInFiveMinutes(t *testing.T) {
	k, clock := newPasskeys(t)
	p := anna()
	d := enrol(t, k, &p)
	for _, c := range []struct {
		after time.Duration
		want  string
	}{{5 * time.Minute, ""}, {5*time.Minute + 1, "that took longer than five minutes"}} {
		clock.at = noon
		options, ceremony, err := k.BeginSignIn()
		if err != nil {
			t.Fatal(err)
		}
		clock.at = noon.Add(c.after)
		_, used, err := k.FinishSignIn(ceremony, d.Sign(options), among(&p))
		checkRefused(t, err, c.want, "try again")
		if err == nil {
			p.Passkeys[0] = used
		}
	}
}

func TestACopiedPasskeyIsFoundByItsCounter(t *testing.T) {
	k, _ := newPasskeys(t)
	p := anna()
	d := enrol(t, k, &p)
	copied := *d
	signIn := func(d *peopletest.Device) error {
		options, c, err := k.BeginSignIn()
		if err != nil {
			t.Fatal(err)
		}
		_, used, err := k.FinishSignIn(c, d.Sign(options), among(&p))
		if err == nil {
			p.Passkeys[0] = keptAsJSON(t, used)
		}
		return err
	}
	if err := signIn(d); err != nil {
		t.Fatal(err)
	}
	err := signIn(&copied) // its counter is where the original's was
	checkRefused(t, err, "this passkey may have been copied", "sign in another way, delete it, and tell your administrator")
	if !errors.Is(err, ErrCloned) {
		t.Errorf("cause %v", errors.Unwrap(err))
	}
}

func TestRegistrationIsRefused(t *testing.T) {
	for _, c := range []struct {
		name  string
		twist func(d *peopletest.Device, p *Person, c *Ceremony)
		cause string
	}{
		{"page of another origin", func(d *peopletest.Device, _ *Person, _ *Ceremony) { d.Origin = "https://evil.example" }, "origin"},
		{"another site", func(d *peopletest.Device, _ *Person, _ *Ceremony) { d.RPID = "evil.example" }, "RP Hash"},
		{"person not verified", func(d *peopletest.Device, _ *Person, _ *Ceremony) { d.Verifies = false }, "User verification required"},
		{"another challenge", func(_ *peopletest.Device, _ *Person, c *Ceremony) {
			c.Session.Challenge = base64.RawURLEncoding.EncodeToString(make([]byte, 32))
		}, "challenge"},
		{"another kind of answer", func(d *peopletest.Device, _ *Person, _ *Ceremony) { d.Kind = "webauthn.get" }, "ceremony type"},
		{"somebody else's ceremony", func(_ *peopletest.Device, p *Person, _ *Ceremony) { *p = bob() }, `does not register as "01KAZ4T3M2Q8W6R5Y7X9ZB0B00"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			k, _ := newPasskeys(t)
			p, d := anna(), peopletest.NewDevice(t)
			options, ceremony, err := k.BeginRegistration(p)
			if err != nil {
				t.Fatal(err)
			}
			c.twist(d, &p, &ceremony)
			key, err := k.FinishRegistration(p, ceremony, d.Register(options), "x")
			checkNotTaken(t, err, c.cause)
			if key.ID != "" {
				t.Errorf("refused, and gave passkey %s", key.ID)
			}
		})
	}
}

func TestAQuestionToSignAddsNoPasskey(t *testing.T) {
	k, _ := newPasskeys(t)
	p := anna()
	enrol(t, k, &p)
	question, c, err := k.BeginSigning(p, signed().Intent())
	if err != nil {
		t.Fatal(err)
	}
	thief := peopletest.NewDevice(t)
	_, err = k.FinishRegistration(p, c, thief.Register(question), "x")
	checkNotTaken(t, err, `a ceremony to sign of account "01KAZ4T3M2Q8W6R5Y7X9ZANNA0" does not register`)
}

func TestADeviceRegistersOnce(t *testing.T) {
	k, _ := newPasskeys(t)
	p := anna()
	d := enrol(t, k, &p)
	options, c, err := k.BeginRegistration(p)
	if err != nil {
		t.Fatal(err)
	}
	_, err = k.FinishRegistration(p, c, d.Register(options), "again")
	checkRefused(t, err, "you have this passkey already", "choose another device, or delete the passkey first")
}

func TestAStoreThatFailsIsNotThePersonsFault(t *testing.T) {
	k, _ := newPasskeys(t)
	p := anna()
	d := enrol(t, k, &p)
	options, c, err := k.BeginSignIn()
	if err != nil {
		t.Fatal(err)
	}
	down := errors.New("the disk is full")
	_, _, err = k.FinishSignIn(c, d.Sign(options), func(string) (Person, error) { return Person{}, down })
	if r := (*Refused)(nil); !errors.Is(err, down) || errors.As(err, &r) || err.Error() != "find the owner of a passkey: the disk is full" {
		t.Errorf("got %v", err)
	}
}

func TestChallengesNeedRandomness(t *testing.T) {
	k, err := NewPasskeys(PasskeyOptions{Origin: "http://localhost:8080", Random: iotest.ErrReader(errors.New("no entropy")), Now: (&clock{noon}).now})
	if err != nil {
		t.Fatal(err)
	}
	const want = "ask for a passkey: draw a challenge: no entropy"
	if _, _, err := k.BeginSignIn(); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	if _, _, err := k.BeginRegistration(anna()); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestOriginsForPasskeys(t *testing.T) {
	const form = "give scheme, name and perhaps port: https://cordon.hospital.example"
	for _, c := range []struct{ origin, want, hint string }{
		{"https://cordon.example", "", ""},
		{"https://cordon.example:8443", "", ""},
		{"http://localhost:8080", "", ""},
		{"http://cordon.example", "browsers have no passkeys for http://cordon.example", "serve it with https, or open http://localhost on the same machine"},
		{"http://127.0.0.1:8080", "browsers have no passkeys for http://127.0.0.1:8080", "serve it with https, or open http://localhost on the same machine"},
		{"https://192.0.2.7", "browsers have no passkeys for https://192.0.2.7", "use a name, not an address of numbers"},
		{"https://cordon.example/", `"https://cordon.example/" is no origin for passkeys`, form},
		{"cordon.example", `"cordon.example" is no origin for passkeys`, form},
		{"https://a@cordon.example", `"https://a@cordon.example" is no origin for passkeys`, form},
		{"", `"" is no origin for passkeys`, form},
	} {
		_, err := NewPasskeys(PasskeyOptions{Origin: c.origin, Now: (&clock{noon}).now})
		checkRefused(t, err, c.want, c.hint)
	}
}
