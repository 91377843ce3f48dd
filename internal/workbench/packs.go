package workbench

import "context"

// PacksOf gives the newest revisions of the packs that count in an organisation, in the order of its settings.
func (w *Workbench) PacksOf(ctx context.Context, id OrganisationID) ([]Revision, error) {
	var out []Revision
	err := w.Store.Read(ctx, func(tx Tx) error {
		out = nil
		o, err := get[Organisation](ctx, tx, string(id))
		if err != nil {
			return err
		}
		for _, pack := range o.Packs {
			p, err := get[Project](ctx, tx, string(pack))
			if err != nil {
				return err
			}
			r, err := tx.Revision(ctx, p.ID, p.Head)
			if err != nil {
				return err
			}
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

// CheckoutOf writes a revision to disk, for whoever got it from here; see Checkouts.Open.
func (w *Workbench) CheckoutOf(ctx context.Context, r Revision) (dir string, release func(), err error) {
	return w.Checkouts.Open(ctx, r.Tree, w.blob)
}
