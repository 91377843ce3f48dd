package scantest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// finding is what the scanner says of one request.
type finding struct {
	Class     string `json:"-"`
	Method    string `json:"method"`
	Path      string `json:"path"`
	Info      string `json:"info"`
	Parameter string `json:"parameter"`
	Request   string `json:"http_request"`
}

func (f finding) String() string {
	return fmt.Sprintf("%s: %s %s, %s (parameter %q)\n%s", f.Class, f.Method, f.Path, f.Info, f.Parameter, f.Request)
}

// scanner is the program wapiti, on its way through one server.
type scanner struct {
	target  string
	starts  []string     // where it begins; it follows forms of these pages and nothing else
	session *http.Cookie // nil: nobody is signed in
	trap    *trap
}

// needed skips a test where there is no scanner, or lets it fail if CORDON_TESTS_NEED, a list with commas, names wapiti.
func needed(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("wapiti"); err != nil {
		if slices.Contains(strings.Split(os.Getenv("CORDON_TESTS_NEED"), ","), "wapiti") {
			t.Fatalf("CORDON_TESTS_NEED names wapiti: %v", err)
		}
		t.Skipf("%v; to run this test: apt-get install -y --no-install-recommends wapiti", err)
	}
}

// broken is what wapiti prints where it gave up on something and goes on as if nothing had been.
var broken = regexp.MustCompile(`(?m)^.*(skipped due to network issues|Connection error|SSL/TLS error|Unable to (find a module|request endpoint)|Max (attack|scan) time|Traceback|Too much lag|error: |^  File ".*).*$`)

// scan lets some modules attack all that is linked from the start, and gives what they found.
func (s scanner) scan(t *testing.T, modules ...string) []finding {
	t.Helper()
	home := t.TempDir()
	report := filepath.Join(home, "report.json")
	list := filepath.Join(home, "starts")
	if err := os.WriteFile(list, []byte(strings.Join(s.starts, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	// Even where it is not used, the module that tells which programs serve a site fetches its database from the web; an empty one keeps it from that.
	config := filepath.Join(home, "config")
	if err := os.Mkdir(config, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(config, "apps.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"--url", s.target, "--start", list, "--depth", "1", "--scope", "folder", "--module", strings.Join(modules, ","), "--level", "1",
		"--format", "json", "--output", report, "--no-bugreport", "--flush-session", "--store-session", filepath.Join(home, "session"), "--store-config", config,
		"--endpoint", s.trap.URL + "/", "--verify-ssl", "0", "--timeout", "30"}
	if s.session != nil {
		args = append(args, "--cookie", cookieFile(t, home, s.target, s.session))
	}
	c := exec.CommandContext(t.Context(), "wapiti", args...)
	// Nothing of the machine's: no settings, and no proxy that requests would go to.
	c.Env = []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "PYTHONIOENCODING=utf-8"}
	c.Dir = home
	out, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("wapiti: %v\n%s", err, tail(out))
		return nil
	}
	for _, line := range broken.FindAllString(string(out), 10) {
		t.Errorf("wapiti %v: %s", modules, line)
	}
	return append(read(t, report), s.trap.visited()...)
}

func tail(out []byte) []byte {
	lines := bytes.Split(out, []byte("\n"))
	return bytes.Join(lines[max(0, len(lines)-40):], []byte("\n"))
}

// cookieFile writes a cookie as wapiti reads it.
func cookieFile(t *testing.T, dir, target string, c *http.Cookie) string {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(map[string]any{u.Hostname(): map[string]any{"/": map[string]any{c.Name: map[string]any{
		"version": 0, "value": c.Value, "expires": nil, "secure": c.Secure, "port": nil,
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "cookies.json")
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// read gives the findings of a report: vulnerabilities, and anomalies, which are errors of the server and answers that did not come.
func read(t *testing.T, name string) []finding {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Vulnerabilities, Anomalies map[string][]finding
		Infos                      map[string]any
	}
	if err := json.Unmarshal(raw, &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Vulnerabilities) == 0 || len(report.Anomalies) == 0 {
		t.Errorf("the report names no classes of findings: %.300s", raw)
	}
	var out []finding
	for _, classes := range []map[string][]finding{report.Vulnerabilities, report.Anomalies} {
		for class, found := range classes {
			for _, f := range found {
				f.Class = class
				out = append(out, f)
			}
		}
	}
	return out
}
