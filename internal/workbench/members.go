package workbench

import (
	"context"
	"slices"
)

func (m *Member) record() (Kind, string, string, string) {
	return kindMember, pair(m.Organisation, m.Account), string(m.Organisation), ""
}
func (m *Member) version() *int64 { return &m.Version }

func (g *Grant) record() (Kind, string, string, string) {
	return kindGrant, pair(g.Project, g.Account), string(g.Project), ""
}
func (g *Grant) version() *int64 { return &g.Version }

// membership is a Member found by account; grantOf, a Grant.
type membership struct{ Member }

func (m *membership) record() (Kind, string, string, string) {
	return kindMembership, pair(m.Account, m.Organisation), string(m.Account), ""
}

type grantOf struct{ Grant }

func (g *grantOf) record() (Kind, string, string, string) {
	return kindGranted, pair(g.Account, g.Project), string(g.Account), ""
}

// most is how many of a small thing anybody has: organisations of a person, members of an organisation.
const most = 10000

// Person is a member with the name of the account.
type Person struct {
	Member
	Name     string `json:"name"`
	Email    string `json:"email"`
	Disabled bool   `json:"disabled"`
}

// Belonging is an organisation with what the account is in it.
type Belonging struct {
	Organisation
	Role Role `json:"role"` // none for those who have single projects only
}

// Belongings lists the organisations an account is in, and those of which it has single projects.
func (w *Workbench) Belongings(ctx context.Context, a Actor) ([]Belonging, error) {
	var out []Belonging
	err := w.Store.Read(ctx, func(tx Tx) error {
		out = nil
		ms, err := listOf[membership](ctx, tx, string(a.Account), "", most)
		if err != nil {
			return err
		}
		seen := map[OrganisationID]bool{}
		for _, m := range ms {
			o, err := get[Organisation](ctx, tx, string(m.Organisation))
			if err != nil {
				return err
			}
			seen[o.ID] = true
			out = append(out, Belonging{o, m.Role})
		}
		gs, err := listOf[grantOf](ctx, tx, string(a.Account), "", most)
		if err != nil {
			return err
		}
		for _, g := range gs {
			p, err := get[Project](ctx, tx, string(g.Project))
			if err != nil {
				return err
			}
			if seen[p.Organisation] {
				continue
			}
			seen[p.Organisation] = true
			o, err := get[Organisation](ctx, tx, string(p.Organisation))
			if err != nil {
				return err
			}
			out = append(out, Belonging{Organisation: o})
		}
		return nil
	})
	return out, err
}

// Members lists the people of an organisation. Every member may know who the others are: they sign together.
func (w *Workbench) Members(ctx context.Context, a Actor, id OrganisationID) ([]Person, error) {
	if err := reads(a); err != nil {
		return nil, err
	}
	var out []Person
	err := w.Store.Read(ctx, func(tx Tx) error {
		out = nil
		if _, err := get[Member](ctx, tx, pair(id, a.Account)); err != nil {
			return hidden(err, "organisation")
		}
		ms, err := listOf[Member](ctx, tx, string(id), "", most)
		if err != nil {
			return err
		}
		for _, m := range ms {
			p, err := person(ctx, tx, m)
			if err != nil {
				return err
			}
			out = append(out, p)
		}
		return nil
	})
	return out, err
}

func person(ctx context.Context, tx Tx, m Member) (Person, error) {
	acc, err := get[Account](ctx, tx, string(m.Account))
	if err != nil {
		return Person{}, err
	}
	return Person{m, acc.Name, acc.Email, !acc.Disabled.IsZero()}, nil
}

// SetRole gives somebody a role in an organisation, or another one; the role "" takes the person out, with all roles in single projects of it. An
// organisation keeps an owner who can sign in.
func (w *Workbench) SetRole(ctx context.Context, a Actor, id OrganisationID, who AccountID, role Role, reason string) error {
	if role != "" && !role.Valid() {
		return Errorf(Invalid, "there is no role %q", role).WithHint("roles: %v", Roles)
	}
	return w.Store.Write(ctx, func(tx Tx) error {
		if _, err := enter(ctx, tx, a, id, Manage); err != nil {
			return err
		}
		if _, err := get[Account](ctx, tx, string(who)); err != nil {
			return hidden(err, "account")
		}
		old, err := maybe[Member](ctx, tx, pair(id, who))
		if err != nil {
			return err
		}
		if role == Owner || old.Role == Owner {
			// Only an owner makes or unmakes owners: an administrator must not become one by own hand.
			me, err := get[Member](ctx, tx, pair(id, a.Account))
			if err != nil || me.Role != Owner {
				return Errorf(Forbidden, "only an owner makes or unmakes an owner")
			}
		}
		if old.Role == Owner && role != Owner {
			if err := otherOwner(ctx, tx, id, who); err != nil {
				return err
			}
		}
		if role == "" {
			if err := w.takeOut(ctx, tx, a, id, old, who, reason); err != nil {
				return err
			}
		} else if err := w.join(ctx, tx, id, who, role); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: id, Action: "member.changed", About: string(who), Reason: reason, Old: string(old.Role), New: string(role)})
	})
}

