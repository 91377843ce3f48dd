// Package scantest scans the server, as people of an organisation reach it, with wapiti: a scanner that knows nothing of us.
package scantest

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"slices"
	"testing"

	"cordon/internal/deliver"
	"cordon/internal/server"
	"cordon/internal/server/servertest"
)

// What the scanner tries. csrf is not among it: it looks for secrets in forms, which we have none of, for the origin of a request is checked (TestOtherSitesCanDoNothing).
// backup, buster, htaccess, nikto, shellshock and wapp know files and programs of others, and brute_login_form tries passwords (TestFailedSignInsSayNothingAndTakeLonger).
var (
	injections = []string{"sql", "xss"}
	stored     = []string{"xss", "permanentxss"} // fifty requests for each text that comes back
	requests   = []string{"crlf", "redirect", "ssrf", "methods", "csp", "http_headers"}
	payloads   = []string{"exec", "file", "blindsql", "xxe"} // hundreds for each parameter
)

// deep are the operations in which payloads are tried: those that name a file or document, take a file, or look for a text in the store. With CORDON_SCAN=all they
// are tried everywhere.
var deep = []string{"file", "document", "log", "portfolio", "upload-feed", "import-project"}

// kept are the operations in which stored scripts are looked for: those that write texts into a page, and the page. All other answers are JSON, or files to keep.
var kept = []string{"document", "reword-decision", "change-project"}

// leftOut are operations that the scanner does not ask for, with the reason.
var leftOut = map[string]string{
	"event-stream": "does not end; it sends what the list of events gives, which is scanned",
	"sign-out":     "ends the session of the scan",
	"set-password": "what is tried as a password would become the one of the person who scans",
}

// refused are operations that no request of the scanner can do, with the reason: each of the others must have answered with success.
var refused = map[string]string{
	"ask-new-passkey":      "browsers have no passkeys for an address without a name",
	"ask-passkey":          "as ask-new-passkey",
	"ask-signature":        "as ask-new-passkey",
	"add-passkey":          "as ask-new-passkey",
	"delete-passkey":       "as ask-new-passkey",
	"sign-in-with-passkey": "as ask-new-passkey",
	"set-up":               "the workbench is set up",
	"import-project":       "the scanner uploads a picture, and this takes a zip",
	"upload-feed":          "the scanner uploads a picture, and this takes feeds",
}

// accepted are findings that are none, by class and text, with the reason.
var accepted = map[[2]string]string{
	{"HTTP Secure Headers", "X-XSS-Protection is not set"}: "no browser has the filter any more that it turned on, and where one had, the filter could be used for attacks; scripts are kept out by the policy of content",
}

// TestMain gives the program a proxy that is not there, so that what the scanner makes it fetch goes to the trap or nowhere.
func TestMain(m *testing.M) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY"} {
		if err := os.Setenv(name, "http://127.0.0.1:1"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

func TestScanOfTheServerFindsNothing(t *testing.T) {
	needed(t)
	s := servertest.New(t)
	s.Workbench.Sender, s.Workbench.BackupDir = deliver.New(deliver.Options{}), t.TempDir()
	everywhere := os.Getenv("CORDON_SCAN") == "all"
	signedIn := func(id string, o operation) bool { return o.needs != "nobody" }
	scans := []struct {
		name       string
		operations func(string, operation) bool
		modules    []string
	}{
		{"injections", signedIn, injections},
		{"requests", signedIn, requests},
		{"stored", func(id string, o operation) bool { return slices.Contains(kept, id) || everywhere && signedIn(id, o) }, stored},
		{"payloads", func(id string, o operation) bool { return slices.Contains(deep, id) || everywhere && signedIn(id, o) }, payloads},
		{"nobody", func(id string, o operation) bool { return !signedIn(id, o) }, slices.Concat(injections, requests, []string{"permanentxss", "cookieflags"})},
	}
	var listeners []*httptest.Server
	var origins []string
	for range scans {
		l := httptest.NewUnstartedServer(nil)
		listeners, origins = append(listeners, l), append(origins, "https://"+l.Listener.Addr().String())
	}
	// The limit of requests would answer instead of the operations: a scanner is one person who asks hundreds of times a second.
	h, err := server.New(s.API, server.Options{Origins: origins, Rate: 1e6})
	if err != nil {
		t.Fatal(err)
	}
	all := &tally{by: map[string]*answers{}}
	fronts := make([]*front, len(scans))
	for i, l := range listeners {
		fronts[i] = &front{server: h, tally: all, address: fmt.Sprintf("192.0.2.%d:1", i+1)}
		l.Config.Handler = fronts[i]
		l.StartTLS()
		t.Cleanup(l.Close)
	}
	o := signIn(t, origins[0])
	known := operations(t, o.world(s))
	t.Run("scans", func(t *testing.T) {
		for i, c := range scans {
			fronts[i].operations = maps.Clone(known)
			maps.DeleteFunc(fronts[i].operations, func(id string, o operation) bool { return !c.operations(id, o) })
			w := scanner{target: origins[i] + "/", starts: fronts[i].starts(origins[i]), session: o.session, trap: newTrap(t)}
			if c.name == "nobody" {
				w.session = nil
			}
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				for _, f := range w.scan(t, c.modules...) {
					if accepted[[2]string{f.Class, f.Info}] == "" {
						t.Error(f)
					}
				}
			})
		}
	})
	all.check(t, known)
}
