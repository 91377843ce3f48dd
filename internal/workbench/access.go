package workbench

import (
	"context"
	"slices"
)

// Access is what an actor is in a project: the role in its organisation, and the one in the project alone.
type Access struct {
	Project Project
	Roles   []Role
	actor   Actor
}

// May tells whether one of the roles allows an action, and the token, if it is one, has the scope. To edit a pack is an action of its own.
func (a Access) May(action Action) bool {
	if action == Edit && a.Project.Sort == Pack {
		action = EditPack
	}
	return may(a.actor, a.Roles, action)
}

func may(actor Actor, roles []Role, action Action) bool {
	if actor.Scopes != nil && !slices.Contains(actor.Scopes, scopeOf(action)) {
		return false
	}
	return slices.ContainsFunc(roles, func(r Role) bool { return r.May(action) })
}

// Inspect gives a project if the actor may read it. For everybody else there is no such project.
func (w *Workbench) Inspect(ctx context.Context, a Actor, id ProjectID) (Access, error) {
	var out Access
	err := w.Store.Read(ctx, func(tx Tx) (err error) {
		out, err = open(ctx, tx, a, id, Read)
		return err
	})
	return out, err
}

// Permit gives a project if the actor may do something in it.
func (w *Workbench) Permit(ctx context.Context, a Actor, id ProjectID, action Action) (Access, error) {
	var out Access
	err := w.Store.Read(ctx, func(tx Tx) (err error) {
		out, err = open(ctx, tx, a, id, action)
		return err
	})
	return out, err
}

// open gives a project to somebody who may do something with it: NotFound for those who may not know it, Forbidden for
// those who may see it and not do this.
func open(ctx context.Context, tx Tx, a Actor, id ProjectID, action Action) (Access, error) {
	p, err := get[Project](ctx, tx, string(id))
	if err != nil {
		return Access{}, hidden(err, "project")
	}
	roles, err := rolesIn(ctx, tx, a, p)
	if err != nil {
		return Access{}, err
	}
	acc := Access{p, roles, a}
	switch {
	case len(roles) == 0:
		return Access{}, Errorf(NotFound, "there is no such project")
	case !acc.May(action):
		return Access{}, forbidden(action, "this project")
	case !p.Archived.IsZero() && action != Read && action != ReadLog && action != Manage:
		return Access{}, Errorf(Conflict, "the project %s is archived", p.Name).WithHint("an owner or administrator can take it back from the archive")
	}
	return acc, nil
}

// forbidden names who may, so that people know whom to ask.
func forbidden(action Action, what string) error {
	var who string
	for _, r := range Roles {
		if r.May(action) {
			if who != "" {
				who += ", "
			}
			who += string(r)
		}
	}
	return Errorf(Forbidden, "your role does not allow this here").WithHint("in %s this is for: %s", what, who)
}

// hidden says that there is none, with what was asked for, and nothing of why.
func hidden(err error, what string) error {
	if FaultOf(err) == NotFound {
		return Errorf(NotFound, "there is no such %s", what)
	}
	return err
}

func rolesIn(ctx context.Context, tx Tx, a Actor, p Project) ([]Role, error) {
	if a.program {
		return []Role{Owner}, nil
	}
	m, err := maybe[Member](ctx, tx, pair(p.Organisation, a.Account))
	if err != nil {
		return nil, err
	}
	g, err := maybe[Grant](ctx, tx, pair(p.ID, a.Account))
	if err != nil {
		return nil, err
	}
	var roles []Role
	for _, r := range []Role{m.Role, g.Role} {
		if r != "" && !slices.Contains(roles, r) {
			roles = append(roles, r)
		}
	}
	return roles, nil
}

// enter gives an organisation to a member who may do something in it.
func enter(ctx context.Context, tx Tx, a Actor, id OrganisationID, action Action) (Organisation, error) {
	o, err := get[Organisation](ctx, tx, string(id))
	if err != nil {
		return o, hidden(err, "organisation")
	}
	if a.program {
		return o, nil
	}
	m, err := get[Member](ctx, tx, pair(id, a.Account))
	if err != nil {
		return Organisation{}, hidden(err, "organisation")
	}
	if !may(a, []Role{m.Role}, action) {
		return Organisation{}, forbidden(action, "this organisation")
	}
	return o, nil
}

// Allowed wants that the actor may do something with a project: NotFound or Forbidden otherwise.
func (w *Workbench) Allowed(ctx context.Context, a Actor, id ProjectID, action Action) error {
	return w.Store.Read(ctx, func(tx Tx) error {
		_, err := open(ctx, tx, a, id, action)
		return err
	})
}

// AllowedIn wants that the actor may do something in an organisation.
func (w *Workbench) AllowedIn(ctx context.Context, a Actor, id OrganisationID, action Action) error {
	return w.Store.Read(ctx, func(tx Tx) error {
		_, err := enter(ctx, tx, a, id, action)
		return err
	})
}
