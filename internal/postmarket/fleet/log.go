package fleet

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Change is a line of the log. One of the last four is there.
type Change struct {
	N       uint64   `json:"n"`     // each is one more than the one before, but after Loaded
	Known   Day      `json:"known"` // day on which it was recorded
	Release *Release `json:"release,omitempty"`
	Device  *Device  `json:"device,omitempty"`
	Found   *News    `json:"found,omitempty"`
	Loaded  *Loaded  `json:"loaded,omitempty"`
}

// Loaded says that so much was recorded at once that it stands in the snapshot only. The line tells that it happened; it changes nothing.
type Loaded struct {
	Releases int `json:"releases,omitempty"`
	Devices  int `json:"devices,omitempty"`
	Findings int `json:"findings,omitempty"`
}

// Next gives a change its number and day.
func (f *Fleet) Next(c Change) Change {
	f.seq++
	c.N, c.Known = f.seq, f.known
	return c
}

// AppendLine appends the line of a change.
func (c *Change) AppendLine(dst []byte) ([]byte, error) {
	line, err := json.Marshal(c)
	return append(append(dst, line...), '\n'), err
}

// LineError says which line of a log cannot be right.
type LineError struct {
	Line int // from 1, of what was read
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Err) }
func (e *LineError) Unwrap() error { return e.Err }

// Replay records the changes of a log that the fleet does not have yet. It gives how many bytes of the log are whole lines: where a process ended
// while it wrote the last one, that one is left out. The error is a *LineError; what stands before the line is recorded.
func (f *Fleet) Replay(log []byte) (whole int, err error) {
	for line := 1; whole < len(log); line++ {
		text, _, ended := bytes.Cut(log[whole:], []byte("\n"))
		var c Change
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		err := d.Decode(&c)
		last := whole+len(text)+1 >= len(log)
		switch {
		case !ended, err != nil && last:
			return whole, nil
		case err == nil:
			err = f.apply(&c)
		}
		if err != nil {
			return whole, &LineError{line, err}
		}
		whole += len(text) + 1
	}
	return whole, nil
}

// apply records a change of a log.
func (f *Fleet) apply(c *Change) error {
	if c.N <= f.seq {
		return nil // the snapshot has it
	}
	if c.N != f.seq+1 || c.Loaded != nil {
		return fmt.Errorf("change %d follows change %d; what stands between them is missing, here or in the snapshot", c.N, f.seq)
	}
	if err := f.Begin(c.Known); err != nil {
		return err
	}
	err := errors.New("it says nothing")
	switch {
	case c.Release != nil:
		_, err = f.AddRelease(*c.Release)
	case c.Device != nil:
		_, _, err = f.Put(*c.Device)
	case c.Found != nil:
		err = f.LearnNews(*c.Found)
	}
	if err == nil {
		f.seq = c.N
	}
	return err
}
