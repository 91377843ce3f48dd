package people

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/people/peopletest"
)

func newProvider(t *testing.T, p *peopletest.IDP, change ...func(*ProviderOptions)) (*Provider, *clock) {
	t.Helper()
	c := &clock{noon}
	o := ProviderOptions{Issuer: p.URL, ClientID: "cordon", ClientSecret: peopletest.ClientSecret, RedirectURL: "https://cordon.example/sign-in/back", Now: c.now}
	for _, f := range change {
		f(&o)
	}
	provider, err := NewProvider(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return provider, c
}

func TestSingleSignOn(t *testing.T) {
	for _, c := range []struct {
		name   string
		claims map[string]any
		want   Identity
		link   string
	}{
		{"all claims", nil, Identity{Subject: "4711", Email: "anna@hospital.example", EmailVerified: true, Name: "Anna Müller"}, "anna@hospital.example"},
		{"verified as text", map[string]any{"email_verified": "true"}, Identity{Subject: "4711", Email: "anna@hospital.example", EmailVerified: true, Name: "Anna Müller"}, "anna@hospital.example"},
		{"verified, of another mailbox that folds to it", map[string]any{"email": "ａnna@hospital.example"}, Identity{Subject: "4711", Email: "anna@hospital.example", Name: "Anna Müller"}, ""},
		{"not verified", map[string]any{"email_verified": false}, Identity{Subject: "4711", Email: "anna@hospital.example", Name: "Anna Müller"}, ""},
		{"nothing said of verification", map[string]any{"email_verified": nil}, Identity{Subject: "4711", Email: "anna@hospital.example", Name: "Anna Müller"}, ""},
		{"verified as a number", map[string]any{"email_verified": 1}, Identity{Subject: "4711", Email: "anna@hospital.example", Name: "Anna Müller"}, ""},
		{"no address", map[string]any{"email": nil}, Identity{Subject: "4711", Name: "Anna Müller"}, ""},
		{"an address that is none", map[string]any{"email": "anna"}, Identity{Subject: "4711", Name: "Anna Müller"}, ""},
		{"a name that cannot be printed", map[string]any{"name": "Anna\nBob"}, Identity{Subject: "4711", Email: "anna@hospital.example", EmailVerified: true}, "anna@hospital.example"},
		{"an endless name", map[string]any{"name": strings.Repeat("x", 201)}, Identity{Subject: "4711", Email: "anna@hospital.example", EmailVerified: true}, "anna@hospital.example"},
		{"for several, and for us", map[string]any{"aud": []string{"other", "cordon"}, "azp": "cordon"}, Identity{Subject: "4711", Email: "anna@hospital.example", EmailVerified: true, Name: "Anna Müller"}, "anna@hospital.example"},
	} {
		t.Run(c.name, func(t *testing.T) {
			idp := peopletest.NewIDP(t, noon)
			for k, v := range c.claims {
				idp.Claims[k] = v
			}
			p, _ := newProvider(t, idp)
			address, flow, err := p.Begin()
			if err != nil {
				t.Fatal(err)
			}
			back := idp.Authorize(address)
			back.Set("iss", idp.URL)
			got, err := p.Finish(t.Context(), keptAsJSON(t, flow), back)
			if err != nil {
				t.Fatalf("refused: %v (%v)", err, errors.Unwrap(err))
			}
			c.want.Issuer = idp.URL
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
			link, ok := got.LinkEmail()
			if link != c.link || ok != (c.link != "") {
				t.Errorf("links to %q, %v; want %q", link, ok, c.link)
			}
			if got.Key() != idp.URL+" 4711" {
				t.Errorf("key %q", got.Key())
			}
		})
	}
}

func TestSingleSignOnIsRefused(t *testing.T) {
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	const (
		failed = "signing in with your organisation did not work"
		again  = "try again; if it happens twice, tell those who run this installation"
	)
	type world struct {
		idp   *peopletest.IDP
		p     *Provider
		clock *clock
		flow  Flow
		back  url.Values
	}
	claim := func(k string, v any) func(*world) { return func(w *world) { w.idp.Claims[k] = v } }
	for _, c := range []struct {
		name              string
		twist             func(*world)
		text, hint, cause string
	}{
		{"another browser's state", func(w *world) { w.back.Set("state", strings.Repeat("A", 43)) }, failed, again, "the state is not the one that was sent"},
		{"no state", func(w *world) { w.back.Del("state") }, failed, again, "the state is not the one that was sent"},
		{"no state and none kept", func(w *world) { w.back.Del("state"); w.flow.State = "" }, failed, again, "the state is not the one that was sent"},
		{"flow of another provider", func(w *world) { w.flow.Issuer = "https://other.example" }, failed, again, "the state is not the one that was sent"},
		{"answer of another provider", func(w *world) { w.back.Set("iss", "https://other.example") }, failed, again, `the answer is of "https://other.example"`},
		{"too late", func(w *world) { w.clock.at = noon.Add(10*time.Minute + 1) }, "signing in took longer than ten minutes", "try again", ""},
		{"the provider says no", func(w *world) {
			w.back = url.Values{"state": w.back["state"], "error": {"access_denied"}, "error_description": {"<script>"}}
		},
			"your organisation's sign-on did not let you in", "ask those who run it", `answers with error "access_denied"`},
		{"no code", func(w *world) { w.back.Del("code") }, failed, again, "there is no code"},
		{"code of somebody else", func(w *world) { w.back.Set("code", "code2") }, failed, again, `gives no tokens: status 400, error "invalid_grant"`},
		{"stolen code, without the verifier", func(w *world) { w.flow.Verifier = strings.Repeat("v", 43) }, failed, again, `gives no tokens: status 400, error "invalid_grant"`},
		{"wrong nonce", func(w *world) { w.flow.Nonce = strings.Repeat("n", 43) }, failed, again, "the nonce is not the one that was sent"},
		{"no nonce", claim("nonce", ""), failed, again, "the nonce is not the one that was sent"},
		{"wrong audience", claim("aud", "other"), failed, again, `expected audience "cordon" got ["other"]`},
		{"several audiences, made for nobody", claim("aud", []string{"cordon", "other"}), failed, again, `the token was made for ""`},
		{"made for another", claim("azp", "other"), failed, again, `the token was made for "other"`},
		{"wrong issuer", claim("iss", "https://other.example"), failed, again, "id token issued by a different provider"},
		{"expired", claim("exp", noon.Unix()-1), failed, again, "token is expired"},
		{"not valid yet", claim("nbf", noon.Unix()+301), failed, again, "before the nbf"},
		{"no subject", claim("sub", ""), failed, again, "the subject is empty or has more than 255 bytes"},
		{"endless subject", claim("sub", strings.Repeat("x", 256)), failed, again, "the subject is empty or has more than 255 bytes"},
		{"claims of another shape", claim("email", []string{"x"}), failed, again, "read the claims: "},
		{"alg none", func(w *world) { w.idp.Token = peopletest.Unsigned }, failed, again, "malformed jwt"},
		{"signed with the client's secret", func(w *world) {
			w.idp.Token = func(c []byte) string { return peopletest.HS256(peopletest.ClientSecret, c) }
		}, failed, again, "malformed jwt"},
		{"another key", func(w *world) { w.idp.Token = func(c []byte) string { return peopletest.RS256(t, other, c) } }, failed, again, "failed to verify signature"},
		{"changed claims", func(w *world) {
			w.idp.Token = func(c []byte) string { return peopletest.Tamper(peopletest.RS256(t, w.idp.Key, c), "4711", "4712") }
		}, failed, again, "failed to verify signature"},
		{"no ID token", func(w *world) {
			w.idp.Answer = func(rw http.ResponseWriter) {
				rw.Header().Set("Content-Type", "application/json")
				io.WriteString(rw, `{"access_token":"a","token_type":"Bearer"}`)
			}
		}, failed, again, "gives no ID token"},
		{"redirected elsewhere", func(w *world) {
			w.idp.Answer = func(rw http.ResponseWriter) {
				rw.Header().Set("Location", "/keys")
				rw.WriteHeader(http.StatusTemporaryRedirect)
			}
		}, failed, again, "gives no tokens: status 307"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := &world{idp: peopletest.NewIDP(t, noon)}
			w.p, w.clock = newProvider(t, w.idp)
			address, flow, err := w.p.Begin()
			if err != nil {
				t.Fatal(err)
			}
			w.flow, w.back = flow, w.idp.Authorize(address)
			c.twist(w)
			got, err := w.p.Finish(t.Context(), w.flow, w.back)
			checkRefused(t, err, c.text, c.hint)
			if got != (Identity{}) {
				t.Errorf("refused, and gave %+v", got)
			}
			cause := errors.Unwrap(err)
			switch {
			case c.cause == "" && cause != nil, c.cause != "" && (cause == nil || !strings.Contains(cause.Error(), c.cause)):
				t.Errorf("cause %v, want %q", cause, c.cause)
			case cause != nil && (strings.Contains(cause.Error(), peopletest.ClientSecret) || strings.Contains(cause.Error(), "secret of the provider") || strings.Contains(cause.Error(), flow.Verifier)):
				t.Errorf("a secret would be logged: %v", cause)
			}
		})
	}
}

