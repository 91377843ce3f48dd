package signon

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordon/internal/diag"
)

const good = `local: no
providers:
  - id: clinic
    title: Clinic
    issuer: https://login.clinic.example
    client-id: cordon
    client-secret-file: secret
    allowed-domains: [clinic.example]
    role: clinical
`

func TestTheFileIsRead(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"oidc.yaml": good, "secret": "not for logs\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := Open(filepath.Join(dir, "oidc.yaml"), nil, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if p.LocalToo || len(p.Offered) != 1 || p.Offered[0].Title != "Clinic" || p.Offered[0].Domains[0] != "clinic.example" || p.secrets["clinic"] != "not for logs" {
		t.Errorf("%+v", p.Offered)
	}
}

func TestWhatIsWrongWithTheFileIsSaid(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"local: no", "local: never", `local is "never" (write yes or no)`},
		{"id: clinic", "id: Clinic!", `provider "Clinic!" cannot go by that id`},
		{"role: clinical", "role: king", `provider clinic gives the role "king", which there is not (roles: [owner`},
		{"    issuer: https://login.clinic.example\n", "", `key "issuer" is required here`},
		{"title: Clinic", "title: Clinic\n    secret: abc", `unknown key "secret"`},
		{"client-secret-file: secret", "client-secret-file: gone", "read the client's secret of provider clinic: open "},
	} {
		file := filepath.Join(t.TempDir(), "oidc.yaml")
		if err := os.WriteFile(file, []byte(strings.Replace(good, c.from, c.to, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		if c.to != "client-secret-file: gone" {
			if err := os.WriteFile(filepath.Join(filepath.Dir(file), "secret"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Open(file, nil, time.Now); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.to, err, c.want)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none.yaml"), nil, time.Now); err == nil || !strings.HasPrefix(err.Error(), "read the file of --oidc: open ") {
		t.Errorf("a file that is not there: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		if c := Parse("oidc.yaml", src, &ds); c == nil {
			t.Error("nothing is read")
		} else if !ds.HasErrors() {
			for _, p := range c.Providers {
				if !ids.MatchString(p.ID) {
					t.Errorf("taken: provider %q", p.ID)
				}
			}
		}
	})
}
