package study

import (
	"context"
	"strings"
	"time"

	"cordon/internal/civil"
	"cordon/internal/decisions"
	"cordon/internal/postmarket"
	"cordon/internal/project"
	"cordon/internal/watch"
	"cordon/internal/workbench"
)

// VEXAsked says which document is wanted.
type VEXAsked struct {
	Document  string // id that names it, in all its versions and formats
	Namespace string // URL of the publisher
	Format    watch.VEXFormat
	Advisory  bool // of CSAF: a security advisory
	Decided   bool // leave out what nobody decided on or approved
}

// VEX is a document that says what the vulnerabilities are to the product, as it was decided and approved.
type VEX struct {
	*postmarket.VEX
	*watch.Written
	File       string
	Unapproved []StillToSign
}

// StillToSign is a decision that is not said to others, because nobody approved it or somebody refused.
type StillToSign struct {
	ID       string             `json:"id" doc:"of the decision"`
	About    string             `json:"about"`
	Approval workbench.Approval `json:"approval" enum:"unapproved,asked,refused"`
}

// Undecided counts the statements of under investigation.
func (v *VEX) Undecided() int {
	n := 0
	for _, s := range v.Statements {
		if s.Status == postmarket.StatusUnderInvestigation {
			n++
		}
	}
	return n
}

// VEX writes the next version of a document. The workbench says nothing to others that was not approved: what was only decided is under investigation.
func (s *Study) VEX(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, at civil.Instant, q VEXAsked) (*VEX, error) {
	if q.Advisory && q.Format != watch.CSAF20 && q.Format != watch.CSAF21 {
		return nil, workbench.Errorf(workbench.Invalid, "an advisory is a document of CSAF").WithHint("choose CSAF, or leave advisory out")
	}
	after, err := s.After(ctx, a, id, rev)
	if err != nil {
		return nil, err
	}
	before, err := s.editions(ctx, a, id, q)
	if err != nil {
		return nil, err
	}
	approvals, err := s.Approvals(ctx, a, id, after, at)
	if err != nil {
		return nil, err
	}
	out := &VEX{File: strings.ReplaceAll(strings.ToLower(q.Document), ".", "_") + vexEnds[q.Format]}
	p := project.Publication{ID: q.Document, Version: len(before) + 1, Namespace: q.Namespace, Decided: q.Decided, Before: before, Counts: func(d *decisions.Entry) bool {
		is := approvals[d.File]
		if is != workbench.Approved {
			out.Unapproved = append(out.Unapproved, StillToSign{d.ID, d.About.Text, is})
		}
		return is == workbench.Approved
	}}
	err = after.Use(func(after *project.After, set *decisions.Set) (err error) {
		out.VEX, err = after.VEX(set, at, p, ctx.Err)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(out.Statements) == 0 {
		e := workbench.Errorf(workbench.Conflict, "there is nothing to say: no vulnerability was found in the releases in use that would be in the document")
		if len(out.Unapproved) > 0 {
			e = e.WithHint("decisions that nobody approved are not said to others: open them, and ask for approval")
		}
		return nil, e
	}
	if out.Written, err = watch.WriteVEX(out.VEX, q.Format, q.Advisory); err != nil {
		return nil, workbench.Errorf(workbench.Invalid, "the document cannot be written in this format: %s", err)
	}
	return out, nil
}

// Approvals says how far the approval of each decision of a revision is at an instant, by the name of its file.
func (s *Study) Approvals(ctx context.Context, a workbench.Actor, id workbench.ProjectID, of *After, at civil.Instant) (map[string]workbench.Approval, error) {
	until, err := time.Parse(time.RFC3339, at.String())
	if err != nil {
		return nil, err
	}
	return s.Workbench.Approvals(ctx, a, id, of.Revision.Tree, until) // equal trees share an After: its revision may be of another project
}

// vexEnds are how names of files end. A document of CSAF has to be named after its id.
var vexEnds = map[watch.VEXFormat]string{watch.OpenVEX: ".openvex.json", watch.CycloneDXVEX: ".cdx.json", watch.CSAF20: ".json", watch.CSAF21: ".json"}

// editions are the versions of a document that were published in a format, oldest first.
func (s *Study) editions(ctx context.Context, a workbench.Actor, id workbench.ProjectID, q VEXAsked) ([]postmarket.Edition, error) {
	all, err := s.Workbench.Publications(ctx, a, id)
	var out []postmarket.Edition
	for _, p := range all {
		if p.Document == q.Document && p.Format == string(q.Format) {
			out = append(out, postmarket.Edition{Version: p.Edition, Date: p.At.UTC().Format(time.RFC3339)})
		}
	}
	return out, err
}

// PublishVEX publishes the next version of a document, made from the newest revision, as things stand now.
func (s *Study) PublishVEX(ctx context.Context, a workbench.Actor, id workbench.ProjectID, q VEXAsked) (workbench.Publication, error) {
	if _, err := s.Workbench.Permit(ctx, a, id, workbench.Publish); err != nil {
		return workbench.Publication{}, err
	}
	for try := 0; ; try++ {
		now := s.Workbench.Now().UTC().Add(time.Second - 1).Truncate(time.Second) // what was signed in this second counts
		at, err := civil.Parse(now.Format(time.RFC3339))
		if err != nil {
			return workbench.Publication{}, err
		}
		r, err := s.Workbench.Revision(ctx, a, id, "")
		if err != nil {
			return workbench.Publication{}, err
		}
		v, err := s.VEX(ctx, a, id, r.ID, at, q)
		if err != nil {
			return workbench.Publication{}, err
		}
		if len(v.Fails) > 0 {
			e := workbench.Errorf(workbench.Conflict, "the document would not pass the standard, and is not published")
			for _, f := range v.Fails {
				e.Fields = append(e.Fields, workbench.Field{Path: "document", Text: f})
			}
			return workbench.Publication{}, e
		}
		p, err := s.Workbench.Publish(ctx, a, id, workbench.Publication{
			Revision: r.ID, Number: r.Number, Document: q.Document, Format: string(q.Format), Edition: v.Version, File: v.File, Statements: len(v.Statements), At: now,
		}, v.Data)
		if workbench.FaultOf(err) != workbench.Conflict || try == 4 {
			return p, err
		}
	}
}
