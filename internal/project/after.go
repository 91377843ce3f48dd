package project

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"cordon/internal/civil"
	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/model"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/indicators"
	"cordon/internal/postmarket/record"
	"cordon/internal/postmarket/weigh"
	"cordon/internal/yamltext"
)

// RecordFolder is where the record of the system at a path after release is kept: a folder in the system's directory.
func RecordFolder(path string) string {
	return beside(path, record.Folder)
}

// After is a system with what is kept of it after release.
type After struct {
	*weigh.System
	weigh.Inputs
	Assessed *Assessed // as it is in use: planned controls do not count
}

// OpenRecord reads the record of the system at a path and what was found in its bills of materials. Without a folder both are empty. They are
// usable only when ds has no errors.
func OpenRecord(path string, m *model.Model, k *Knowledge, ds *diag.List) (*record.Record, *record.Findings) {
	folder := RecordFolder(path)
	none := &record.Findings{Cordon: record.Version}
	root := openAround(path, ds)
	if root == nil {
		return &record.Record{}, none
	}
	defer root.Close()
	r := record.Load(root.FS(), record.Folder, filepath.ToSlash(folder), ds)
	r.Check(elementsOf(m), k.Index, ds)
	f, err := readFindings(root.FS())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return r, none
	case err != nil:
		file := filepath.ToSlash(filepath.Join(folder, record.FindingsFile))
		ds.Add(diag.Pos{File: file}, diag.FileUnreadable, "restore it, or remove it and run cordon watch find; then all counts as known from that day", "cannot read what was found: %s", diag.Cause(err))
		return r, none
	}
	return r, f
}

func readFindings(fsys fs.FS) (*record.Findings, error) {
	f, err := fsys.Open(path.Join(record.Folder, record.FindingsFile))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return record.ReadFindings(f)
}

// elementsOf is what a description has, as far as a record refers to it.
func elementsOf(m *model.Model) record.Elements {
	var el record.Elements
	for _, a := range engine.Lower(m).Assets {
		el.All = append(el.All, a.ID)
	}
	for _, a := range m.Assets {
		el.Assets = append(el.Assets, a.ID)
	}
	for _, h := range m.Harms {
		el.Harms = append(el.Harms, h.ID)
	}
	return el
}

// OpenAfter assesses the system at a path as it is in use, with its record and the decisions on its vulnerabilities. What is wrong with files is
// in ds, and the result is nil then.
func OpenAfter(ctx context.Context, path string, m *model.Model, k *Knowledge, ds *diag.List, stage func(string)) (*After, error) {
	r, f := OpenRecord(path, m, k, ds)
	set := OpenDecisions(path, ds)
	if ds.HasErrors() {
		return nil, nil
	}
	a, err := weighable(ctx, m, k, r, f, stage)
	if err != nil {
		return nil, err
	}
	a.judge(ctx, set)
	a.read(m, k, ds)
	return a, nil
}

func weighable(ctx context.Context, m *model.Model, k *Knowledge, r *record.Record, f *record.Findings, stage func(string)) (*After, error) {
	s, now, err := InUse(ctx, m, k, stage)
	if err != nil {
		return nil, err
	}
	return &After{s, weigh.Inputs{Record: r, Findings: f}, now}, nil
}

// InUse assesses a system as it is in use, and makes it ready for changes to be weighed.
func InUse(ctx context.Context, m *model.Model, k *Knowledge, stage func(string)) (*weigh.System, *Assessed, error) {
	now, err := Assess(ctx, m, k, engine.Current, stage)
	if err != nil {
		return nil, nil, err
	}
	s, err := weigh.New(m, k.Index, now.Run, now.Assessment)
	return s, now, err
}

