package study

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/postmarket/clocks"
	"cordon/internal/postmarket/record"
	"cordon/internal/project"
	"cordon/internal/workbench"
	"cordon/internal/yamltext"
)

// Happened is what a person says of an event.
type Happened struct {
	Kind, Title, From, Why string
	When                   string // RFC 3339: when it became known
	About                  []string
	Vulnerabilities        []string
	Installs               []record.Install
	Ends                   []string
	Until                  string
	// Decided notes the person as one who decided on a change of devices in use, in a role.
	Decided string
	// Facts decide which duties to report run; without any, nothing has to be reported.
	Facts []FactGiven
	Zone  string
}

func eventKinds() []string { return record.EventKind("").Words() }

// RecordEvent writes an event into the record, as cordon watch event does, and where it may have to be reported, what is known of it for that. It
// gives the id of the event.
func (s *Study) RecordEvent(ctx context.Context, a workbench.Actor, id workbench.ProjectID, base workbench.RevisionID, h Happened) (string, workbench.Made, error) {
	acc, err := s.Workbench.Permit(ctx, a, id, workbench.Triage)
	if err != nil {
		return "", workbench.Made{}, err
	}
	k, err := s.Knowledge(ctx, acc.Project.Organisation)
	if err != nil {
		return "", workbench.Made{}, err
	}
	when, err := s.Moment("when", h.When)
	if err != nil {
		return "", workbench.Made{}, err
	}
	event := ""
	made, err := s.Workbench.Work(ctx, a, id, base, workbench.Triage, "event: "+h.Title, func(dir string) (err error) {
		event, err = writeEvent(dir, k, a.Name, when, h)
		return err
	})
	return event, made, err
}

func writeEvent(dir string, k *project.Knowledge, who string, when time.Time, h Happened) (string, error) {
	var ds diag.List
	m := project.ReadModel(os.DirFS(dir), Main, ".", k, &ds)
	if ds.HasErrors() {
		return "", flawed(ds.Sorted())
	}
	at := when.UTC().Format(time.RFC3339)
	e := record.Event{Kind: record.EventKind(h.Kind), Title: h.Title, From: h.From, Why: h.Why, When: Word(at), About: placed(h.About), Vulnerabilities: placed(h.Vulnerabilities), Installs: h.Installs, Ends: placed(h.Ends), Until: Word(h.Until)}
	if h.Decided != "" {
		e.Decided = []record.Approval{{Who: who, Role: h.Decided, When: Word(at)}}
	}
	id := freeName(dir, idOf(h.Title))
	src, err := project.EventFile(dir, id, e, m, k, &ds)
	if err != nil {
		return "", workbench.Errorf(workbench.Invalid, "the event cannot be recorded: %s", err)
	}
	if ds.HasErrors() {
		return "", refused("event", below(dir, ds.Sorted()))
	}
	if err := writeFile(filepath.Join(project.RecordFolder(dir), id+".yaml"), src); err != nil || len(h.Facts) == 0 {
		return id, err
	}
	f := clocks.File{Cordon: 1, Event: clocks.Event{ID: id, Title: h.Title, Zone: h.Zone, Anchors: []clocks.Anchor{{Name: knowledge.Awareness, Time: at}}, Facts: factsOf(h.Facts, at, who)}}
	text, err := yamltext.Encode(&f)
	if err != nil {
		return "", workbench.Errorf(workbench.Invalid, "what is known of the event cannot be recorded: %s", err)
	}
	if clocks.Parse(k.Index, clocks.Folder+"/"+id+".yaml", []byte(text), &ds); ds.HasErrors() {
		return "", refused("facts", ds.Sorted())
	}
	return id, writeFile(filepath.Join(dir, clocks.Folder, id+".yaml"), []byte(text))
}

// factsOf are answers as they are written down. Those on organisation, market and product were always known.
func factsOf(list []FactGiven, at, who string) []clocks.Fact {
	var out []clocks.Fact
	for _, g := range list {
		f := clocks.Fact{Name: g.Name, Is: knowledge.Truth(g.Is)}
		if k := knowledge.EventFact(g.Name); k == nil || !k.Standing {
			f.Known, f.By = at, who
		}
		out = append(out, f)
	}
	return out
}

// Sent is a report that was sent.
type Sent struct{ Clock, At, Reference string }

// Tell adds to an event what became known of it later, and reports that were sent. Nothing that was said before is changed.
func (s *Study) Tell(ctx context.Context, a workbench.Actor, id workbench.ProjectID, base workbench.RevisionID, file string, facts []FactGiven, sent []Sent) (workbench.Made, error) {
	acc, err := s.Workbench.Permit(ctx, a, id, workbench.Triage)
	if err != nil {
		return workbench.Made{}, err
	}
	k, err := s.Knowledge(ctx, acc.Project.Organisation)
	if err != nil {
		return workbench.Made{}, err
	}
	e, _, err := s.event(ctx, a, id, base, file) // for its name
	if err != nil {
		return workbench.Made{}, err
	}
	now := s.Workbench.Now().UTC().Format(time.RFC3339)
	return s.Workbench.Work(ctx, a, id, base, workbench.Triage, "event "+e.ID+": what became known, and what was sent", func(dir string) error {
		name := filepath.Join(dir, filepath.FromSlash(file))
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var ds diag.List
		e := clocks.Parse(k.Index, file, src, &ds) // as it is now: others may have told of it since
		if ds.HasErrors() {
			return refused("event", ds.Sorted())
		}
		put := func(key string, v any) {
			if !ds.HasErrors() && err == nil {
				src, err = yamltext.Put(file, src, &clocks.File{}, []string{"event"}, key, v, &ds)
			}
		}
		if len(facts) > 0 {
			put("facts", slices.Concat(e.Facts, factsOf(facts, now, a.Name)))
		}
		if len(sent) > 0 {
			reports := slices.Clone(e.Reports)
			for _, x := range sent {
				reports = append(reports, clocks.Report{Clock: x.Clock, Time: x.At, Reference: x.Reference})
			}
			put("reports", reports)
		}
		if err != nil {
			return fmt.Errorf("change %s: %w", file, err)
		}
		if !ds.HasErrors() {
			clocks.Parse(k.Index, file, src, &ds)
		}
		if ds.HasErrors() {
			return refused("event", ds.Sorted())
		}
		return os.WriteFile(name, src, 0o600)
	})
}

// refused is a fault that names what is wrong with what was sent.
func refused(path string, list []diag.Diagnostic) error {
	e := workbench.Errorf(workbench.Invalid, "the event cannot be recorded")
	for _, d := range list {
		if d.Severity == diag.Error {
			e.Fields = append(e.Fields, workbench.Field{Path: path, Text: d.Message})
		}
	}
	return e
}

// freeName is a name that no file of record or events has.
func freeName(dir, stem string) string {
	name := stem
	for n := 2; ; n++ {
		_, a := os.Lstat(filepath.Join(project.RecordFolder(dir), name+".yaml"))
		_, b := os.Lstat(filepath.Join(dir, clocks.Folder, name+".yaml"))
		if errors.Is(a, fs.ErrNotExist) && errors.Is(b, fs.ErrNotExist) {
			return name
		}
		name = fmt.Sprintf("%s-%d", stem, n)
	}
}

func writeFile(name string, src []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	return os.WriteFile(name, src, 0o600)
}

// Word is a text that stands in no file yet.
func Word(s string) yamltext.Word { return yamltext.Word{Text: s} }

func placed(list []string) []yamltext.Word {
	var out []yamltext.Word
	for _, s := range list {
		out = append(out, Word(s))
	}
	return out
}