// takeOut ends what somebody is in an organisation: old, if it is there, and roles in single projects.
func (w *Workbench) takeOut(ctx context.Context, tx Tx, a Actor, id OrganisationID, old Member, who AccountID, reason string) error {
	gs, err := listOf[grantOf](ctx, tx, string(who), "", most)
	if err != nil {
		return err
	}
	here := old.Role != ""
	for _, g := range gs {
		p, err := get[Project](ctx, tx, string(g.Project))
		if err != nil {
			return err
		}
		if p.Organisation != id {
			continue
		}
		here = true
		roles, err := rolesIn(ctx, tx, a, p)
		if err != nil {
			return err
		}
		if err := w.setGrant(ctx, tx, a, Access{p, roles, a}, who, "", reason); err != nil {
			return err
		}
	}
	if !here {
		return Errorf(NotFound, "this person is not in the organisation")
	}
	if old.Role == "" {
		return nil
	}
	if err := tx.Delete(ctx, kindMembership, pair(who, id), 0); err != nil {
		return err
	}
	return drop(ctx, tx, &old)
}

// join writes a member in both directions.
func (w *Workbench) join(ctx context.Context, tx Tx, id OrganisationID, who AccountID, role Role) error {
	m := Member{Organisation: id, Account: who, Role: role, Since: w.now()}
	old, err := maybe[Member](ctx, tx, pair(id, who))
	if err != nil {
		return err
	}
	if old.Role != "" {
		m.Since = old.Since
	}
	if err := overwrite(ctx, tx, &m); err != nil {
		return err
	}
	return overwrite(ctx, tx, &membership{m})
}

func otherOwner(ctx context.Context, tx Tx, id OrganisationID, but AccountID) error {
	ms, err := listOf[Member](ctx, tx, string(id), "", most)
	if err != nil {
		return err
	}
	for _, m := range ms {
		if m.Role != Owner || m.Account == but {
			continue
		}
		acc, err := get[Account](ctx, tx, string(m.Account))
		if err != nil {
			return err
		}
		if ok, err := comesIn(ctx, tx, acc); ok && acc.Disabled.IsZero() || err != nil {
			return err
		}
	}
	return Errorf(Conflict, "an organisation keeps at least one owner who can sign in").WithHint("make somebody else owner first, who has signed in before")
}

// comesIn tells whether somebody has a way to sign in: who was invited and never came has none.
func comesIn(ctx context.Context, tx Tx, acc Account) (bool, error) {
	c, err := get[Credential](ctx, tx, string(acc.ID))
	if err != nil || c.Password != "" {
		return err == nil, err
	}
	for _, kind := range []Kind{kindIdentity, kindPasskey} {
		if some, err := tx.List(ctx, kind, string(acc.ID), "", 1); err != nil || len(some) > 0 {
			return err == nil, err
		}
	}
	return false, nil
}

// Grants lists who has a role in one project only.
func (w *Workbench) Grants(ctx context.Context, a Actor, id ProjectID) ([]Person, error) {
	var out []Person
	err := w.Store.Read(ctx, func(tx Tx) error {
		out = nil
		acc, err := open(ctx, tx, a, id, Read)
		if err != nil {
			return err
		}
		gs, err := listOf[Grant](ctx, tx, string(id), "", most)
		if err != nil {
			return err
		}
		for _, g := range gs {
			p, err := person(ctx, tx, Member{acc.Project.Organisation, g.Account, g.Role, g.Since, g.Version})
			if err != nil {
				return err
			}
			out = append(out, p)
		}
		return nil
	})
	return out, err
}

// SetGrant gives somebody a role in one project, another one, or none ("").
func (w *Workbench) SetGrant(ctx context.Context, a Actor, id ProjectID, who AccountID, role Role, reason string) error {
	if role != "" && !role.Valid() {
		return Errorf(Invalid, "there is no role %q", role).WithHint("roles: %v", Roles)
	}
	return w.Store.Write(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Manage)
		if err != nil {
			return err
		}
		return w.setGrant(ctx, tx, a, acc, who, role, reason)
	})
}

func (w *Workbench) setGrant(ctx context.Context, tx Tx, a Actor, acc Access, who AccountID, role Role, reason string) error {
	id := acc.Project.ID
	if _, err := get[Account](ctx, tx, string(who)); err != nil {
		return hidden(err, "account")
	}
	old, err := maybe[Grant](ctx, tx, pair(id, who))
	if err != nil {
		return err
	}
	if (role == Owner || old.Role == Owner) && !slices.Contains(acc.Roles, Owner) {
		return Errorf(Forbidden, "only an owner makes or unmakes an owner")
	}
	if role == "" {
		if old.Role == "" {
			return Errorf(NotFound, "this person has no role of its own in the project")
		}
		if err := tx.Delete(ctx, kindGranted, pair(who, id), 0); err != nil {
			return err
		}
		if err := drop(ctx, tx, &old); err != nil {
			return err
		}
	} else {
		g := Grant{Project: id, Account: who, Role: role, Since: w.now(), Version: old.Version}
		if err := put(ctx, tx, &g); err != nil {
			return err
		}
		if err := overwrite(ctx, tx, &grantOf{g}); err != nil {
			return err
		}
	}
	return w.note(ctx, tx, a, Note{Organisation: acc.Project.Organisation, Project: id, Action: "grant.changed", About: string(who), Reason: reason, Old: string(old.Role), New: string(role)})
}

// Belongs wants that the actor is a member of an organisation or has a project in it, and may read.
func (w *Workbench) Belongs(ctx context.Context, a Actor, id OrganisationID) error {
	err := w.Store.Read(ctx, func(tx Tx) error {
		m, err := maybe[Member](ctx, tx, pair(id, a.Account))
		if err != nil || m.Role != "" {
			return err
		}
		gs, err := listOf[grantOf](ctx, tx, string(a.Account), "", most)
		if err != nil {
			return err
		}
		for _, g := range gs {
			if p, err := get[Project](ctx, tx, string(g.Project)); err != nil || p.Organisation == id {
				return err
			}
		}
		return Errorf(NotFound, "there is no such organisation")
	})
	if err != nil {
		return err
	}
	return reads(a)
}
