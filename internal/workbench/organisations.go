package workbench

import (
	"context"
	"fmt"
)

// Settings are what those who manage an organisation may change.
type Settings struct {
	Name       string
	Autosave   bool
	TwoPeople  bool
	RetainDays int
}

// Organisation gives an organisation to its people.
func (w *Workbench) Organisation(ctx context.Context, a Actor, id OrganisationID) (Organisation, error) {
	if err := w.Belongs(ctx, a, id); err != nil {
		return Organisation{}, err
	}
	var o Organisation
	err := w.Store.Read(ctx, func(tx Tx) (err error) { o, err = get[Organisation](ctx, tx, string(id)); return err })
	return o, err
}

// SetOrganisation changes the settings of an organisation as it was at a version; 0 is whatever it is now.
func (w *Workbench) SetOrganisation(ctx context.Context, a Actor, id OrganisationID, version int64, s Settings) (Organisation, error) {
	name, err := checkName("name", s.Name)
	if err != nil {
		return Organisation{}, err
	}
	if err := checkRetainDays(s.RetainDays); err != nil {
		return Organisation{}, err
	}
	var o Organisation
	err = w.Store.Write(ctx, func(tx Tx) error {
		if o, err = enter(ctx, tx, a, id, Manage); err != nil {
			return err
		}
		if version != 0 && version != o.Version {
			return Errorf(Conflict, "somebody has changed the settings meanwhile").WithHint("look at them again")
		}
		old := o
		o.Name, o.Autosave, o.TwoPeople, o.RetainDays = name, s.Autosave, s.TwoPeople, s.RetainDays
		if old.settings() == o.settings() {
			return nil
		}
		if err := put(ctx, tx, &o); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: id, Action: "organisation.changed", About: string(id), Old: old.settings(), New: o.settings()})
	})
	return o, err
}

func (o Organisation) settings() string {
	return fmt.Sprintf("name %q, autosave %v, two people %v, retain days %d", o.Name, o.Autosave, o.TwoPeople, o.RetainDays)
}

// Manages wants that the actor manages people and settings of an organisation.
func (w *Workbench) Manages(ctx context.Context, a Actor, id OrganisationID) error {
	return w.Store.Read(ctx, func(tx Tx) error { _, err := enter(ctx, tx, a, id, Manage); return err })
}
