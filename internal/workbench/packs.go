package workbench

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// PackInUse is a pack that counts in an organisation, in the revision that somebody put into use: a later one counts only when it is put
// into use itself, for it changes what all systems are judged by.
type PackInUse struct {
	Project  ProjectID  `json:"project"`
	Revision RevisionID `json:"revision"`
}

// maxPacks is how many packs may count in an organisation.
const maxPacks = 20

// PacksOf gives the revisions of the packs that count in an organisation, in the order of its settings.
func (w *Workbench) PacksOf(ctx context.Context, id OrganisationID) ([]Revision, error) {
	var out []Revision
	err := w.Store.Read(ctx, func(tx Tx) error {
		out = nil
		o, err := get[Organisation](ctx, tx, string(id))
		if err != nil {
			return err
		}
		for _, p := range o.Packs {
			r, err := tx.Revision(ctx, p.Project, p.Revision)
			if err != nil {
				return err
			}
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

// PackRevisions gives the revisions of packs that somebody wants to put into use in an organisation; an empty revision is the newest.
func (w *Workbench) PackRevisions(ctx context.Context, a Actor, org OrganisationID, packs []PackInUse) ([]Revision, error) {
	var out []Revision
	err := w.Store.Read(ctx, func(tx Tx) error {
		if _, err := enter(ctx, tx, a, org, Manage); err != nil {
			return err
		}
		var err error
		out, err = packRevisions(ctx, tx, org, packs)
		return err
	})
	return out, err
}

func packRevisions(ctx context.Context, tx Tx, org OrganisationID, packs []PackInUse) ([]Revision, error) {
	if len(packs) > maxPacks {
		return nil, Errorf(TooLarge, "at most %d packs can be in use", maxPacks)
	}
	var out []Revision
	for i, want := range packs {
		p, err := get[Project](ctx, tx, string(want.Project))
		switch {
		case err != nil:
			return nil, hidden(err, "pack")
		case p.Organisation != org || p.Sort != Pack:
			return nil, Errorf(NotFound, "there is no such pack")
		case slices.ContainsFunc(packs[:i], func(o PackInUse) bool { return o.Project == want.Project }):
			return nil, Errorf(Invalid, "the pack %s is named twice", p.Name)
		case !p.Archived.IsZero():
			return nil, Errorf(Conflict, "the pack %s is archived", p.Name).WithHint("take it back from the archive first")
		}
		rev := want.Revision
		if rev == "" {
			rev = p.Head
		}
		r, err := tx.Revision(ctx, p.ID, rev)
		if err != nil {
			return nil, hidden(err, "revision")
		}
		out = append(out, r)
	}
	return out, nil
}

// SetPacks puts packs into use in an organisation, in this order, and takes all others out of use. The summaries of all systems are made
// again. That the packs can be used is for the caller to find out before.
func (w *Workbench) SetPacks(ctx context.Context, a Actor, org OrganisationID, packs []PackInUse, reason string) error {
	return w.Store.Write(ctx, func(tx Tx) error {
		o, err := enter(ctx, tx, a, org, Manage)
		if err != nil {
			return err
		}
		revisions, err := packRevisions(ctx, tx, org, packs)
		if err != nil {
			return err
		}
		old, err := json.Marshal(o.Packs)
		if err != nil {
			return err
		}
		o.Packs = nil
		for _, r := range revisions {
			o.Packs = append(o.Packs, PackInUse{r.Project, r.ID})
		}
		now, err := json.Marshal(o.Packs)
		if err != nil {
			return err
		}
		if err := put(ctx, tx, &o); err != nil {
			return err
		}
		if err := w.note(ctx, tx, a, Note{Organisation: org, Action: "packs.set", About: string(org), Reason: reason, Old: string(old), New: string(now)}); err != nil {
			return err
		}
		return w.summariseAll(ctx, tx, org)
	})
}

// summariseAll asks for the summaries of all systems of an organisation. Each time has jobs of its own: one that runs may have read the
// packs as they were before.
func (w *Workbench) summariseAll(ctx context.Context, tx Tx, org OrganisationID) error {
	if w.Jobs == nil {
		return nil
	}
	change := w.NewID()
	for after := ""; ; {
		all, err := listOf[Project](ctx, tx, string(org), after, portfolioStep)
		if err != nil {
			return err
		}
		for _, p := range all {
			after = string(p.ID)
			if p.Sort != System || !p.Archived.IsZero() {
				continue
			}
			if _, err := w.Jobs.Enqueue(ctx, tx, Job{Kind: "summary", Args: fmt.Appendf(nil, `{"project":%q,"change":%q}`, p.ID, change), Organisation: org, Project: p.ID}); err != nil {
				return err
			}
		}
		if len(all) < portfolioStep {
			return nil
		}
	}
}

// ListedPack is a pack of an organisation.
type ListedPack struct {
	Project Project
	Newest  Revision
	InUse   *Revision // the revision that counts; nil if none does
}

// Packs lists the packs of an organisation that the actor may read: those in use in their order, then the others by id. Archived ones that
// are not in use are left out.
func (w *Workbench) Packs(ctx context.Context, a Actor, org OrganisationID) ([]ListedPack, error) {
	var mine []Project
	for after := ""; ; {
		some, err := w.Projects(ctx, a, org, after, portfolioStep)
		if err != nil {
			return nil, err
		}
		mine = append(mine, some...)
		if len(some) < portfolioStep {
			break
		}
		after = string(some[len(some)-1].ID)
	}
	used, err := w.PacksOf(ctx, org)
	if err != nil {
		return nil, err
	}
	var out []ListedPack
	err = w.Store.Read(ctx, func(tx Tx) error {
		out = nil
		for _, p := range mine {
			at := place(used, p.ID)
			if p.Sort != Pack || !p.Archived.IsZero() && at == len(used) {
				continue
			}
			l := ListedPack{Project: p}
			if l.Newest, err = tx.Revision(ctx, p.ID, p.Head); err != nil {
				return err
			}
			if at < len(used) {
				l.InUse = &used[at]
			}
			out = append(out, l)
		}
		return nil
	})
	slices.SortStableFunc(out, func(x, y ListedPack) int { return place(used, x.Project.ID) - place(used, y.Project.ID) })
	return out, err
}

// place is where a pack stands among those in use; their number if it is none of them.
func place(used []Revision, p ProjectID) int {
	i := slices.IndexFunc(used, func(r Revision) bool { return r.Project == p })
	if i < 0 {
		return len(used)
	}
	return i
}

// CheckoutOf writes a revision to disk, for whoever got it from here; see Checkouts.Open.
func (w *Workbench) CheckoutOf(ctx context.Context, r Revision) (dir string, release func(), err error) {
	return w.Checkouts.Open(ctx, r.Tree, w.blob)
}
