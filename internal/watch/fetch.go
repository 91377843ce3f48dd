package watch

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"cordon/internal/diag"
	"cordon/internal/report"
)

// Limits of downloads.
const (
	maxDownload = 4 << 30
	maxSidecar  = 64 << 10
	attempts    = 3 // each goes on where the last one broke off
)

// fetcher downloads sources into a mirror. It says nothing of an address but scheme, host and path: the rest may be a secret.
type fetcher struct {
	dir    string        // of the mirror
	client *http.Client  // nil fetches nothing: the mirror counts as it is
	idle   time.Duration // how long nothing may arrive
}

func newFetcher(dir string) *fetcher {
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: dial, TLSHandshakeTimeout: 15 * time.Second, ResponseHeaderTimeout: 60 * time.Second,
		DisableCompression: true, // what arrives is what is proved
	}
	f := &fetcher{dir: dir, client: &http.Client{Transport: transport}, idle: 60 * time.Second}
	f.client.CheckRedirect = func(to *http.Request, via []*http.Request) error {
		if len(via) >= 10 {
			return errors.New("it leads on ten times")
		}
		if err := allowed(to.URL); err != nil {
			return fmt.Errorf("it leads to %s: %w", shown(to.URL), err)
		}
		if loopback(to.URL) && !loopback(via[0].URL) {
			return fmt.Errorf("it leads to %s, on this machine", shown(to.URL))
		}
		return nil
	}
	return f
}

// dial connects to a host. One that does not say that it is this machine must not lead to it: whoever types a name in may be somebody else than whoever runs
// the program. What the name leads to is looked at when it is connected to, so that it cannot change in between.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := &net.Dialer{Timeout: 15 * time.Second}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if !loopback(&url.URL{Host: address}) {
		d.Control = func(_, to string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(to)
			if err != nil {
				return err
			}
			if ip := at.Addr().Unmap(); ip.IsLoopback() || ip.IsUnspecified() || ip.IsLinkLocalUnicast() {
				return fmt.Errorf("%s leads to %s, on this machine or its own network", host, ip)
			}
			return nil
		}
	}
	return d.DialContext(ctx, network, address)
}

// isAddress tells whether a source is to be fetched.
func isAddress(source string) bool {
	return strings.HasPrefix(source, "https://") || strings.HasPrefix(source, "http://")
}

// allowed refuses addresses that anybody on the way could answer for, and those with a password, which would stand in lists of processes.
func allowed(u *url.URL) error {
	switch {
	case u.Host == "":
		return errors.New("the address has no host")
	case u.User != nil:
		return errors.New("the address has a name or password in it")
	case u.Scheme == "https", u.Scheme == "http" && loopback(u):
		return nil
	}
	return errors.New("only https is fetched")
}

func loopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

func shown(u *url.URL) string { return u.Scheme + "://" + u.Host + u.EscapedPath() }

