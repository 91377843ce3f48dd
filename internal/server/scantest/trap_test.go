package scantest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// trap is where a server comes to that can be made to fetch what a request names. The scanner sends its address everywhere. It is what wapiti3.ovh is for those
// who scan from the Internet; nothing of a scan leaves this machine.
type trap struct {
	*httptest.Server
	mu     sync.Mutex
	visits []finding
}

func newTrap(t *testing.T) *trap {
	p := &trap{}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *trap) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte("{}"))
	if strings.HasPrefix(r.URL.Path, "/get_") {
		return // the scanner itself, which asks who came
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.visits = append(p.visits, finding{Class: "Request by the server", Method: r.Method, Path: r.URL.Path, Info: fmt.Sprintf("%s came to an address that the scanner had named", r.UserAgent())})
}

// visited gives who came.
func (p *trap) visited() []finding {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.visits
}
