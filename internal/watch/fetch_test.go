package watch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"cordon/internal/diag"
)

// host is a source of one file.
type host struct {
	data     []byte
	etag     string
	breaks   int // after how many bytes the next answers break off; 0 for never
	beside   map[string]string
	asked    []string // what was asked for, with range and condition
	redirect string
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	line := r.URL.Path
	for _, name := range []string{"Range", "If-None-Match"} {
		if v := r.Header.Get(name); v != "" {
			line += " " + v
		}
	}
	h.asked = append(h.asked, line)
	if r.URL.Path != "/feed/a.json" {
		if text, ok := h.beside[strings.TrimPrefix(r.URL.Path, "/feed/a.json")]; ok {
			fmt.Fprint(w, text)
			return
		}
		http.NotFound(w, r)
		return
	}
	if h.redirect != "" {
		http.Redirect(w, r, h.redirect, http.StatusFound)
		return
	}
	w.Header().Set("ETag", h.etag)
	if h.breaks > 0 {
		from := 0
		if v := r.Header.Get("Range"); v != "" {
			from, _ = strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(v, "bytes="), "-"))
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(h.data)-1, len(h.data)))
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(h.data)-from))
		if from > 0 {
			w.WriteHeader(http.StatusPartialContent)
		}
		w.Write(h.data[from:min(from+h.breaks, len(h.data))]) //nolint:errcheck // the connection is cut anyway
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	http.ServeContent(w, r, "a.json", time.Time{}, bytes.NewReader(h.data))
}

func serve(t *testing.T, h *host) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL + "/feed/a.json"
}

func fetch(t *testing.T, dir, address string) (text string, said []diag.Diagnostic) {
	t.Helper()
	var ds diag.List
	file, _, found := newFetcher(dir).fetch(context.Background(), address, &ds)
	if found {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text = string(data)
	}
	return text, ds.Sorted()
}

func sums(data []byte) map[string]string {
	return map[string]string{".sha256": fmt.Sprintf("%x  a.json\n", sha256.Sum256(data)), ".sha512": fmt.Sprintf("%X\n", sha512.Sum512(data))}
}

// A download is proved by the file beside it, and is not sent again as long as it has not changed.
func TestFetch(t *testing.T) {
	h := &host{data: []byte(recordOf(1)), etag: `"1"`}
	h.beside = sums(h.data)
	dir, address := t.TempDir(), serve(t, h)
	for range 2 {
		if text, said := fetch(t, dir, address); text != recordOf(1) || len(said) > 0 {
			t.Errorf("%q, %v", text, said)
		}
	}
	if got := strings.Join(h.asked, ", "); got != `/feed/a.json, /feed/a.json.sha512, /feed/a.json "1"` {
		t.Errorf("asked for %s", got)
	}
	h.data, h.etag, h.beside = []byte(recordOf(2)), `"2"`, nil
	text, said := fetch(t, dir, address)
	if text != recordOf(2) || len(said) != 1 || said[0].Code != diag.FeedUnproved {
		t.Errorf("%q, %v", text, said)
	}
}

// A download that breaks off goes on where it was, also in the next run; one that has changed meanwhile begins anew.
func TestFetchGoesOn(t *testing.T) {
	data := []byte(strings.Repeat(recordOf(1), 20))
	h := &host{data: data, etag: `"1"`, breaks: 1000}
	dir, address := t.TempDir(), serve(t, h)
	text, said := fetch(t, dir, address)
	if text != "" || len(said) != 1 || said[0].Code != diag.FeedFetch || !strings.Contains(said[0].Message, "it is not fetched: unexpected EOF") {
		t.Errorf("%q, %v", text, said)
	}
	if got := strings.Join(h.asked, ", "); got != "/feed/a.json, /feed/a.json bytes=1000-, /feed/a.json bytes=2000-" {
		t.Errorf("asked for %s", got)
	}
	h.breaks, h.beside, h.asked = 0, sums(data), nil
	if text, said := fetch(t, dir, address); text != string(data) || len(said) > 0 {
		t.Errorf("%d bytes, %v", len(text), said)
	}
	if h.asked[0] != "/feed/a.json bytes=3000-" {
		t.Errorf("asked for %s", h.asked)
	}
	h.data, h.etag, h.breaks, h.beside = append([]byte("changed"), data...), `"2"`, 1000, nil
	if text, _ := fetch(t, dir, address); text != string(data) {
		t.Error("the copy from before is lost")
	}
	h.data, h.etag, h.breaks = data[:4500], `"3"`, 0
	if text, _ := fetch(t, dir, address); text != string(data[:4500]) {
		t.Errorf("%d bytes of two files together", len(text))
	}
}

