package cli

import (
	"fmt"
	"io"
	"time"
)

// progress tells on a terminal what is being done, once it has taken a second: short work stays silent.
type progress struct {
	w     io.Writer
	start time.Time
	shown bool
}

func newProgress(w io.Writer) *progress {
	if !isTerminal(w) {
		return &progress{}
	}
	return &progress{w: w, start: time.Now()}
}

func (p *progress) stage(what string) {
	if p.w != nil && time.Since(p.start) > time.Second {
		fmt.Fprintf(p.w, "\r\033[K%s …", what)
		p.shown = true
	}
}

func (p *progress) done() {
	if p.shown {
		fmt.Fprint(p.w, "\r\033[K")
	}
}