func TestACodeIsTakenOnce(t *testing.T) {
	idp := peopletest.NewIDP(t, noon)
	p, _ := newProvider(t, idp)
	address, flow, err := p.Begin()
	if err != nil {
		t.Fatal(err)
	}
	back := idp.Authorize(address)
	if _, err := p.Finish(t.Context(), flow, back); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Finish(t.Context(), flow, back); err == nil {
		t.Error("a replayed answer signs in again")
	}
}

func TestOnlySomeDomainsSignIn(t *testing.T) {
	for _, c := range []struct {
		name   string
		email  any
		proved bool
		ok     bool
	}{
		{"of the domain", "anna@hospital.example", true, true},
		{"of the other", "anna@clinic.example", true, true},
		{"capitals", "Anna@HOSPITAL.example", true, true},
		{"of a domain below", "anna@evil.hospital.example", true, false},
		{"that ends alike", "anna@evilhospital.example", true, false},
		{"of another", "anna@evil.example", true, false},
		{"with a trick", "anna@hospital.example@evil.example", true, false},
		{"not verified", "anna@hospital.example", false, false},
		{"none", nil, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			idp := peopletest.NewIDP(t, noon)
			idp.Claims["email"], idp.Claims["email_verified"] = c.email, c.proved
			p, _ := newProvider(t, idp, func(o *ProviderOptions) { o.Domains = []string{"hospital.example", "Clinic.example"} })
			address, flow, err := p.Begin()
			if err != nil {
				t.Fatal(err)
			}
			got, err := p.Finish(t.Context(), flow, idp.Authorize(address))
			if c.ok {
				checkRefused(t, err, "", "")
				return
			}
			checkRefused(t, err, "your email address is not of a domain that may sign in here", "ask those who run this installation")
			if got != (Identity{}) {
				t.Errorf("refused, and gave %+v", got)
			}
		})
	}
}