// state is what is kept of a download beside it.
type state struct {
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"lastModified,omitempty"`
	Proved   string `json:"proved,omitempty"` // sha-256, sha-512
	Listed   string `json:"listed,omitempty"` // the date that a list gave for it
}

func (s state) save(file string) error {
	return report.ReplaceFile(file+".state", report.Shared, func(w io.Writer) error { return json.NewEncoder(w).Encode(s) })
}

func load(file string) (s state) {
	if data, err := os.ReadFile(file + ".state"); err == nil {
		json.Unmarshal(data, &s) //nolint:errcheck // without a state it is fetched whole
	}
	return s
}

// fetch downloads an address, if it has changed, and gives where it is now. Where that fails, it is said, and the copy from before counts; found is false
// where there is none.
func (f *fetcher) fetch(ctx context.Context, address string, ds *diag.List) (file string, name string, found bool) {
	u, err := url.Parse(address)
	if err == nil {
		err = allowed(u)
	}
	if err != nil {
		ds.Add(diag.Pos{File: "the address"}, diag.FeedFetch, "", "it is not fetched: %s", bareError(err))
		return "", "the address", false
	}
	name = shown(u)
	file = f.place(u)
	_, err = os.Stat(file)
	have := err == nil
	if f.client == nil {
		if !have {
			ds.Add(diag.Pos{File: name}, diag.FeedFetch, "", "it was not fetched yet")
		}
		return file, name, have
	}
	proved := ""
	if err = os.MkdirAll(filepath.Dir(file), 0o755); err == nil {
		for range attempts {
			if proved, err = f.once(ctx, u, file); err == nil || errors.As(err, new(final)) || ctx.Err() != nil {
				break
			}
		}
	}
	switch {
	case err != nil && have:
		ds.Add(diag.Pos{File: name}, diag.FeedFetch, "", "it is not fetched, and the copy from before counts: %s", bareError(err))
		return file, name, true
	case err != nil:
		ds.Add(diag.Pos{File: name}, diag.FeedFetch, "", "it is not fetched: %s", bareError(err))
		return "", name, false
	case proved == "":
		ds.Add(diag.Pos{File: name}, diag.FeedUnproved, "", "not verified: there is no file with .sha512 or .sha256 after its address")
	}
	return file, name, true
}

// final is an error that another attempt would give again.
type final struct{ error }

func (e final) Unwrap() error { return e.error }

// bareError is an error without the address in it.
func bareError(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// place is where the mirror keeps an address. Addresses that differ in what follows a question mark are kept apart.
func (f *fetcher) place(u *url.URL) string {
	where := path.Clean("/" + u.Path)
	if where == "/" || strings.HasSuffix(u.Path, "/") {
		where = path.Join(where, "index.json")
	}
	dir, name := path.Split(where)
	if u.RawQuery != "" {
		sum := sha256.Sum256([]byte(u.RawQuery))
		name = hex.EncodeToString(sum[:8]) + "-" + name
	}
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"|?*\`, r) {
			return '_'
		}
		return r
	}, u.Host+dir+name)
	return filepath.Join(f.dir, filepath.FromSlash(clean))
}

// once tries to bring a file up to date, and says what proves it.
func (f *fetcher) once(outer context.Context, u *url.URL, file string) (proved string, err error) {
	kept := load(file)
	if _, err := os.Stat(file); err != nil {
		kept = state{}
	}
	part := file + ".part"
	begun, resume := load(part), int64(0)
	if info, err := os.Stat(part); err == nil && begun.ETag+begun.Modified != "" {
		resume = info.Size()
	}
	ctx, cancel := context.WithCancel(outer)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return "", final{err}
	}
	if kept.ETag != "" {
		request.Header.Set("If-None-Match", kept.ETag)
	} else if kept.Modified != "" {
		request.Header.Set("If-Modified-Since", kept.Modified)
	}
	if resume > 0 {
		request.Header.Set("Range", "bytes="+strconv.FormatInt(resume, 10)+"-")
		request.Header.Set("If-Range", firstOf(begun.ETag, begun.Modified))
	}
	answer, err := f.client.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode == http.StatusNotModified:
		return kept.Proved, nil
	case answer.StatusCode == http.StatusPartialContent && strings.HasPrefix(answer.Header.Get("Content-Range"), "bytes "+strconv.FormatInt(resume, 10)+"-"):
	case answer.StatusCode == http.StatusOK:
		resume = 0
	case answer.StatusCode == http.StatusRequestedRangeNotSatisfiable || answer.StatusCode == http.StatusPartialContent:
		os.Remove(part) //nolint:errcheck // it is overwritten
		return "", errors.New("the source has another file by now")
	case answer.StatusCode >= 500:
		return "", fmt.Errorf("the source answers %s", answer.Status)
	default:
		return "", final{fmt.Errorf("the source answers %s", answer.Status)}
	}
	next := state{ETag: answer.Header.Get("ETag"), Modified: answer.Header.Get("Last-Modified")}
	if strings.HasPrefix(next.ETag, "W/") {
		next.ETag = "" // a weak one does not say that the bytes are the same
	}
	if err := next.save(part); err != nil {
		return "", final{err}
	}
	body := &patient{from: answer.Body, idle: f.idle, timer: time.AfterFunc(f.idle, cancel)}
	defer body.timer.Stop()
	if err := store(part, resume, body); err != nil {
		if outer.Err() == nil && errors.Is(err, context.Canceled) {
			err = fmt.Errorf("nothing arrived for %s", f.idle)
		}
		return "", err
	}
	if next.Proved, err = f.prove(ctx, u, part); err != nil {
		os.Remove(part) //nolint:errcheck // it is overwritten
		return "", err
	}
	if err := os.Rename(part, file); err != nil {
		return "", final{err}
	}
	os.Remove(part + ".state") //nolint:errcheck // it only takes space
	return next.Proved, next.save(file)
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// patient waits for more as long as something arrives now and then.
type patient struct {
	from  io.Reader
	idle  time.Duration
	timer *time.Timer
}

func (p *patient) Read(b []byte) (int, error) {
	n, err := p.from.Read(b)
	p.timer.Reset(p.idle)
	return n, err
}

// store writes what arrives behind what is there already.
func store(part string, resume int64, body io.Reader) error {
	f, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY, report.Shared)
	if err != nil {
		return final{err}
	}
	if err = f.Truncate(resume); err == nil {
		_, err = f.Seek(resume, io.SeekStart)
	}
	n := int64(0)
	if err == nil {
		n, err = io.Copy(f, io.LimitReader(body, maxDownload-resume+1))
	}
	if err == nil && n+resume > maxDownload {
		err = final{fmt.Errorf("it is larger than %d GiB", maxDownload>>30)}
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// proofs are the files beside a download that prove it.
var proofs = []struct {
	suffix, name string
	hash         func() hash.Hash
}{{".sha512", "sha-512", sha512.New}, {".sha256", "sha-256", sha256.New}}

// prove compares a download with the digest that its source publishes; empty where it publishes none.
func (f *fetcher) prove(ctx context.Context, u *url.URL, part string) (string, error) {
	for _, p := range proofs {
		text, err := f.sidecar(ctx, u, p.suffix)
		if err != nil {
			return "", err
		}
		sum := p.hash()
		want, ok := digestIn(text, path.Base(u.Path), sum.Size())
		if !ok {
			continue
		}
		file, err := os.Open(part)
		if err != nil {
			return "", final{err}
		}
		_, err = io.Copy(sum, canceled{ctx, file})
		file.Close() //nolint:errcheck // nothing was written
		if err != nil {
			return "", err
		}
		if hex.EncodeToString(sum.Sum(nil)) != want {
			return "", final{fmt.Errorf("it is not what its file %s says", p.suffix)}
		}
		return p.name, nil
	}
	return "", nil
}

// sidecar is the text of a file beside an address; empty where there is none.
func (f *fetcher) sidecar(ctx context.Context, u *url.URL, suffix string) (string, error) {
	beside := *u
	beside.Path += suffix
	beside.RawPath = ""
	ctx, cancel := context.WithTimeout(ctx, f.idle)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, beside.String(), nil)
	if err != nil {
		return "", final{err}
	}
	answer, err := f.client.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode == http.StatusOK:
		text, err := io.ReadAll(io.LimitReader(answer.Body, maxSidecar))
		return string(text), err
	case answer.StatusCode >= 500:
		return "", fmt.Errorf("the source answers %s for the file %s", answer.Status, suffix)
	}
	return "", nil
}

// digestIn finds a digest in the text of a file beside a download: alone, or in the line with the name, as sha256sum writes it.
func digestIn(text, name string, size int) (string, bool) {
	first := ""
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		digest := strings.ToLower(words[0])
		if raw, err := hex.DecodeString(digest); err != nil || len(raw) != size {
			continue
		}
		if len(words) > 1 && path.Base(strings.TrimPrefix(words[1], "*")) == name {
			return digest, true
		}
		if first == "" && len(words) == 1 {
			first = digest
		}
	}
	return first, first != ""
}

// fetched gives the sources as they are on this machine: addresses are fetched, and left out where that fails.
func (f *fetcher) fetched(ctx context.Context, sources []string, ds *diag.List) ([]local, error) {
	var out []local
	for _, s := range sources {
		if !isAddress(s) {
			if _, err := os.Stat(s); err != nil {
				return nil, fmt.Errorf("read %s: %w", s, err) // a slip of the pen, not a feed that is damaged
			}
			out = append(out, local{path: s, name: filepath.ToSlash(s)})
			continue
		}
		var l local
		var found bool
		if isProvider(s) {
			l, found = f.provider(ctx, s, ds)
		} else {
			l.path, l.name, found = f.fetch(ctx, s, ds)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if found {
			out = append(out, l)
		}
	}
	return out, nil
}

// local is a source on this machine.
type local struct {
	path  string
	name  string   // in messages
	files []string // of the folder path, if only these count; nil where all do
}
