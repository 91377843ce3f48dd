package api_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordon/internal/people/peopletest"
	"cordon/internal/server/api"
	"cordon/internal/server/signon"
	"cordon/internal/workbench"
)

// withProvider lets people sign in at an identity provider; more is added to its entry in the file.
func (b *bed) withProvider(head string, more ...string) *peopletest.IDP {
	b.t.Helper()
	idp := peopletest.NewIDP(b.t, time.Now())
	idp.Redirect = b.URL + "/auth/oidc/clinic/callback"
	dir := b.t.TempDir()
	file := head + "providers:\n  - id: clinic\n    title: Clinic\n    issuer: " + idp.URL + "\n    client-id: cordon\n    client-secret-file: secret\n"
	for _, m := range more {
		file += "    " + m + "\n"
	}
	for name, text := range map[string]string{"oidc.yaml": file, "secret": peopletest.ClientSecret + "\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			b.t.Fatal(err)
		}
	}
	on, err := signon.Open(filepath.Join(dir, "oidc.yaml"), nil, b.w.Now)
	if err != nil {
		b.t.Fatal(err)
	}
	b.api.SignOn = on
	return idp
}

// sent goes to the provider and gives where it was sent.
func (p *person) sent(back string) string {
	p.b.t.Helper()
	res := p.want(http.StatusSeeOther, "GET", p.b.URL+"/auth/oidc/clinic/start?return="+url.QueryEscape(back), nil, nil)
	return res.Header.Get("Location")
}

// back comes back from the provider.
func (p *person) back(q url.Values) (*http.Response, string) {
	p.b.t.Helper()
	res, raw := p.ask("GET", p.b.URL+"/auth/oidc/clinic/callback?"+q.Encode(), nil)
	return res, string(raw)
}

// arrives signs in at the provider and wants to be let in at a path.
func (p *person) arrives(idp *peopletest.IDP, back, want string) api.Session {
	p.b.t.Helper()
	res, page := p.back(idp.Authorize(p.sent(back)))
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != want {
		p.b.t.Fatalf("back from the provider: status %d to %q: %s", res.StatusCode, res.Header.Get("Location"), page)
	}
	var s api.Session
	p.want(http.StatusOK, "GET", "/session", nil, &s)
	if s.Account == nil {
		p.b.t.Fatal("nobody is signed in")
	}
	return s
}

func TestAnInvitationSetsNoPasswordOfWhoCameByTheProvider(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	idp := b.withProvider("")
	var in api.Invited
	o.want(http.StatusCreated, "POST", "/organisations/"+org+"/members", map[string]any{"email": "anna@hospital.example", "name": "Anna", "role": "clinical", "language": "en"}, &in)
	if s := b.nobody().arrives(idp, "/", "/"); s.Account.ID != in.Account {
		t.Fatalf("she is %+v", s.Account)
	}
	// Whoever invited her has the link, and would sign in, and sign, as her.
	if got := b.nobody().refused(http.StatusNotFound, "POST", "/invitation", map[string]any{"secret": in.Secret, "password": password}); got.Detail != "this invitation does not count any more" {
		t.Errorf("the link of the invitation: %q", got.Detail)
	}
}

func TestWhoComesForTheFirstTimeGetsTheRoleOfTheFile(t *testing.T) {
	b := newServer(t)
	_, org := b.owner()
	idp := b.withProvider("", "role: clinical")
	var before api.Session
	b.nobody().want(http.StatusOK, "GET", "/session", nil, &before)
	if len(before.Providers) != 1 || before.Providers[0] != (api.Provider{ID: "clinic", Title: "Clinic"}) {
		t.Errorf("offered are %+v", before.Providers)
	}
	s := b.nobody().arrives(idp, "/projects?all=yes", "/projects?all=yes")
	if s.Account.Email != "anna@hospital.example" || s.Account.Name != "Anna Müller" || len(s.Organisations) != 1 || s.Organisations[0].ID != org || s.Organisations[0].Role != "clinical" {
		t.Errorf("%+v", s)
	}
	again := b.nobody().arrives(idp, "/", "/")
	if again.Account.ID != s.Account.ID {
		t.Error("the second time it is another account")
	}
	// The person is the same, whatever became of the address.
	idp.Claims["email"] = "anna.new@hospital.example"
	if moved := b.nobody().arrives(idp, "/", "/"); moved.Account.ID != s.Account.ID {
		t.Error("another address makes another account")
	}
}

func TestPendingPeopleSeeNothingUntilTheyGetARole(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	idp := b.withProvider("", "role: pending")
	p := b.nobody()
	s := p.arrives(idp, "/", "/")
	if len(s.Organisations) != 0 {
		t.Errorf("%+v", s.Organisations)
	}
	var in api.Invited
	o.want(http.StatusCreated, "POST", "/organisations/"+org+"/members", map[string]any{"email": "anna@hospital.example", "name": "Anna", "role": "clinical", "language": "en"}, &in)
	if in.Account != s.Account.ID {
		t.Error("giving a role made another account")
	}
	p.want(http.StatusOK, "GET", "/session", nil, &s)
	if len(s.Organisations) != 1 || s.Organisations[0].Role != "clinical" {
		t.Errorf("%+v", s.Organisations)
	}
}