// read joins the readings of indicators in the record.
func (a *After) read(m *model.Model, k *Knowledge, ds *diag.List) {
	if len(a.Record.Readings) == 0 {
		return
	}
	var elements []indicators.Element
	for i := range a.Assets {
		elements = append(elements, indicators.Element{ID: a.Assets[i].ID, Kind: a.Assets[i].Kind})
	}
	last, _ := civil.Parse("9999-12-31") // what is wrong with any reading is said once
	indicators.Evaluate(k.Index, elements, a.Record.Readings, last, ds)
	a.Readings = func(known, at civil.Instant) []weigh.Change {
		var quiet diag.List
		readings := a.Record.Readings
		if known < at {
			readings = slices.DeleteFunc(slices.Clone(readings), func(r indicators.Reading) bool {
				when, err := civil.Parse(r.When)
				return err != nil || when > known
			})
		}
		changes, _ := Changes(a.System, indicators.Evaluate(k.Index, elements, readings, at, &quiet).Effects)
		return changes
	}
	kinds := map[string]indicators.Element{}
	for _, e := range elements {
		kinds[e.ID] = e
	}
	for i := range a.Record.Readings {
		a.older(k, kinds[a.Record.Readings[i].Element], a.Record.Readings[i:i+1])
	}
}

// older notes when a reading is taken, and when it changes its meaning with time.
func (a *After) older(k *Knowledge, of indicators.Element, reading []indicators.Reading) {
	says := "reading of " + reading[0].Indicator
	for at, err := civil.Parse(reading[0].When); err == nil; says = "reading of " + reading[0].Indicator + " gets old" {
		a.Moments = append(a.Moments, weigh.Moment{At: at, Says: says})
		var quiet diag.List
		is := indicators.Evaluate(k.Index, []indicators.Element{of}, reading, at, &quiet)
		until := ""
		for _, e := range slices.Concat(is.Effects, is.Without) {
			until = e.Until
		}
		at, err = civil.Parse(until)
	}
}

// judge finds what was decided on each vulnerability, as it stood at each instant: a decision counts from its day until it is replaced or expires,
// and as long as nothing that it rested on is otherwise at that instant.
func (a *After) judge(ctx context.Context, set *decisions.Set) {
	type entry struct {
		*decisions.Entry
		from, to, replaced civil.Instant
	}
	byPlace := map[string][]entry{}
	ends := map[string]civil.Instant{}
	for i := range set.Entries {
		e := &set.Entries[i]
		if when, err := civil.Parse(e.When.Text); err == nil && e.Replaces.Text != "" {
			ends[e.Replaces.Text] = when
		}
	}
	for i := range set.Entries {
		e := &set.Entries[i]
		if !decisions.OnVulnerability(e.About.Text) {
			continue
		}
		from, _ := civil.Parse(e.When.Text)
		to, replaced := civil.Instant(1<<60), civil.Instant(1<<60)
		if until, err := civil.Parse(e.Until.Text); err == nil {
			to = until + civil.Day
		}
		if end, is := ends[e.ID]; is {
			replaced = end
		}
		byPlace[e.About.Text] = append(byPlace[e.About.Text], entry{e, from, to, replaced})
		a.Moments = append(a.Moments, weigh.Moment{At: from, Says: "decision " + e.ID})
		if end := min(to, replaced); end < 1<<60 {
			a.Moments = append(a.Moments, weigh.Moment{At: end, Says: "decision " + e.ID + " holds no longer"})
		}
	}
	rests := map[string]*decisions.RestedOn{} // by place and components
	a.Verdict = func(p *weigh.Place, known, at civil.Instant) weigh.Verdict {
		list := byPlace[p.ID()]
		i := slices.IndexFunc(list, func(e entry) bool { return e.from <= known && known < e.replaced && at < e.to })
		if i < 0 || ctx.Err() != nil {
			return weigh.Verdict{}
		}
		key := p.ID()
		for _, f := range p.Findings { // what is found in a release changes as well
			key += "\n" + f.Name + " " + f.Versions
		}
		now := rests[key]
		if now == nil {
			w, _, err := a.Weigh([]weigh.Place{*p}, a.Findings.Facts, nil, ctx.Err)
			if err != nil {
				return weigh.Verdict{}
			}
			now = restVulnerability(&w[0])
			rests[key] = now
		}
		if len(set.Changed(list[i].Entry, a.Assessed.Assessment, a.Index, now)) > 0 {
			return weigh.Verdict{Decision: list[i].ID, Stale: true}
		}
		return weigh.Verdict{Status: statusOf[list[i].Choice], Decision: list[i].ID}
	}
}

