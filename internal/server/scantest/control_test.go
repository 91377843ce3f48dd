package scantest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

// weak is a server with one flaw of each kind that is looked for.
func weak(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	switch r.URL.Path {
	case "/":
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
		fmt.Fprint(w, `<a href="/hello?name=you">hello</a> <a href="/read?file=x">read</a> <a href="/go?to=/">go</a> <a href="/fetch?url=x">fetch</a> <a href="/find?q=x">find</a> <a href="/fail?n=1">fail</a>`)
	case "/hello":
		fmt.Fprintf(w, "<p>Hello %s!</p>", q.Get("name"))
	case "/read":
		raw, _ := os.ReadFile("/" + strings.TrimLeft(q.Get("file"), "./"))
		_, _ = w.Write(raw)
	case "/go":
		http.Redirect(w, r, q.Get("to"), http.StatusFound)
	case "/fetch":
		if res, err := http.Get(q.Get("url")); err == nil && strings.HasPrefix(q.Get("url"), "http://127.0.0.1") {
			res.Body.Close()
		}
	case "/find":
		if strings.ContainsAny(q.Get("q"), `'"`) {
			fmt.Fprint(w, "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version")
		}
	case "/fail":
		if q.Get("n") != "1" {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}
}

// TestScanFindsFlaws shows that the scan of the server can fail: the same scanner, told the same, finds what is wrong with a weak one.
func TestScanFindsFlaws(t *testing.T) {
	needed(t)
	s := httptest.NewServer(http.HandlerFunc(weak))
	defer s.Close()
	got := map[string]bool{}
	for _, f := range (scanner{target: s.URL + "/", starts: []string{s.URL + "/"}, trap: newTrap(t)}).scan(t, "sql", "xss", "redirect", "ssrf", "file", "csp", "http_headers", "cookieflags") {
		got[f.Class] = true
	}
	for _, class := range []string{
		"SQL Injection", "Cross Site Scripting", "Open Redirect", "Request by the server", "Path Traversal", "Content Security Policy Configuration", "HTTP Secure Headers",
		"HttpOnly Flag cookie", "Secure Flag cookie", "Internal Server Error",
	} {
		if !got[class] {
			t.Errorf("the scan of a weak server did not find %q", class)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
}
