package api

import (
	"context"
	"net/http"
	"time"

	"cordon/internal/diag"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// Pack is a pack of knowledge entries of the organisation's own.
type Pack struct {
	Project string        `json:"project"`
	Name    string        `json:"name"`
	Newest  PackRevision  `json:"newest"`
	InUse   *PackRevision `json:"in-use,omitempty" doc:"the revision that counts in the organisation; absent if none does"`
}

// PackRevision is a revision of a pack.
type PackRevision struct {
	ID     string    `json:"id"`
	Number int64     `json:"number"`
	At     time.Time `json:"at"`
	Files  int       `json:"files" doc:"in its folder, pack.yaml included"`
}

func packRevisionOf(r workbench.Revision) PackRevision {
	return PackRevision{string(r.ID), r.Number, r.At, len(r.Tree)}
}

func packsOf(all []workbench.ListedPack) []Pack {
	out := []Pack{}
	for _, p := range all {
		row := Pack{Project: string(p.Project.ID), Name: p.Project.Name, Newest: packRevisionOf(p.Newest)}
		if p.InUse != nil {
			used := packRevisionOf(*p.InUse)
			row.InUse = &used
		}
		out = append(out, row)
	}
	return out
}

// PackCheck is what is wrong with a pack, and what is in it.
type PackCheck struct {
	Diagnostics []PackDiagnostic  `json:"diagnostics"`
	Errors      int               `json:"errors"`
	Entries     []Entry           `json:"entries"`
	Files       map[string]string `json:"files" doc:"file of each entry, by type, blank and id"`
}

// PackDiagnostic is one finding in a file of a pack.
type PackDiagnostic struct {
	File     string `json:"file" doc:"empty: the pack as a whole"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Code     string `json:"code"`
	Severity string `json:"severity" enum:"error,warning"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
}

func (a *API) packOperations() {
	add(a, operation{method: "GET", path: "/organisations/{organisation}/packs", id: "packs", summary: "Packs of knowledge of the organisation's own, those in use first", needs: signed, tag: "knowledge"},
		func(ctx context.Context, who workbench.Actor, in *InOrganisation) (*body[Page[Pack]], error) {
			all, err := a.Workbench.Packs(ctx, who, in.Organisation)
			return answer(whole(packsOf(all)), err)
		})
	add(a, operation{method: "PUT", path: "/organisations/{organisation}/packs", id: "set-packs", summary: "Put packs into use, in this order, and all others out of use; refused if they have errors", needs: needs(workbench.Manage), tag: "knowledge", status: http.StatusNoContent},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Body struct {
				Packs  []PackWanted `json:"packs" maxItems:"20"`
				Reason string       `json:"reason" maxLength:"4000" doc:"for the audit log"`
			}
		}) (*none, error) {
			var packs []workbench.PackInUse
			for _, p := range in.Body.Packs {
				packs = append(packs, workbench.PackInUse(p))
			}
			return nil, a.Study.SetPacks(ctx, who, in.Organisation, packs, in.Body.Reason)
		})
	add(a, operation{method: "POST", path: "/projects/{project}/lint-pack", id: "lint-pack", summary: "What is wrong with a pack as it is on the screen, its examples run; nothing is saved", needs: needs(workbench.Read), reads: true, tag: "knowledge", maxBody: 16 << 20},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				Base  workbench.RevisionID `json:"base,omitempty" maxLength:"64" doc:"revision on the screen; empty: the newest"`
				Files map[string]*string   `json:"files,omitempty" doc:"files changed since, whole; null deletes one"`
			}
		}) (*body[PackCheck], error) {
			l, err := a.Study.LintPack(ctx, who, in.Project, in.Body.Base, in.Body.Files)
			if err != nil {
				return nil, err
			}
			out := PackCheck{Diagnostics: []PackDiagnostic{}, Entries: []Entry{}, Files: map[string]string{}}
			for _, d := range l.Diagnostics {
				row := PackDiagnostic{d.File, d.Line, d.Column, string(d.Code), string(d.Severity), d.Message, d.Hint}
				if row.File == "." {
					row.File = ""
				}
				if out.Diagnostics = append(out.Diagnostics, row); d.Severity == diag.Error {
					out.Errors++
				}
			}
			for _, e := range l.Entries {
				out.Entries = append(out.Entries, Entry{Type: string(e.Type), ID: e.ID, Title: e.Title, Status: string(e.Status), Pack: string(in.Project)})
				out.Files[string(e.Type)+" "+e.ID] = e.At.File
			}
			return answer(out, nil)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/pack-effect", id: "pack-effect", summary: "What the newest revision of a pack changes in the assessment of a system", needs: needs(workbench.Read), tag: "knowledge"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Pack workbench.ProjectID `query:"pack" maxLength:"64" required:"true"`
		}) (*body[*study.Comparison], error) {
			return answer(a.Study.Effect(ctx, who, in.Project, in.Pack))
		})
}

// PackWanted is a pack to put into use.
type PackWanted struct {
	Project  workbench.ProjectID  `json:"project" maxLength:"64"`
	Revision workbench.RevisionID `json:"revision,omitempty" maxLength:"64" doc:"empty: the newest"`
}
