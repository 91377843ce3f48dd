package study

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"cordon/examples"
	"cordon/internal/diag"
	"cordon/internal/report"
	"cordon/internal/watch"
	"cordon/internal/workbench"
)

// Bounds on what an organisation uploads as feeds.
const (
	UploadBytes  = 64 << 20 // one file
	mostUploads  = 100
	uploadsTotal = 1 << 30
)

// uploadsDir holds uploaded feeds, in the folder of an organisation's index.
const uploadsDir = "uploads"

// FeedState is what an organisation's index of advisories was made from, and how large it is.
type FeedState struct {
	Addresses []string
	Version   int64
	Uploads   []Upload
	Lasts     bool          // the index outlives the process
	Made      time.Time     // zero if there is no index
	Index     *watch.Synced // nil if there is no index
}

// Upload is a file with feeds that somebody brought.
type Upload struct {
	Name  string
	Bytes int64
	At    time.Time
}

// TakenIn is what came of reading feeds.
type TakenIn struct {
	*watch.Synced
	Warnings []string `json:"warnings"` // what was wrong with single files and records, and was left out
}

// feedLocks keep two runs of this process from working in one folder; see lock.
var feedLocks sync.Map // of chan struct{}, by folder; who has put something into it has the folder

// indexOf is the folder of an organisation's index.
func (s *Study) indexOf(org workbench.OrganisationID) (string, error) {
	if s.Workbench.Feeds == "" {
		return "", workbench.Errorf(workbench.Unsupported, "this server keeps no index of advisories")
	}
	return filepath.Join(s.Workbench.Feeds, string(org)), nil
}

// FeedState says what an organisation has taken in.
func (s *Study) FeedState(ctx context.Context, a workbench.Actor, org workbench.OrganisationID) (*FeedState, error) {
	f, err := s.Workbench.FeedsOf(ctx, a, org, workbench.Read)
	if err != nil {
		return nil, err
	}
	dir, err := s.indexOf(org)
	if err != nil {
		return nil, err
	}
	out := &FeedState{Addresses: f.Addresses, Version: f.Version, Lasts: s.Workbench.FeedsLast, Uploads: uploads(dir)}
	if info, err := os.Stat(filepath.Join(dir, watch.IndexFile)); err == nil {
		data, err := os.ReadFile(filepath.Join(dir, watch.SourcesFile))
		if err != nil {
			return nil, fmt.Errorf("read what the index was made from: %w", err)
		}
		out.Index, out.Made = &watch.Synced{}, info.ModTime().UTC()
		if err := json.Unmarshal(data, out.Index); err != nil {
			return nil, fmt.Errorf("read what the index was made from: %w", err)
		}
		bare(out.Index)
	}
	return out, nil
}

// bare takes folders of the server out of the names of sources.
func bare(m *watch.Synced) {
	for i := range m.Sources {
		if p := m.Sources[i].Path; !strings.HasPrefix(p, "https://") {
			m.Sources[i].Path = filepath.Base(p)
		}
	}
}

func uploads(dir string) []Upload {
	out := []Upload{}
	list, _ := os.ReadDir(filepath.Join(dir, uploadsDir)) // no folder, no uploads
	for _, e := range list {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && !strings.HasPrefix(e.Name(), ".") {
			out = append(out, Upload{e.Name(), info.Size(), info.ModTime().UTC()})
		}
	}
	return out
}

var uploadName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

func checkUpload(name string) error {
	lower := strings.ToLower(name)
	known := slices.ContainsFunc([]string{".zip", ".json", ".csv", ".md", ".gz"}, func(end string) bool { return strings.HasSuffix(lower, end) })
	if uploadName.MatchString(name) && known {
		return nil
	}
	e := workbench.Errorf(workbench.Invalid, "the file cannot be taken under this name").WithHint("use letters, digits, - and _, and end it in .zip, .json, .csv, .md or .gz")
	e.Fields = []workbench.Field{{Path: "name", Text: "is no plain name of a file of a kind that is read"}}
	return e
}

