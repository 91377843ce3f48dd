package watch

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"cordon/internal/diag"
	"cordon/internal/postmarket/fleet"
	"cordon/internal/report"
)

// Files of a fleet in its folder. The log tells all changes, one on each line, and is only ever added to. The snapshot saves reading it all, and
// holds what was loaded at once.
const (
	FleetLog      = "changes.jsonl"
	FleetSnapshot = "fleet.snapshot"
)

// What is more than maxLines or maxBytes at once goes to the snapshot, and a log that has grown by maxTail since the last snapshot is put into a new one.
const (
	maxLines = 20_000
	maxBytes = 16 << 20 // of these lines
	maxTail  = 64 << 20 // bytes
)

// FleetStore is a fleet in a folder. One that was opened to be written is locked until it is closed, where the system can do that.
type FleetStore struct {
	Fleet *fleet.Fleet
	dir   string
	lock  *os.File // nil where the fleet is only read
	log   int64    // length of the log up to its last whole line
	since int64    // where the snapshot ends in it
	lines []byte   // to be written
	bulk  fleet.Loaded
	count int
}

// ErrBusy says that another process writes the fleet.
var ErrBusy = errors.New("another process is changing this fleet")

// OpenFleet reads the fleet in a folder. It is nil where the files are damaged, which is said in ds. A folder without the files is an error, but for
// one that is to be written: then it is a fleet of nothing.
func OpenFleet(dir string, write bool, ds *diag.List) (s *FleetStore, err error) {
	s = &FleetStore{dir: dir}
	if write {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
		if s.lock, err = LockFolder(dir); err != nil {
			return nil, err
		}
		defer func() {
			if err != nil || s == nil {
				err = errors.Join(err, s.Close())
			}
		}()
	}
	snapshot, err := os.ReadFile(s.path(FleetSnapshot))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.Fleet = fleet.New()
	case err != nil:
		return s, err
	default:
		if s.Fleet, s.since, err = fleet.ReadSnapshot(snapshot); err != nil {
			ds.Add(diag.Pos{File: filepath.ToSlash(s.path(FleetSnapshot))}, diag.FleetDamaged, "take the files from a backup", "%s", err)
			return s, nil
		}
	}
	return s, s.replay(len(snapshot) == 0 && !write, ds)
}

// Damaged tells whether the files could not be read.
func (s *FleetStore) Damaged() bool { return s.Fleet == nil }

func (s *FleetStore) path(name string) string { return filepath.Join(s.dir, name) }

// replay reads the log from where the snapshot ends.
func (s *FleetStore) replay(must bool, ds *diag.List) error {
	at := diag.Pos{File: filepath.ToSlash(s.path(FleetLog))}
	f, err := os.Open(s.path(FleetLog))
	if errors.Is(err, fs.ErrNotExist) && !must && s.since == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < s.since {
		ds.Add(at, diag.FleetDamaged, "take both files from the same backup", "the log has %d bytes; the snapshot was made when it had %d", info.Size(), s.since)
		s.Fleet = nil
		return nil
	}
	if _, err := f.Seek(s.since, io.SeekStart); err != nil {
		return err
	}
	tail, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	whole, err := s.Fleet.Replay(tail)
	s.log = s.since + int64(whole)
	var line *fleet.LineError
	if errors.As(err, &line) {
		at.Line = line.Line + lines(s.path(FleetLog), s.since)
		ds.Add(at, diag.FleetDamaged, "take both files from the same backup", "%s", line.Err)
		s.Fleet = nil
		return nil
	}
	if whole < len(tail) {
		ds.Add(at, diag.FleetTorn, "repeat the change that was stopped, if there was one", "the last line breaks off after %d bytes and is left out", len(tail)-whole)
	}
	return err
}

// lines counts the lines in the first bytes of a file, to tell the place of one after them.
func lines(path string, upTo int64) int {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer f.Close()
	n, buf := 0, make([]byte, 1<<16)
	for in := io.LimitReader(f, upTo); ; {
		got, err := in.Read(buf)
		for _, c := range buf[:got] {
			if c == '\n' {
				n++
			}
		}
		if err != nil {
			return n
		}
	}
}

// add notes a change that the fleet has made, to be written by Commit.
func (s *FleetStore) add(c fleet.Change) error {
	switch {
	case c.Release != nil:
		s.bulk.Releases++
	case c.Device != nil:
		s.bulk.Devices++
	}
	return s.note(c)
}

func (s *FleetStore) note(c fleet.Change) (err error) {
	if s.count++; len(s.lines) > maxBytes {
		s.count = maxLines + 1
	}
	if s.count > maxLines {
		s.lines = nil
		return nil
	}
	c = s.Fleet.Next(c)
	s.lines, err = c.AppendLine(s.lines)
	return err
}

// Commit writes what was changed, and returns when it is on the disk. A process that is stopped before leaves the fleet as it was, or with the first
// of several changes.
func (s *FleetStore) Commit() error {
	if s.count == 0 {
		return nil
	}
	defer func() { s.lines, s.count, s.bulk = nil, 0, fleet.Loaded{} }()
	if s.count > maxLines {
		loaded := s.Fleet.Next(fleet.Change{Loaded: &s.bulk})
		line, err := loaded.AppendLine(nil)
		if err != nil {
			return err
		}
		// The snapshot first: from then on what was loaded is there, and the line in the log only tells of it.
		if err := s.fold(); err != nil {
			return err
		}
		return s.append(line)
	}
	if err := s.append(s.lines); err != nil {
		return err
	}
	if s.log-s.since > maxTail {
		return s.fold()
	}
	return nil
}

// fold writes a snapshot.
func (s *FleetStore) fold() error {
	err := report.ReplaceFile(s.path(FleetSnapshot), report.Shared, func(w io.Writer) error { return s.Fleet.WriteSnapshot(w, s.log) })
	if err != nil {
		return fmt.Errorf("write %s: %w", FleetSnapshot, err)
	}
	s.since = s.log
	return syncFolder(s.dir)
}

// append writes lines behind the last whole one.
func (s *FleetStore) append(text []byte) error {
	_, err := os.Stat(s.path(FleetLog))
	isNew := errors.Is(err, fs.ErrNotExist)
	f, err := os.OpenFile(s.path(FleetLog), os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	err = f.Truncate(s.log) // a line that broke off
	if err == nil {
		_, err = f.WriteAt(text, s.log)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", FleetLog, err)
	}
	s.log += int64(len(text))
	if isNew {
		return syncFolder(s.dir)
	}
	return nil
}

// syncFolder makes sure that the name of a new file is on the disk. Systems that cannot do it for folders say so, and are left alone.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}

// Close gives the fleet free for others.
func (s *FleetStore) Close() error {
	if s.lock == nil {
		return nil
	}
	return s.lock.Close()
}