func TestSecretsOfAFlowAreDrawnAnew(t *testing.T) {
	p, _ := newProvider(t, peopletest.NewIDP(t, noon))
	_, a, err := p.Begin()
	if err != nil {
		t.Fatal(err)
	}
	_, b, err := p.Begin()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{a.State: true, a.Nonce: true, a.Verifier: true, b.State: true, b.Nonce: true, b.Verifier: true}
	if len(seen) != 6 || !a.Expires.Equal(noon.Add(10*time.Minute)) {
		t.Errorf("%+v\n%+v", a, b)
	}
	broken, _ := newProvider(t, peopletest.NewIDP(t, noon), func(o *ProviderOptions) { o.Random = iotest.ErrReader(errors.New("no entropy")) })
	if _, _, err := broken.Begin(); err == nil || !strings.HasSuffix(err.Error(), ": draw a secret: no entropy") {
		t.Errorf("got %v", err)
	}
}

func TestAProviderThatDoesNotAnswerIsNobodysFault(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter){
		"cut off": func(w http.ResponseWriter) {
			panic(http.ErrAbortHandler)
		},
		"endless": func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"access_token":"`+strings.Repeat("x", 1<<20)+`"}`)
		},
	} {
		idp := peopletest.NewIDP(t, noon) // each its own: a handler of the last one may still run
		idp.Answer = answer
		p, _ := newProvider(t, idp)
		address, flow, err := p.Begin()
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.Finish(t.Context(), flow, idp.Authorize(address))
		if r := (*Refused)(nil); err == nil || errors.As(err, &r) || !strings.HasPrefix(err.Error(), "fetch tokens from "+idp.URL+": ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestOptionsOfAProvider(t *testing.T) {
	for _, c := range []struct{ name, issuer, client, redirect, want, hint string }{
		{"no TLS", "http://idp.example", "c", "r", "the issuer http://idp.example is not reached with https", "whoever stands between could sign in as anybody"},
		{"another scheme", "ftp://localhost", "c", "r", "the issuer ftp://localhost is not reached with https", "whoever stands between could sign in as anybody"},
		{"no URL", "idp.example", "c", "r", `"idp.example" is no issuer`, "give the URL as the provider's documentation names it"},
		{"with a password", "https://a:b@idp.example", "c", "r", `"https://a:b@idp.example" is no issuer`, "give the URL as the provider's documentation names it"},
		{"no client", "https://idp.example", "", "r", "the identity provider needs a client id and a redirect URL", "register this installation with the provider; it gives the client id"},
		{"no redirect", "https://idp.example", "c", "", "the identity provider needs a client id and a redirect URL", "register this installation with the provider; it gives the client id"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := NewProvider(t.Context(), ProviderOptions{Issuer: c.issuer, ClientID: c.client, RedirectURL: c.redirect, Now: (&clock{noon}).now})
			checkRefused(t, err, c.want, c.hint)
		})
	}
}

func TestDiscoveryIsChecked(t *testing.T) {
	for name, doc := range map[string]func(map[string]any){
		"another issuer": func(m map[string]any) { m["issuer"] = "https://other.example" },
		"endless":        func(m map[string]any) { m["x"] = strings.Repeat("x", 1<<20) },
	} {
		idp := peopletest.NewIDP(t, noon)
		idp.Doc = doc
		_, err := NewProvider(t.Context(), ProviderOptions{Issuer: idp.URL, ClientID: "cordon", RedirectURL: "https://cordon.example/", Now: (&clock{noon}).now})
		if r := (*Refused)(nil); err == nil || errors.As(err, &r) || !strings.HasPrefix(err.Error(), "read what "+idp.URL+" says of itself: ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestIdentityAsJSON(t *testing.T) {
	got, err := json.Marshal(Identity{Issuer: "https://idp.example", Subject: "4711", Email: "a@b", EmailVerified: true, Name: "A"})
	if want := `{"issuer":"https://idp.example","subject":"4711","email":"a@b","email-verified":true,"name":"A"}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
}
