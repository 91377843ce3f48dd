package scantest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// tally counts what a server answered, for several fronts.
type tally struct {
	mu sync.Mutex
	by map[string]*answers // operation, or "pages"
}

// answers are those of one operation.
type answers struct {
	all, good int // good: 2xx
	faults    []string
	refused   string // the last other answer
}

// of gives what is counted of an operation.
func (y *tally) of(name string) *answers {
	if y.by[name] == nil {
		y.by[name] = &answers{}
	}
	return y.by[name]
}

func (y *tally) count(name string, r *http.Request, w *recorder) {
	y.mu.Lock()
	defer y.mu.Unlock()
	a := y.of(name)
	a.all++
	switch {
	case w.status >= 200 && w.status < 300:
		a.good++
	case w.status >= 500 && w.status != http.StatusNotImplemented && len(a.faults) < 3:
		a.faults = append(a.faults, fmt.Sprintf("%s %s: %s", r.Method, r.URL, w))
	default:
		a.refused = fmt.Sprintf("%s %s: %s", r.Method, r.URL, w)
	}
}

// check wants that the scanner had success with each operation, so that it was signed in and what it sent arrived, and that the server never failed.
func (y *tally) check(t *testing.T, known map[string]operation) {
	t.Helper()
	total := 0
	for id := range known {
		a := y.of(id)
		total += a.all
		switch {
		case a.good == 0 && refused[id] == "":
			t.Errorf("%s never succeeded in %d requests: %s", id, a.all, a.refused)
		case a.good > 0 && refused[id] != "":
			t.Errorf("%s succeeded, although %s", id, refused[id])
		case a.all < 3 && len(known[id].variables) > 0:
			t.Errorf("%s was asked for only %d times", id, a.all)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(y.by)) {
		for _, fault := range y.by[id].faults {
			t.Errorf("%s: %s", id, fault)
		}
	}
	if total < leastRequests {
		t.Errorf("the scanner sent %d requests to operations; %d are the least", total, leastRequests)
	}
	t.Logf("%d requests to %d operations", total, len(known))
}

// leastRequests is about half of what is sent.
const leastRequests = 2500

// recorder keeps the status of an answer, and its beginning if it is none that was wanted.
type recorder struct {
	http.ResponseWriter
	status int
	begins []byte
}

func (r *recorder) String() string { return fmt.Sprintf("status %d: %.300s", r.status, r.begins) }

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status >= 300 {
		r.begins = append(r.begins, b[:min(len(b), 300)]...)
	}
	return r.ResponseWriter.Write(b)
}

// SetReadDeadline does nothing: the front has read the body already, and a deadline would end the request while it is answered.
func (r *recorder) SetReadDeadline(time.Time) error { return nil }

func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