var statusOf = map[decisions.Choice]postmarket.VEXStatus{
	decisions.Affected: postmarket.StatusAffected, decisions.NotAffected: postmarket.StatusNotAffected,
	decisions.Fixed: postmarket.StatusFixed, decisions.UnderInvestigation: postmarket.StatusUnderInvestigation,
}

// likelyExploited is the probability of exploitation within 30 days from which it counts as likely, so that a decision is looked at again.
const likelyExploited = 0.1

// restVulnerability is what a decision about a vulnerability at an element rests on. It is weighed against the system as it is described, so
// that passing events leave decisions current, and by component and version, so that a later release with the same parts inherits them.
func restVulnerability(w *weigh.Weighed) *decisions.RestedOn {
	r := &decisions.RestedOn{Exploited: "none"}
	for _, f := range w.Findings {
		r.Components = append(r.Components, f.Name+": "+f.Versions)
	}
	slices.Sort(r.Components)
	r.Components = slices.Compact(r.Components)
	if f := w.Facts; f != nil {
		r.Weakness = slices.Clone(f.CWEs)
		switch {
		case len(f.Exploited) > 0:
			r.Exploited = "known"
		case f.EPSS != nil && f.EPSS.Probability >= likelyExploited:
			r.Exploited = "likely"
		}
	}
	if w.Effect.Vector != "" {
		r.Weakness = append(r.Weakness, w.Effect.Vector)
	}
	r.HeldBy = slices.Clone(w.HeldBy)
	for i := range w.Harms {
		h := &w.Harms[i]
		r.Harms = append(r.Harms, yamltext.Entry[string]{Key: h.ID, Value: fmt.Sprintf("%s, %s", h.After.Likelihood, h.After.Acceptability)})
	}
	slices.SortFunc(r.Harms, func(a, b yamltext.Entry[string]) int { return strings.Compare(a.Key, b.Key) })
	return r
}

// Vulnerabilities are what decisions about vulnerabilities rest on at an instant, by id; nil where nobody looked.
func (a *After) Vulnerabilities(ctx context.Context, at civil.Instant) (map[string]decisions.Vulnerability, error) {
	if a.Findings.Looked == "" {
		return nil, nil
	}
	weighed, _, err := a.Weigh(a.StateAt(&weigh.Inputs{Record: a.Record, Findings: a.Findings}, at).Places, a.Findings.Facts, nil, ctx.Err)
	if err != nil {
		return nil, err
	}
	out := map[string]decisions.Vulnerability{}
	for i := range weighed {
		w := &weighed[i]
		title := w.Vulnerability + " in " + a.Title(w.Element)
		if w.Facts != nil && w.Facts.Summary != "" {
			title += ": " + w.Facts.Summary
		}
		out[w.ID()] = decisions.Vulnerability{Title: title, Rests: *restVulnerability(w)}
	}
	return out, nil
}

// WriteFindings puts what was found in the record of the system at a path.
func WriteFindings(path string, f *record.Findings, replace func(file string, write func(io.Writer) error) error) error {
	folder := RecordFolder(path)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return replace(filepath.Join(folder, record.FindingsFile), f.Write)
}

// CheckEvent reports what is wrong with a file that is to join the record of the system at a path.
func CheckEvent(path, name string, src []byte, m *model.Model, k *Knowledge, ds *diag.List) {
	folder := filepath.ToSlash(RecordFolder(path))
	r := record.LoadWith(os.DirFS(filepath.Dir(RecordFolder(path))), record.Folder, folder, name, src, ds)
	r.Check(elementsOf(m), k.Index, ds)
}
