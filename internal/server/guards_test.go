package server

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestAddressesBehindAProxy(t *testing.T) {
	for _, c := range []struct {
		name      string
		proxy     bool
		forwarded []string
		want      string
	}{
		{"no proxy: what the sender says is not believed", false, []string{"10.0.0.1"}, "192.0.2.1:1234"},
		{"the proxy's word", true, []string{"203.0.113.7"}, "203.0.113.7:0"},
		{"the last word, not what the sender said before", true, []string{"127.0.0.1, 203.0.113.7"}, "203.0.113.7:0"},
		{"in several lines", true, []string{"127.0.0.1", "2001:db8::1"}, "[2001:db8::1]:0"},
		{"nothing to read", true, []string{"evil"}, "192.0.2.1:1234"},
		{"nothing", true, nil, "192.0.2.1:1234"},
	} {
		s := &Server{Options: Options{Proxy: c.proxy}}
		var got string
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = "192.0.2.1:1234"
		r.Header["X-Forwarded-For"] = c.forwarded
		s.proxied(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr })).ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestNetworksAreCountedWithoutPorts(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.1:80": "192.0.2.1", "[2001:db8:1:2:3:4:5:6]:80": "2001:db8:1:2::/64", "192.0.2.1": "192.0.2.1",
	} {
		if got := network(in); got != want {
			t.Errorf("%s is counted as %s, want %s", in, got, want)
		}
	}
}
