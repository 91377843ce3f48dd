package project

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"cordon/internal/civil"
	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/model"
)

// DecisionsFolder is where the decisions about the system at a path are kept: a folder in the system's directory.
func DecisionsFolder(path string) string {
	return beside(path, decisions.Folder)
}

// OpenDecisions reads the decisions about the system at a path. Without a folder there are none. The set is usable only when
// ds has no errors.
func OpenDecisions(path string, ds *diag.List) *decisions.Set {
	folder := DecisionsFolder(path)
	root := openAround(path, ds)
	if root == nil {
		return &decisions.Set{}
	}
	defer root.Close()
	return decisions.Load(root.FS(), decisions.Folder, filepath.ToSlash(folder), ds)
}

// RestingOn is an assessment in the form that decisions rest on, with the vulnerabilities that were found; see [FoundAfter].
func RestingOn(a *Assessed, k *Knowledge, found map[string]decisions.Vulnerability) *decisions.Found {
	return &decisions.Found{Assessment: a.Assessment, Model: a.Model, Index: k.Index, Fact: a.Run.Fact, Vulnerabilities: found}
}

// FoundAfter gives the vulnerabilities of the system at a path that decisions may be about, as they are at the end of a day. It is nil, and costs
// nothing, where nobody looked for any, or where neither a decision of the set nor the one that is being made is about one.
func FoundAfter(ctx context.Context, path string, m *model.Model, k *Knowledge, s *decisions.Set, about, day string, ds *diag.List) (map[string]decisions.Vulnerability, error) {
	if !decisions.OnVulnerability(about) && !slices.ContainsFunc(s.Entries, func(e decisions.Entry) bool { return decisions.OnVulnerability(e.About.Text) }) {
		return nil, nil
	}
	at, err := civil.Parse(day)
	if err != nil {
		return nil, err
	}
	r, f := OpenRecord(path, m, k, ds)
	if ds.HasErrors() || f.Looked == "" {
		return nil, nil
	}
	a, err := weighable(ctx, m, k, r, f, nil)
	if err != nil {
		return nil, err
	}
	return a.Vulnerabilities(ctx, at+civil.Day-1)
}

// Decided reads the decisions about the system at a path and compares them with the system as planned; a is an assessment of it in any
// mode, or nil. What is wrong with the records is reported in ds, and then there are no reviews.
func Decided(ctx context.Context, path string, m *model.Model, k *Knowledge, a *Assessed, today string, ds *diag.List) ([]decisions.Review, error) {
	s := OpenDecisions(path, ds)
	if len(s.Entries)+len(s.Moved) == 0 || ds.HasErrors() {
		return nil, nil
	}
	if a == nil || a.Engine.Mode != engine.Future {
		var err error
		if a, err = Assess(ctx, m, k, engine.Future, nil); err != nil {
			return nil, err
		}
	}
	found, err := FoundAfter(ctx, path, m, k, s, "", today, ds)
	if err != nil || ds.HasErrors() {
		return nil, err
	}
	return ReviewDecisions(s, RestingOn(a, k, found), today, ds), nil
}

// FindFallen warns of decisions about the system at a path that do not stand any more.
func FindFallen(ctx context.Context, path string, m *model.Model, k *Knowledge, today string, ds *diag.List) error {
	reviews, err := Decided(ctx, path, m, k, nil, today, ds)
	if err != nil {
		return err
	}
	for i := range reviews {
		r := &reviews[i]
		for _, s := range r.Signed {
			if !s.Fits {
				ds.Add(r.At, diag.DecisionFallen, "restore the record, or decide and sign anew", "decision %q: %s", r.ID, s)
			}
		}
		if !slices.Contains([]decisions.State{decisions.Current, decisions.Replaced, decisions.Over}, r.State) {
			ds.Add(r.At, diag.DecisionFallen, "", "decision %q is %s: %s", r.ID, r.State, strings.Join(r.Because, "; "))
		}
	}
	return nil
}

// ReviewDecisions compares decisions with an assessment. Today is a day as YYYY-MM-DD. The reviews are usable only when ds
// has no errors.
func ReviewDecisions(s *decisions.Set, f *decisions.Found, today string, ds *diag.List) []decisions.Review {
	if s.CheckMoves(f, ds); ds.HasErrors() {
		return nil
	}
	return decisions.Judge(s, f, today, ds)
}