func TestOnlyAVerifiedAddressLeadsToAnAccount(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	idp := b.withProvider("", "role: clinical")
	idp.Claims["email"] = "owner@tremor.example"
	idp.Claims["email_verified"] = false
	p := b.nobody()
	res, page := p.back(idp.Authorize(p.sent("/")))
	if res.StatusCode != http.StatusForbidden || !strings.Contains(page, "your organisation&#39;s sign-on does not vouch for your e-mail address.") || !strings.Contains(page, "email_verified") {
		t.Errorf("status %d: %s", res.StatusCode, page)
	}
	if got := res.Header.Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'") {
		t.Errorf("the page may load: %s", got)
	}
	idp.Claims["email_verified"] = true
	if s := b.nobody().arrives(idp, "/", "/"); s.Account.ID != o.account || s.Organisations[0].ID != org || s.Organisations[0].Role != "owner" {
		t.Errorf("%+v", s)
	}
}

func TestTheWayBackCountsOnceInTheBrowserThatWasSent(t *testing.T) {
	b := newServer(t)
	b.owner()
	idp := b.withProvider("", "role: clinical")
	const none = "this browser was not sent to sign in, or has come back already."
	p := b.nobody()
	q := idp.Authorize(p.sent("/"))
	for _, who := range []*person{b.nobody(), p} {
		if res, page := who.back(q); res.StatusCode != http.StatusUnauthorized || !strings.Contains(page, none) {
			t.Errorf("status %d: %s", res.StatusCode, page)
		}
	}
	q = idp.Authorize(p.sent("/"))
	if res, _ := p.back(q); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("status %d", res.StatusCode)
	}
	if res, page := p.back(q); res.StatusCode != http.StatusUnauthorized || !strings.Contains(page, none) {
		t.Errorf("again: status %d: %s", res.StatusCode, page)
	}
}

func TestTheWayBackLeadsToNoOtherServer(t *testing.T) {
	b := newServer(t)
	b.owner()
	idp := b.withProvider("", "role: clinical")
	for _, back := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "javascript:alert(1)", ""} {
		b.nobody().arrives(idp, back, "/")
	}
}

func TestWhoCameBySignOnSignsNothingBeforeAPasskeyOrPassword(t *testing.T) {
	b := newServer(t)
	b.owner()
	idp := b.withProvider("", "role: clinical")
	p := b.nobody()
	p.arrives(idp, "/", "/")
	d := b.device()
	row := p.named().enrol(d, "telephone") // just signed in: a first passkey can be added
	if got := p.refused(http.StatusForbidden, "DELETE", "/account/passkeys/"+row.ID, nil); got.Type != "urn:cordon:fault:stale" {
		t.Errorf("%+v", got)
	}
	p.named().want(http.StatusNoContent, "POST", "/session/prove", p.named().shows(d), nil)
	p.want(http.StatusNoContent, "DELETE", "/account/passkeys/"+row.ID, nil, nil)
}

func TestWithoutLocalSignInOnlyTheSetUpCodeLetsPasswordsIn(t *testing.T) {
	b := newServer(t)
	o, _ := b.owner()
	d := b.device()
	o.named().enrol(d, "telephone")
	b.withProvider("local: no\n")
	in := map[string]any{"email": "owner@tremor.example", "password": password}
	const text = "people sign in here with their organisation's sign-on"
	if got := b.nobody().refused(http.StatusForbidden, "POST", "/session", in); got.Detail != text {
		t.Errorf("%+v", got)
	}
	if got := b.nobody().named().refused(http.StatusForbidden, "POST", "/session/passkey/finish", b.nobody().named().shows(d)); got.Detail != text {
		t.Errorf("%+v", got)
	}
	in["code"] = "cordon_setup_wrong"
	b.nobody().refused(http.StatusForbidden, "POST", "/session", in)
	in["code"] = b.code
	var s api.Session
	b.nobody().want(http.StatusOK, "POST", "/session", in, &s)
	if s.Local || s.Account == nil {
		t.Errorf("%+v", s)
	}
}

func TestAnOrganisationMustBeNamedWhereThereAreSeveral(t *testing.T) {
	b := newServer(t)
	b.owner()
	idp := b.withProvider("", "role: clinical", "organisation: 06h1fe9jslpcn8904i7kdsfjpg")
	p := b.nobody()
	if res, page := p.back(idp.Authorize(p.sent("/"))); res.StatusCode != http.StatusConflict || !strings.Contains(page, "it is not said which organisation people come to") {
		t.Errorf("status %d: %s", res.StatusCode, page)
	}
}

func TestProvidersThatAreNotThereOrDoNotAnswer(t *testing.T) {
	b := newServer(t)
	b.owner()
	idp := b.withProvider("")
	idp.Close()
	for path, want := range map[string]string{"clinic": "Clinic does not answer.", "other": "there is no such identity provider."} {
		_, raw := b.nobody().ask("GET", b.URL+"/auth/oidc/"+path+"/start", nil)
		if !strings.Contains(string(raw), want) {
			t.Errorf("%s: %s", path, raw)
		}
	}
}

func TestSweepingDeletesQuestionsThatNobodyAnswered(t *testing.T) {
	b := newServer(t)
	b.owner()
	b.withProvider("")
	b.nobody().named().want(http.StatusOK, "POST", "/session/passkey/begin", nil, nil)
	b.nobody().sent("/")
	b.nobody().guess("owner@tremor.example", "a wrong password of mine")
	count := func() (n int) {
		if err := b.w.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := b.w.Store.Read(t.Context(), func(tx workbench.Tx) error {
			for _, k := range []workbench.Kind{"ceremony", "flow", "tries"} {
				all, err := tx.List(t.Context(), k, "all", "", 10)
				if err != nil {
					return err
				}
				n += len(all)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := count(); n != 4 { // a ceremony, a flow, and tries of account and address
		t.Errorf("%d records while they count", n)
	}
	b.later = 25 * time.Hour
	if n := count(); n != 0 {
		t.Errorf("%d records are left", n)
	}
}