// TakeIn keeps a file with feeds, in place of one of the same name, and makes the index anew, of the addresses as they were fetched last. A file that
// holds no feed is not kept.
func (s *Study) TakeIn(ctx context.Context, a workbench.Actor, org workbench.OrganisationID, name string, data []byte) (*TakenIn, error) {
	if err := checkUpload(name); err != nil {
		return nil, err
	}
	f, dir, unlock, err := s.hold(ctx, a, org, workbench.Triage)
	if err != nil {
		return nil, err
	}
	defer unlock()
	n, total := 0, int64(len(data))
	for _, u := range uploads(dir) {
		if u.Name != name {
			n, total = n+1, total+u.Bytes
		}
	}
	if len(data) > UploadBytes || n >= mostUploads || total > uploadsTotal {
		return nil, workbench.Errorf(workbench.TooLarge, "feeds may be %d files of %d MiB, and %d MiB together", mostUploads, UploadBytes>>20, uploadsTotal>>20).WithHint("take a file out that is not needed any more")
	}
	if err := holdsFeed(ctx, s.Workbench.Temp, name, data); err != nil {
		return nil, err
	}
	file := filepath.Join(dir, uploadsDir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, err
	}
	if err := report.ReplaceFile(file, report.Shared, func(w io.Writer) error { _, err := w.Write(data); return err }); err != nil {
		return nil, err
	}
	return s.index(ctx, a, f, dir, "upload "+name, watch.Again, nil)
}

// holdsFeed refuses a file in which nothing can be read as a feed, before it joins the others.
func holdsFeed(ctx context.Context, temp, name string, data []byte) error {
	tmp, err := os.MkdirTemp(temp, "cordon-feed-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	file := filepath.Join(tmp, name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		return err
	}
	var ds diag.List
	_, err = watch.Sync(ctx, filepath.Join(tmp, "index"), []string{file}, &ds, nil)
	if !errors.Is(err, watch.ErrNothing) {
		return err
	}
	e := workbench.Errorf(workbench.Invalid, "%s holds nothing that can be read as a feed", name).WithHint("OSV, CVE, CSAF, NVD, KEV, EPSS and end-of-life records are read, as files or as a zip of them")
	for _, w := range warnings(&ds) {
		e.Fields = append(e.Fields, workbench.Field{Path: "file", Text: strings.ReplaceAll(w, filepath.ToSlash(tmp)+"/", "")})
	}
	return e
}

// TakeExample takes in the advisories that come with the program.
func (s *Study) TakeExample(ctx context.Context, a workbench.Actor, org workbench.OrganisationID) (*TakenIn, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if err := z.AddFS(examples.Feeds); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return s.TakeIn(ctx, a, org, "example-advisories.zip", b.Bytes())
}

// LeaveOut deletes a file with feeds and makes the index of what is left.
func (s *Study) LeaveOut(ctx context.Context, a workbench.Actor, org workbench.OrganisationID, name string) (*TakenIn, error) {
	if err := checkUpload(name); err != nil {
		return nil, err
	}
	f, dir, unlock, err := s.hold(ctx, a, org, workbench.Triage)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := os.Remove(filepath.Join(dir, uploadsDir, name)); errors.Is(err, fs.ErrNotExist) {
		return nil, workbench.Errorf(workbench.NotFound, "there is no file %s among the feeds", name)
	} else if err != nil {
		return nil, err
	}
	out, err := s.index(ctx, a, f, dir, "without "+name, watch.Again, nil)
	if errors.Is(err, watch.ErrNothing) {
		err = errors.Join(removed(dir, watch.IndexFile), removed(dir, watch.SourcesFile), s.Workbench.KeepSynced(ctx, a, org, "without "+name+": nothing is left"))
	}
	return out, err
}

