package deliver

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"cordon/internal/workbench"
)

func TestOnlyPublicAddressesAreSentTo(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "192.0.1.1": true, "172.32.0.1": true, "100.128.0.1": true, "2606:4700:4700::1111": true, "2a00:1450:4001:80e::200e": true,
		"127.0.0.1": false, "127.8.9.10": false, "0.0.0.0": false, "0.1.2.3": false, "10.1.2.3": false, "172.16.0.1": false, "172.31.255.255": false,
		"192.168.1.1": false, "169.254.169.254": false, "169.254.1.1": false, "100.64.0.1": false, "100.100.100.200": false, "198.18.0.1": false,
		"224.0.0.1": false, "240.0.0.1": false, "255.255.255.255": false, "192.0.0.192": false, "192.0.2.1": false,
		"::": false, "::1": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd00:ec2::254": false, "ff02::1": false, "fec0::1": false,
		"::ffff:127.0.0.1": false, "::ffff:169.254.169.254": false, "::ffff:8.8.8.8": true, "::127.0.0.1": false,
		"64:ff9b::7f00:1": false, "64:ff9b::808:808": false, "64:ff9b:1::a00:1": false, "2002:7f00:1::": false, "2001:0:7f00:1::": false, "2001:db8::1": false, "3fff::1": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: public %v, want %v", address, got, want)
		}
	}
	if public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

