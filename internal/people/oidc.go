package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/text/unicode/norm"
)

// ProviderOptions say which identity provider (OpenID Connect) people sign in with.
type ProviderOptions struct {
	Issuer       string   // its URL, as in its discovery document; https, but for this machine
	ClientID     string   // that it knows this installation by
	ClientSecret string   // empty for a public client, which PKCE protects
	RedirectURL  string   // of this installation, where browsers come back to
	Domains      []string // of email addresses that may sign in; all if empty
	Client       *http.Client
	Random       io.Reader        // crypto/rand if nil
	Now          func() time.Time // required
}

// Provider signs people in by the authorization code flow with PKCE (RFC 7636), state and nonce, as RFC 9700 wants it.
type Provider struct {
	options  ProviderOptions
	provider *oidc.Provider
	verifier *oidc.IDTokenVerifier
	oauth    oauth2.Config
}

// Flow is what the server keeps while a person is at the provider's pages, for the browser that it sent there and for nobody else. The caller
// deletes it when the browser comes back, whatever comes of it.
type Flow struct {
	Issuer   string    `json:"issuer"`
	State    string    `json:"state"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"`
	Expires  time.Time `json:"expires"`
}

// Identity is who a provider says somebody is. Issuer and Subject together are one person for ever; the rest may change.
type Identity struct {
	Issuer        string `json:"issuer"`
	Subject       string `json:"subject"`
	Email         string `json:"email"` // folded; may be empty
	EmailVerified bool   `json:"email-verified"`
	Name          string `json:"name"` // may be empty
}

// Key is unique for a person at a provider.
func (i Identity) Key() string { return i.Issuer + " " + i.Subject }

// LinkEmail gives the address by which a first sign-in may be taken for an account that exists. There is none unless the provider has verified it:
// where people write their own address, anybody could take over any account.
func (i Identity) LinkEmail() (email string, ok bool) {
	if !i.EmailVerified || i.Email == "" {
		return "", false
	}
	return i.Email, true
}

const (
	flowTime     = 10 * time.Minute // for a password, a second factor and a telephone that has to be found
	maxDocument  = 1 << 20          // bytes that are read of an answer of a provider
	providerTime = 10 * time.Second // for one answer of a provider
)

// NewProvider reads the provider's discovery document. Options that cannot be right are Refused.
func NewProvider(ctx context.Context, o ProviderOptions) (*Provider, error) {
	if err := checkIssuer(o.Issuer); err != nil {
		return nil, err
	}
	if o.ClientID == "" || o.RedirectURL == "" {
		return nil, refuse("the identity provider needs a client id and a redirect URL", "register this installation with the provider; it gives the client id")
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	o.Client = bounded(o.Client)
	p, err := oidc.NewProvider(oidc.ClientContext(ctx, o.Client), o.Issuer)
	if err != nil {
		return nil, fmt.Errorf("read what %s says of itself: %w", o.Issuer, err)
	}
	return &Provider{
		options:  o,
		provider: p,
		verifier: p.Verifier(&oidc.Config{ClientID: o.ClientID, Now: o.Now}),
		oauth: oauth2.Config{
			ClientID: o.ClientID, ClientSecret: o.ClientSecret, RedirectURL: o.RedirectURL,
			Endpoint: p.Endpoint(), Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
		},
	}, nil
}

// Begin gives the address at the provider where the browser goes, and what is kept.
func (p *Provider) Begin() (address string, f Flow, err error) {
	f = Flow{Issuer: p.options.Issuer, Expires: p.options.Now().Add(flowTime).UTC()}
	for _, s := range []*string{&f.State, &f.Nonce, &f.Verifier} {
		var b [32]byte
		if _, err := io.ReadFull(p.options.Random, b[:]); err != nil {
			return "", Flow{}, fmt.Errorf("begin to sign in at %s: draw a secret: %w", p.options.Issuer, err)
		}
		*s = base64.RawURLEncoding.EncodeToString(b[:])
	}
	return p.oauth.AuthCodeURL(f.State, oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)), f, nil
}

// Finish takes the query that the browser came back with, fetches the ID token and checks it. What the provider or the browser did wrong is
// Refused, with the cause for logs; a provider that does not answer is an error.
func (p *Provider) Finish(ctx context.Context, f Flow, query url.Values) (Identity, error) {
	if err := p.cameBack(f, query); err != nil {
		return Identity{}, err
	}
	ctx = oidc.ClientContext(ctx, p.options.Client)
	tokens, err := p.oauth.Exchange(ctx, query.Get("code"), oauth2.VerifierOption(f.Verifier))
	if r := (*oauth2.RetrieveError)(nil); errors.As(err, &r) {
		// The answer itself is left out: it may hold what is secret.
		return Identity{}, notSignedIn(fmt.Errorf("%s gives no tokens: status %d, error %q", f.Issuer, r.Response.StatusCode, r.ErrorCode))
	}
	if err != nil {
		return Identity{}, fmt.Errorf("fetch tokens from %s: %w", f.Issuer, err)
	}
	raw, ok := tokens.Extra("id_token").(string)
	if !ok {
		return Identity{}, notSignedIn(fmt.Errorf("%s gives no ID token", f.Issuer))
	}
	token, err := p.verifier.Verify(ctx, raw)
	if err != nil {
		return Identity{}, notSignedIn(err)
	}
	return p.identity(f, token)
}