func removed(dir, name string) error {
	if err := os.Remove(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// SyncFeeds fetches what an organisation has set and makes its index anew.
func (s *Study) SyncFeeds(ctx context.Context, org workbench.OrganisationID, progress func(read int)) (*TakenIn, error) {
	as := workbench.ByProgram()
	f, dir, unlock, err := s.hold(ctx, as, org, workbench.Read)
	if err != nil {
		return nil, err
	}
	defer unlock()
	out, err := s.index(ctx, as, f, dir, "addresses", watch.Sync, progress)
	if !errors.Is(err, watch.ErrNothing) {
		return out, err
	}
	e := workbench.Errorf(workbench.Invalid, "%s", err)
	for _, w := range out.Warnings {
		e.Fields = append(e.Fields, workbench.Field{Path: "feeds", Text: w})
	}
	return nil, e
}

// hold opens what an organisation takes in, and keeps its folder until it is unlocked.
func (s *Study) hold(ctx context.Context, a workbench.Actor, org workbench.OrganisationID, action workbench.Action) (f workbench.Feeds, dir string, unlock func(), err error) {
	if f, err = s.Workbench.FeedsOf(ctx, a, org, action); err != nil {
		return f, "", nil, err
	}
	if dir, err = s.indexOf(org); err != nil {
		return f, "", nil, err
	}
	unlock, err = lock(ctx, dir)
	return f, dir, unlock, err
}

// lock waits until nobody else works in a folder, in this process or in another one that was given the same, and keeps it until it is unlocked.
func lock(ctx context.Context, dir string) (unlock func(), err error) {
	v, _ := feedLocks.LoadOrStore(dir, make(chan struct{}, 1))
	turn := v.(chan struct{})
	select {
	case turn <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for the index of advisories: %w", ctx.Err())
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		<-turn
		return nil, err
	}
	for {
		f, err := watch.LockFolder(dir)
		if err == nil {
			return func() {
				_ = f.Close() // which gives the folder free; nil where folders cannot be locked
				<-turn
			}, nil
		}
		if errors.Is(err, watch.ErrBusy) {
			select {
			case <-time.After(100 * time.Millisecond):
				continue
			case <-ctx.Done():
				err = ctx.Err()
			}
		}
		<-turn
		return nil, fmt.Errorf("wait for the folder of the index of advisories: %w", err)
	}
}

// index makes the index of an organisation of its files and addresses. If they hold nothing, it stays, and ErrNothing comes with what was wrong.
func (s *Study) index(ctx context.Context, a workbench.Actor, f workbench.Feeds, dir, what string,
	of func(context.Context, string, []string, *diag.List, func(int)) (*watch.Synced, error), progress func(read int)) (*TakenIn, error) {
	var sources []string
	for _, u := range uploads(dir) {
		sources = append(sources, filepath.Join(dir, uploadsDir, u.Name))
	}
	var ds diag.List
	made, err := of(ctx, dir, append(sources, f.Addresses...), &ds, progress)
	if errors.Is(err, watch.ErrNothing) {
		return &TakenIn{&watch.Synced{Sources: []watch.Source{}}, warnings(&ds)}, err
	}
	if err != nil {
		return nil, fmt.Errorf("make the index of advisories of %s: %w", f.Organisation, err)
	}
	bare(made)
	out := &TakenIn{made, warnings(&ds)}
	for i, w := range out.Warnings {
		out.Warnings[i] = strings.ReplaceAll(w, filepath.ToSlash(dir)+"/"+uploadsDir+"/", "")
	}
	return out, s.Workbench.KeepSynced(ctx, a, f.Organisation, fmt.Sprintf("%s: %d advisories on %d packages", what, made.Advisories, made.Packages))
}

// warnings are the first things that were wrong.
func warnings(ds *diag.List) []string {
	out := []string{}
	for _, d := range ds.Sorted() {
		if len(out) == 50 {
			break
		}
		out = append(out, fmt.Sprintf("%s: %s", d.Pos.File, d.Message))
	}
	return out
}
