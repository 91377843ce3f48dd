// Package signon is the file in which whoever runs the workbench says by which identity providers people sign in, and the providers it names. It signs
// nobody in itself.
package signon

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"cordon/internal/diag"
	"cordon/internal/people"
	"cordon/internal/workbench"
	"cordon/internal/yamltext"
)

// Config is the file.
type Config struct {
	Local     string     `yaml:"local" doc:"no: people sign in by a provider only; the set-up code lets those in who run the workbench. yes, if it is missing."`
	Providers []Provider `yaml:"providers" need:"yes" doc:"Identity providers, in the order in which they are offered."`
}

// Provider is an identity provider in the file.
type Provider struct {
	ID           string   `yaml:"id" need:"yes" doc:"Short name, part of the redirect address /auth/oidc/ID/callback."`
	Title        string   `yaml:"title" need:"yes" doc:"What people read: Sign in with TITLE."`
	Issuer       string   `yaml:"issuer" need:"yes" doc:"Its address, as its documentation names it."`
	ClientID     string   `yaml:"client-id" need:"yes" doc:"By which it knows this installation."`
	SecretFile   string   `yaml:"client-secret-file" doc:"File with the client's secret, relative to this one; missing for a public client."`
	Domains      []string `yaml:"allowed-domains" doc:"Domains of e-mail addresses that may sign in; all if missing."`
	Role         string   `yaml:"role" doc:"Role of who comes for the first time; pending, if it is missing, gives none until somebody does."`
	Organisation string   `yaml:"organisation" doc:"Id of the organisation they come to; needed where there are several."`

	At diag.Pos `yaml:"-"`
}

// Pending is the role of those who get none at first.
const Pending = "pending"

var ids = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// Parse reads the file. What is wrong with it is in ds.
func Parse(file string, src []byte, ds *diag.List) *Config {
	c := &Config{}
	n := yamltext.Parse(file, src, ds)
	if n == nil {
		return c
	}
	yamltext.Decode(file, n, c, ds)
	if c.Local != "" && c.Local != "yes" && c.Local != "no" {
		ds.Add(diag.Pos{File: file}, diag.WrongValue, "write yes or no", "local is %q", c.Local)
	}
	seen := map[string]bool{}
	for _, p := range c.Providers {
		if p.ID != "" && (!ids.MatchString(p.ID) || seen[p.ID]) {
			ds.Add(p.At, diag.BadID, "1 to 40 small letters, digits and hyphens; each provider has another", "provider %q cannot go by that id", p.ID)
		}
		seen[p.ID] = true
		if p.Role != "" && p.Role != Pending && !workbench.Role(p.Role).Valid() {
			ds.Add(p.At, diag.WrongValue, fmt.Sprintf("roles: %v, or pending", workbench.Roles), "provider %s gives the role %q, which there is not", p.ID, p.Role)
		}
	}
	return c
}

// maxSecret bounds the file of a client's secret, in bytes.
const maxSecret = 4096

// Providers are the providers of a file. It may be used from several goroutines; the zero value has none.
type Providers struct {
	// LocalToo tells that people may sign in with passwords and passkeys of this installation as well.
	LocalToo bool
	// Offered are the providers in order.
	Offered []Provider

	now     func() time.Time
	client  *http.Client
	secrets map[string]string
	mu      sync.Mutex
	opened  map[string]*people.Provider // by redirect address
}

// None lets people sign in with passwords and passkeys only.
func None() *Providers { return &Providers{LocalToo: true} }

// Open reads the file and the secrets it names. It does not ask the providers: one that does not answer at the moment must not keep the workbench
// from starting. A nil client is one with sensible bounds.
func Open(file string, client *http.Client, now func() time.Time) (*Providers, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the file of --oidc: %w", err)
	}
	var ds diag.List
	c := Parse(file, src, &ds)
	if ds.HasErrors() {
		d := ds.Sorted()[0]
		return nil, fmt.Errorf("read the file of --oidc: %s: %s (%s)", d.Pos, d.Message, d.Hint)
	}
	out := &Providers{LocalToo: c.Local != "no", Offered: c.Providers, now: now, client: client, secrets: map[string]string{}, opened: map[string]*people.Provider{}}
	for _, p := range c.Providers {
		if p.SecretFile == "" {
			continue
		}
		if out.secrets[p.ID], err = secret(filepath.Dir(file), p.SecretFile); err != nil {
			return nil, fmt.Errorf("read the client's secret of provider %s: %w", p.ID, err)
		}
	}
	return out, nil
}

func secret(dir, file string) (string, error) {
	if !filepath.IsAbs(file) {
		file = filepath.Join(dir, file)
	}
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err == nil && len(data) > maxSecret {
		err = fmt.Errorf("%s has more than %d bytes", file, maxSecret)
	}
	return strings.TrimSpace(string(data)), err
}

// Get gives a provider as it is reached from an origin, and what becomes of its people. The first time it asks the provider what it can do.
func (p *Providers) Get(ctx context.Context, id, origin string) (*people.Provider, workbench.SignOn, error) {
	for _, c := range p.Offered {
		if c.ID != id {
			continue
		}
		on := workbench.SignOn{Role: workbench.Role(c.Role), Organisation: workbench.OrganisationID(c.Organisation)}
		if c.Role == Pending {
			on.Role = ""
		}
		got, err := p.open(ctx, c, origin+"/auth/oidc/"+id+"/callback")
		return got, on, err
	}
	return nil, workbench.SignOn{}, workbench.Errorf(workbench.NotFound, "there is no such identity provider")
}

func (p *Providers) open(ctx context.Context, c Provider, redirect string) (*people.Provider, error) {
	p.mu.Lock()
	got := p.opened[redirect]
	p.mu.Unlock()
	if got != nil {
		return got, nil
	}
	// Several may ask at once the first time; each gets the same answer.
	got, err := people.NewProvider(ctx, people.ProviderOptions{
		Issuer: c.Issuer, ClientID: c.ClientID, ClientSecret: p.secrets[c.ID], RedirectURL: redirect, Domains: c.Domains, Client: p.client, Now: p.now,
	})
	if err != nil {
		return nil, workbench.Errorf(workbench.Unsupported, "%s does not answer", c.Title).WithHint("try again later, or tell those who run the workbench").Because(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.opened[redirect] = got
	return got, nil
}
