package workbench

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// now is the time to the millisecond in UTC, as stores keep it.
func (w *Workbench) now() time.Time { return w.Now().UTC().Truncate(time.Millisecond) }

// checkName judges a name that people see in lists.
func checkName(field, name string) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" || utf8.RuneCountInString(name) > 120 || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		e := Errorf(Invalid, "a name has 1 to 120 characters that can be seen")
		e.Fields = []Field{{field, e.Text}}
		return "", e
	}
	return name, nil
}

// CreateProject makes a project whose first revision holds the given files.
func (w *Workbench) CreateProject(ctx context.Context, a Actor, org OrganisationID, sort Sort, name string, files map[string][]byte, message string) (Project, Revision, error) {
	needs, ok := map[Sort]Action{System: Create, Pack: EditPack}[sort]
	if !ok {
		return Project{}, Revision{}, Errorf(Invalid, "a project is a system or a pack, not %q", sort)
	}
	name, err := checkName("name", name)
	if err != nil {
		return Project{}, Revision{}, err
	}
	tree, err := w.treeOf(nil, asChanges(files))
	if err != nil {
		return Project{}, Revision{}, err
	}
	var p Project
	var r Revision
	err = w.Store.Write(ctx, func(tx Tx) error {
		if _, err := enter(ctx, tx, a, org, needs); err != nil {
			return err
		}
		p = Project{ID: ProjectID(w.NewID()), Organisation: org, Sort: sort, Name: name, Created: w.now(), Changed: w.now()}
		if err := w.note(ctx, tx, a, Note{Organisation: org, Project: p.ID, Action: "project.created", About: string(p.ID), New: name, Event: true}); err != nil {
			return err
		}
		r, err = w.commit(ctx, tx, a, &p, nil, Revision{Tree: tree, Message: message}, asChanges(files))
		return err
	})
	return p, r, err
}

// Projects lists the projects of an organisation that the actor may read, by rising id, those after an id.
func (w *Workbench) Projects(ctx context.Context, a Actor, org OrganisationID, after string, limit int) ([]Project, error) {
	var out []Project
	err := w.Store.Read(ctx, func(tx Tx) error {
		out = nil
		m, err := get[Member](ctx, tx, pair(org, a.Account))
		if err == nil && may(a, []Role{m.Role}, Read) {
			out, err = listOf[Project](ctx, tx, string(org), after, limit)
			return err
		}
		if err != nil && FaultOf(err) != NotFound {
			return err
		}
		gs, err := listOf[grantOf](ctx, tx, string(a.Account), "", most)
		if err != nil {
			return err
		}
		for _, g := range gs {
			if !may(a, []Role{g.Role}, Read) || string(g.Project) <= after || len(out) == limit {
				continue
			}
			p, err := get[Project](ctx, tx, string(g.Project))
			if err != nil {
				return err
			}
			if p.Organisation == org {
				out = append(out, p)
			}
		}
		if m.Role == "" && len(gs) == 0 {
			return Errorf(NotFound, "there is no such organisation")
		}
		return nil
	})
	return out, err
}

// RenameProject gives a project another name, if it has the version that was seen.
func (w *Workbench) RenameProject(ctx context.Context, a Actor, id ProjectID, version int64, name string) (Project, error) {
	name, err := checkName("name", name)
	if err != nil {
		return Project{}, err
	}
	return w.alter(ctx, a, id, version, Manage, "project.renamed", func(p *Project) (old, now string) {
		old, p.Name = p.Name, name
		return old, name
	})
}

// ArchiveProject puts a project away, or takes it back. Nothing is deleted.
func (w *Workbench) ArchiveProject(ctx context.Context, a Actor, id ProjectID, version int64, away bool) (Project, error) {
	action := map[bool]string{true: "project.archived", false: "project.restored"}[away]
	return w.alter(ctx, a, id, version, Manage, action, func(p *Project) (old, now string) {
		if p.Archived = (time.Time{}); away {
			p.Archived = w.now()
		}
		return "", ""
	})
}

func (w *Workbench) alter(ctx context.Context, a Actor, id ProjectID, version int64, needs Action, action string, change func(*Project) (old, now string)) (Project, error) {
	var p Project
	err := w.Store.Write(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, needs)
		if err != nil {
			return err
		}
		p = acc.Project
		if version != 0 && version != p.Version {
			return Errorf(Conflict, "the project was changed by somebody else").WithHint("load it again")
		}
		old, now := change(&p)
		if err := put(ctx, tx, &p); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: p.Organisation, Project: id, Action: action, About: string(id), Old: old, New: now, Event: true})
	})
	return p, err
}