// cameBack tells whether it is the browser that was sent away that comes back, in time, and with a code.
func (p *Provider) cameBack(f Flow, query url.Values) error {
	same := func(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
	switch {
	case f.Issuer != p.options.Issuer || f.State == "" || !same(query.Get("state"), f.State):
		return notSignedIn(errors.New("the state is not the one that was sent"))
	case query.Has("iss") && query.Get("iss") != f.Issuer: // RFC 9207
		return notSignedIn(fmt.Errorf("the answer is of %q", query.Get("iss")))
	case p.options.Now().After(f.Expires):
		return refuse("signing in took longer than ten minutes", "try again")
	case query.Has("error"):
		return refuse("your organisation's sign-on did not let you in", "ask those who run it").because(fmt.Errorf("%s answers with error %q", f.Issuer, query.Get("error")))
	case query.Get("code") == "":
		return notSignedIn(errors.New("there is no code"))
	}
	return nil
}

// identity reads the claims of a token whose signature, issuer, audience and time are right.
func (p *Provider) identity(f Flow, token *oidc.IDToken) (Identity, error) {
	var claims struct {
		Email    string          `json:"email"`
		Verified json.RawMessage `json:"email_verified"`
		Name     string          `json:"name"`
		Party    string          `json:"azp"`
	}
	if err := token.Claims(&claims); err != nil {
		return Identity{}, notSignedIn(fmt.Errorf("read the claims: %w", err))
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(f.Nonce)) != 1:
		return Identity{}, notSignedIn(errors.New("the nonce is not the one that was sent"))
	case len(token.Audience) > 1 && claims.Party == "", claims.Party != "" && claims.Party != p.options.ClientID: // OpenID Connect Core, 3.1.3.7, 4 and 5
		return Identity{}, notSignedIn(fmt.Errorf("the token was made for %q", claims.Party))
	case token.Subject == "" || len(token.Subject) > 255:
		return Identity{}, notSignedIn(errors.New("the subject is empty or has more than 255 bytes"))
	}
	// Google's tokens may name the issuer without https; the person is the same.
	id := Identity{Issuer: p.options.Issuer, Subject: token.Subject}
	if printable(claims.Name, false) && utf8.RuneCountInString(claims.Name) <= 200 {
		id.Name = claims.Name
	}
	if email, err := FoldEmail(claims.Email); err == nil {
		id.Email = email
		// Of letters that only look like those of the folded address, such as ａ, the mailbox that the provider has verified is another one.
		same := norm.NFC.String(claims.Email) == norm.NFKC.String(claims.Email)
		// Some providers write the boolean as text.
		id.EmailVerified = same && (string(claims.Verified) == "true" || string(claims.Verified) == `"true"`)
	}
	if err := p.mayCome(id); err != nil {
		return Identity{}, err
	}
	return id, nil
}

// mayCome tells whether somebody is of a domain that may sign in. An address that the provider has not verified is of none.
func (p *Provider) mayCome(id Identity) error {
	if len(p.options.Domains) == 0 {
		return nil
	}
	email, ok := id.LinkEmail()
	_, domain, _ := strings.Cut(email, "@")
	if !ok || !slices.ContainsFunc(p.options.Domains, func(d string) bool { return strings.EqualFold(d, domain) }) {
		return refuse("your email address is not of a domain that may sign in here", "ask those who run this installation").
			because(fmt.Errorf("subject %q of %s, address verified: %v", id.Subject, id.Issuer, ok))
	}
	return nil
}

// notSignedIn hides from people which check failed. The cause is for logs.
func notSignedIn(err error) error {
	return refuse("signing in with your organisation did not work", "try again; if it happens twice, tell those who run this installation").because(err)
}

func checkIssuer(issuer string) error {
	u, err := url.Parse(issuer)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return refuse(fmt.Sprintf("%q is no issuer", issuer), "give the URL as the provider's documentation names it")
	}
	ip := net.ParseIP(u.Hostname())
	here := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	if u.Scheme != "https" && (u.Scheme != "http" || !here) {
		return refuse(fmt.Sprintf("the issuer %s is not reached with https", issuer), "whoever stands between could sign in as anybody")
	}
	return nil
}

// bounded limits time and size of answers, and follows no redirect: one would carry the client's secret elsewhere.
func bounded(c *http.Client) *http.Client {
	if c == nil {
		c = &http.Client{}
	}
	out := *c
	if out.Timeout == 0 {
		out.Timeout = providerTime
	}
	if out.Transport == nil {
		out.Transport = http.DefaultTransport
	}
	out.Transport = limited{out.Transport}
	out.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &out
}

type limited struct{ http.RoundTripper }

func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := l.RoundTripper.RoundTrip(r)
	if err == nil {
		res.Body = http.MaxBytesReader(nil, res.Body, maxDocument)
	}
	return res, err
}