func TestAddressesOfSubscribers(t *testing.T) {
	for _, c := range []struct{ url, strict, local string }{
		{"https://hooks.hospital.example/cordon?a=b", "", ""},
		{"https://hooks.hospital.example:8443/", "", ""},
		{"http://hooks.hospital.example/", "the address does not begin with https://", ""},
		{"http://localhost:9000/", "the address does not begin with https://", ""},
		{"https://127.0.0.1/", "the address is not a public one", ""},
		{"https://[::ffff:7f00:1]/", "the address is not a public one", ""},
		{"https://[fe80::1%25eth0]/", "the address is not a public one", ""},
		{"https://169.254.169.254/latest/meta-data", "the address is not a public one", ""},
		{"https://anna:secret@hooks.example/", "the address holds a name or password", "the address holds a name or password"},
		{"https://hooks.example/#x", "the address has a part after #, which is never sent", "the address has a part after #, which is never sent"},
		{"ftp://hooks.example/", "the address does not begin with https://", "the address does not begin with https://"},
		{"https:hooks.example", "this is no address", "this is no address"},
		{"https://", "this is no address", "this is no address"},
		{"hooks.example", "this is no address", "this is no address"},
		{"https://" + strings.Repeat("a", 2000), "the address is longer than 2000 bytes", "the address is longer than 2000 bytes"},
	} {
		for _, o := range []struct {
			local bool
			want  string
		}{{false, c.strict}, {true, c.local}} {
			got := ""
			if err := New(Options{Local: o.local}).Check(c.url); err != nil {
				got = err.Error()
			}
			if got != o.want {
				t.Errorf("%.60s, local %v: %q, want %q", c.url, o.local, got, o.want)
			}
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("https://hooks.hospital.example/cordon")
	f.Add("https://[::ffff:7f00:1]:1/")
	s := New(Options{})
	f.Fuzz(func(t *testing.T, text string) {
		if s.Check(text) != nil {
			return
		}
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "https" || u.User != nil || u.Hostname() == "" {
			t.Errorf("taken: %q", text)
		}
		if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !public(ip) {
			t.Errorf("taken: %q", text)
		}
	})
}

var message = workbench.Message{ID: "06h1", Topic: "revision.made", Secret: "cordon_hook_x", Body: []byte(`{"kind":"revision.made"}`)}

// inside is a server on this machine that must not be reached, with the sender's trust.
func inside(t *testing.T, h http.HandlerFunc) (*httptest.Server, *x509.CertPool) {
	s := httptest.NewTLSServer(h)
	t.Cleanup(s.Close)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return s, roots
}

func TestANameThatLeadsInsideIsNotConnectedTo(t *testing.T) {
	hit := false
	srv, roots := inside(t, func(http.ResponseWriter, *http.Request) { hit = true })
	_, port, _ := net.SplitHostPort(srv.Listener.Addr().String())
	ips := func(texts ...string) []netip.Addr {
		var out []netip.Addr
		for _, t := range texts {
			out = append(out, netip.MustParseAddr(t))
		}
		return out
	}
	for name, answers := range map[string][][]netip.Addr{
		"loopback":            {ips("127.0.0.1")},
		"loopback of IPv6":    {ips("::1")},
		"mapped":              {ips("::ffff:127.0.0.1")},
		"metadata":            {ips("169.254.169.254")},
		"NAT64 of loopback":   {ips("64:ff9b::7f00:1")},
		"several":             {ips("10.0.0.1", "127.0.0.1")},
		"rebinding":           {ips("8.8.8.8"), ips("127.0.0.1")}, // public when it is asked first, inside when it is sent to
		"link-local of IPv6":  {ips("fe80::1")},
		"private of IPv6":     {ips("fd00::1")},
		"unspecified address": {ips("0.0.0.0")},
	} {
		n := 0
		s := New(Options{Roots: roots, Lookup: func(context.Context, string) ([]netip.Addr, error) {
			n++
			return answers[min(n, len(answers))-1], nil
		}})
		m := message
		m.URL = "https://example.com:" + port + "/"
		if err := s.Check(m.URL); err != nil {
			t.Fatal(err)
		}
		if name == "rebinding" {
			n++ // somebody looked the name up before
		}
		if got := s.Send(t.Context(), m); got != (workbench.Outcome{Problem: workbench.NotPublic}) {
			t.Errorf("%s: %+v", name, got)
		}
		m.URL = "https://127.0.0.1:" + port + "/" // as if it had been kept by an earlier program
		if got := s.Send(t.Context(), m); got != (workbench.Outcome{Problem: workbench.NotPublic}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if hit {
		t.Error("the server inside was asked")
	}
}

func TestAMessageIsSigned(t *testing.T) {
	var got http.Header
	var body []byte
	srv, roots := inside(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		body, _ = io.ReadAll(r.Body)
		w.WriteHeader(http.StatusNoContent)
	})
	s := New(Options{Local: true, Roots: roots, Now: func() time.Time { return time.Unix(1700000000, 0) }})
	m := message
	m.URL = srv.URL
	if out := s.Send(t.Context(), m); out != (workbench.Outcome{Status: 204}) || !out.Arrived() {
		t.Fatalf("%+v", out)
	}
	for name, want := range map[string]string{
		"Cordon-Delivery": "06h1", "Cordon-Topic": "revision.made", "Cordon-Timestamp": "1700000000", "Content-Type": "application/json", "User-Agent": "Cordon",
		// printf '1700000000.{"kind":"revision.made"}' | openssl dgst -sha256 -hmac cordon_hook_x
		"Cordon-Signature": "v1=d9fead4895aadda5f7feb5083fb8247c0c5d329641d273564bbfcc6f7b430a5d",
	} {
		if got.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.Get(name), want)
		}
	}
	if string(body) != string(m.Body) {
		t.Errorf("sent: %s", body)
	}
}

func TestWhatBecomesOfAMessage(t *testing.T) {
	stopped := httptest.NewServer(nil)
	stopped.Close()
	redirects := 0
	srv, roots := inside(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			redirects++
			http.Redirect(w, r, "/moved", http.StatusFound)
		case "/endless":
			for range 1 << 20 {
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return
				}
			}
		case "/head":
			w.Header().Set("X", strings.Repeat("x", 1<<20))
		default:
			w.WriteHeader(http.StatusTeapot)
		}
	})
	unknown := func(context.Context, string) ([]netip.Addr, error) {
		return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
	}
	slow := func(context.Context, string) ([]netip.Addr, error) { return nil, context.DeadlineExceeded }
	for _, c := range []struct {
		name, url string
		o         Options
		want      workbench.Outcome
	}{
		{"another status", srv.URL, Options{Local: true, Roots: roots}, workbench.Outcome{Status: 418}},
		{"a redirect is not followed", srv.URL + "/moved", Options{Local: true, Roots: roots}, workbench.Outcome{Status: 302}},
		{"an endless answer is cut off", srv.URL + "/endless", Options{Local: true, Roots: roots}, workbench.Outcome{Status: 200}},
		{"a head without end", srv.URL + "/head", Options{Local: true, Roots: roots}, workbench.Outcome{Problem: workbench.NoConnection}},
		{"certificate of somebody else", srv.URL, Options{Local: true, Roots: x509.NewCertPool()}, workbench.Outcome{Problem: workbench.BadCertificate}},
		{"nobody listens", stopped.URL, Options{Local: true}, workbench.Outcome{Problem: workbench.NoConnection}},
		{"no such name", "https://hooks.example/", Options{Lookup: unknown}, workbench.Outcome{Problem: workbench.UnknownName}},
		{"a name without addresses", "https://hooks.example/", Options{Lookup: func(context.Context, string) ([]netip.Addr, error) { return nil, nil }}, workbench.Outcome{Problem: workbench.UnknownName}},
		{"no answer in time", "https://hooks.example/", Options{Lookup: slow}, workbench.Outcome{Problem: workbench.TooSlow}},
		{"the resolver fails", "https://hooks.example/", Options{Lookup: func(context.Context, string) ([]netip.Addr, error) { return nil, errors.New("broken") }}, workbench.Outcome{Problem: workbench.NoConnection}},
	} {
		m := message
		m.URL = c.url
		if got := New(c.o).Send(t.Context(), m); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
	if redirects != 1 {
		t.Errorf("the redirect was asked %d times", redirects)
	}
}
