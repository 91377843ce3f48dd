// Package presence is who has which project open at this moment, and where in it they are. It keeps nothing: what it knows ends with the stream of events
// that it is told over, with the process, or when nobody says it again. It is of one process, and asks for no rights.
package presence

import (
	"slices"
	"strings"
	"sync"
	"time"

	"cordon/internal/workbench"
)

const (
	// Life is how long a place counts that is not said again.
	Life = 90 * time.Second
	// StreamsMost is how many streams a process has, OfOneMost how many of one person, ToldMost how many people are told of.
	StreamsMost, OfOneMost, ToldMost = 5000, 20, 50
)

// Place is where somebody is in a project.
type Place struct {
	File    string `json:"file,omitempty"`    // that is open
	Element string `json:"element,omitempty"` // that is chosen
	Unsaved bool   `json:"unsaved"`           // there are changes that are not saved
}

// Person is somebody with a place.
type Person struct {
	Account workbench.AccountID `json:"account"`
	Name    string              `json:"name"`
	Place
}

// Register knows the streams of a process. The zero value has none. It may be used from several goroutines.
type Register struct {
	mu      sync.Mutex
	streams map[string]*Stream
}

// Stream is one stream of events that somebody listens to.
type Stream struct {
	// ID is by which its person says where they are. It is a name and no secret: only who opened the stream can use it.
	ID string

	of      *Register
	account workbench.AccountID
	name    string
	changed chan struct{}
	// What follows belongs to the register. Without a project there is no place.
	project workbench.ProjectID
	place   Place
	until   time.Time
	came    bool // since Came was asked
}

// Open makes a stream of somebody; nil if there are too many. Whoever opens one closes it.
func (r *Register) Open(account workbench.AccountID, name string) *Stream {
	r.mu.Lock()
	defer r.mu.Unlock()
	own := 0
	for _, s := range r.streams {
		if s.account == account {
			own++
		}
	}
	if len(r.streams) >= StreamsMost || own >= OfOneMost {
		return nil
	}
	if r.streams == nil {
		r.streams = map[string]*Stream{}
	}
	s := &Stream{ID: workbench.NewID(), of: r, account: account, name: name, changed: make(chan struct{}, 1)}
	r.streams[s.ID] = s
	return s
}

// Close ends a stream, and with it the place.
func (s *Stream) Close() {
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	s.leave()
	delete(s.of.streams, s.ID)
}

// Put says where the person of a stream is, until now and Life. False if the person has no such stream here.
func (r *Register) Put(stream string, account workbench.AccountID, p workbench.ProjectID, at Place, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.streams[stream]
	if s == nil || s.account != account {
		return false
	}
	again := s.project == p && s.place == at && now.Before(s.until)
	if s.project != p {
		s.leave()
		s.came = true
	}
	s.project, s.place, s.until = p, at, now.Add(Life)
	if !again {
		r.tell(p)
	}
	return true
}

// Leave takes the place of a stream away. False if the person has no such stream here.
func (r *Register) Leave(stream string, account workbench.AccountID) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.streams[stream]
	if s == nil || s.account != account {
		return false
	}
	s.leave()
	return true
}

// leave takes the place away and tells the others. The register is locked.
func (s *Stream) leave() {
	if p := s.project; p != "" {
		s.project, s.place = "", Place{}
		s.of.tell(p)
	}
}

// tell wakes the streams in a project. The register is locked.
func (r *Register) tell(p workbench.ProjectID) {
	for _, s := range r.streams {
		if s.project == p {
			select {
			case s.changed <- struct{}{}:
			default: // it will look anyhow
			}
		}
	}
}

// Changed tells once that somebody came, went or is elsewhere since it was asked last.
func (s *Stream) Changed() bool {
	select {
	case <-s.changed:
		return true
	default:
		return false
	}
}

// Came tells once that the person of a stream came to a project, so that they know nothing of who is there.
func (s *Stream) Came() bool {
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	came := s.came
	s.came = false
	return came
}

// Others gives the project that the person of a stream has open, and who else has, by name; the project is empty if they have none. Of somebody with several
// windows the last place that was said counts.
func (s *Stream) Others(now time.Time) (workbench.ProjectID, []Person) {
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	if s.project == "" || now.After(s.until) {
		return "", nil
	}
	last := map[workbench.AccountID]*Stream{}
	for _, o := range s.of.streams {
		if o.project != s.project || o.account == s.account || now.After(o.until) {
			continue
		}
		if l := last[o.account]; l == nil || o.until.After(l.until) || o.until.Equal(l.until) && o.ID > l.ID {
			last[o.account] = o
		}
	}
	out := []Person{}
	for _, o := range last {
		out = append(out, Person{o.account, o.name, o.place})
	}
	slices.SortFunc(out, func(x, y Person) int { return strings.Compare(x.Name+string(x.Account), y.Name+string(y.Account)) })
	return s.project, out[:min(len(out), ToldMost)]
}