// What is not what its digest says is thrown away, and the copy from before counts.
func TestFetchProves(t *testing.T) {
	h := &host{data: []byte(recordOf(1)), etag: `"1"`}
	h.beside = sums(h.data)
	dir, address := t.TempDir(), serve(t, h)
	fetch(t, dir, address)
	h.data, h.etag = []byte(recordOf(2)), `"2"`
	text, said := fetch(t, dir, address)
	if text != recordOf(1) || len(said) != 1 || !strings.Contains(said[0].Message, "the copy from before counts: it is not what its file .sha512 says") {
		t.Errorf("%q, %v", text, said)
	}
	if text, said := fetch(t, t.TempDir(), address); text != "" || len(said) != 1 {
		t.Errorf("%q, %v", text, said)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*", "*", "*.part")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// Only https is fetched, apart from this machine, and nothing of an address but host and path is ever said.
func TestFetchRefuses(t *testing.T) {
	h := &host{data: []byte("{}"), redirect: "http://elsewhere.example/a.json?token=secret"}
	address := serve(t, h)
	for source, want := range map[string]string{
		address: "it leads to http://elsewhere.example/a.json: only https is fetched",
		"http://elsewhere.example/a.json?token=secret": "only https is fetched",
		"https://name:secret@elsewhere.example/a.json": "the address has a name or password in it",
		"https:///a.json":     "the address has no host",
		"https://[::1/secret": "missing ']' in host",
		strings.Replace(address, "/feed/", "/secret/none", 1): "the source answers 404 Not Found",
	} {
		text, said := fetch(t, t.TempDir(), source)
		if text != "" || len(said) != 1 || said[0].Code != diag.FeedFetch || !strings.Contains(said[0].Message, want) {
			t.Errorf("%s: %q, %v", source, text, said)
		}
		if strings.Contains(strings.ReplaceAll(fmt.Sprint(said), "/secret/none", ""), "secret") {
			t.Errorf("%s: a secret is said: %v", source, said)
		}
	}
}

// A source that sends nothing more is given up.
func TestFetchWaitsNotForEver(t *testing.T) {
	stop := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		w.Write([]byte("{")) //nolint:errcheck // the client gives up
		w.(http.Flusher).Flush()
		<-stop
	}))
	defer s.Close()
	defer close(stop)
	f := newFetcher(t.TempDir())
	f.idle = 20 * time.Millisecond
	var ds diag.List
	if _, _, found := f.fetch(context.Background(), s.URL+"/a.json", &ds); found || !strings.Contains(fmt.Sprint(ds.Sorted()), "nothing arrived for 20ms") {
		t.Errorf("%v", ds.Sorted())
	}
}

// An address is a source like any other.
func TestSyncOfAnAddress(t *testing.T) {
	h := &host{data: []byte(recordOf(1)), etag: `"1"`}
	h.beside = sums(h.data)
	dir, address := t.TempDir(), serve(t, h)
	s, said := synced(t, dir, address)
	if s.Advisories != 1 || len(said) > 0 || s.Sources[0].Path != address {
		t.Errorf("%+v, %v", s, said)
	}
	if s, _ := synced(t, dir, address, records(t, 2)); s.Advisories != 2 || s.Unchanged != 1 {
		t.Errorf("%+v", s)
	}
}

func TestDigestIn(t *testing.T) {
	sum := strings.Repeat("ab", 32)
	for text, ok := range map[string]bool{
		sum: true, sum + "  a.json\n": true, strings.ToUpper(sum) + " *dir/a.json": true, "x\n" + sum + "\n": true,
		sum + "  b.json": false, "<html>": false, "": false, sum[2:]: false,
	} {
		if got, found := digestIn(text, "a.json", 32); found != ok || ok && got != sum {
			t.Errorf("%q: %q, %v", text, got, found)
		}
	}
}

// A name that leads to this machine is not connected to, unless it says so; capitals stand for names that only a resolver knows.
func TestANameThatLeadsToThisMachineIsNotConnectedTo(t *testing.T) {
	h := &host{data: []byte("{}")}
	l := httptest.NewTLSServer(h)
	defer l.Close()
	connected := 0
	l.Config.ConnState = func(net.Conn, http.ConnState) { connected++ }
	port := l.URL[strings.LastIndex(l.URL, ":"):]
	var ds diag.List
	_, _, found := newFetcher(t.TempDir()).fetch(t.Context(), "https://LOCALHOST"+port+"/feed/a.json", &ds)
	all := ds.Sorted()
	if found || connected > 0 || len(h.asked) > 0 || len(all) != 1 || !strings.Contains(all[0].Message, "LOCALHOST leads to ") || !strings.HasSuffix(all[0].Message, ", on this machine or its own network") {
		t.Errorf("found %v, %d connections, asked %v: %v", found, connected, h.asked, all)
	}
}
