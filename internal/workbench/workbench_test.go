package workbench_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cordon/internal/model/edit"
	"cordon/internal/people"
	"cordon/internal/store/sqlite"
	"cordon/internal/workbench"
)

// desk is a workbench on an empty SQLite file with a clock that stands still unless it is moved.
type desk struct {
	*workbench.Workbench
	now time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "cordon.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	checkouts, err := workbench.OpenCheckouts(filepath.Join(t.TempDir(), "checkouts"), 1)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{now: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)}
	d.Workbench = &workbench.Workbench{Store: store, NewID: workbench.NewID, Checkouts: checkouts, Hasher: people.NewHasher(people.HasherOptions{Memory: 64}), Now: func() time.Time { return d.now }}
	return d
}

const words = "violet lamp seven rivers"

// begin sets up and gives the owner and the organisation.
func (d *desk) begin(t *testing.T) (workbench.Actor, workbench.OrganisationID) {
	t.Helper()
	acc, org, err := d.SetUp(t.Context(), workbench.Newcomer{Email: "olga@x.example", Name: "Olga", Password: words, Language: "en"}, "Tremor", "")
	if err != nil {
		t.Fatal(err)
	}
	return workbench.Actor{Account: acc.ID, Name: acc.Name}, org.ID
}

func (d *desk) invite(t *testing.T, by workbench.Actor, org workbench.OrganisationID, email string, role workbench.Role) workbench.Actor {
	t.Helper()
	acc, secret, err := d.Invite(t.Context(), by, org, workbench.Newcomer{Email: email, Name: email}, role)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Accept(t.Context(), secret, words, ""); err != nil {
		t.Fatal(err)
	}
	return workbench.Actor{Account: acc.ID, Name: acc.Name}
}

func wants(t *testing.T, err error, f workbench.Fault) {
	t.Helper()
	if workbench.FaultOf(err) != f || (err == nil) != (f == workbench.Unknown) {
		t.Errorf("got fault %d (%v), want %d", workbench.FaultOf(err), err, f)
	}
}

func TestAnOrganisationKeepsAnOwner(t *testing.T) {
	d := newDesk(t)
	o, org := d.begin(t)
	admin := d.invite(t, o, org, "admin@x.example", workbench.Administrator)
	ctx := t.Context()
	wants(t, d.SetRole(ctx, o, org, o.Account, workbench.Engineer, ""), workbench.Conflict)
	wants(t, d.SetRole(ctx, o, org, o.Account, "", ""), workbench.Conflict)
	wants(t, d.SetRole(ctx, admin, org, admin.Account, workbench.Owner, "I want more"), workbench.Forbidden)
	wants(t, d.SetRole(ctx, admin, org, o.Account, "", ""), workbench.Forbidden)
	wants(t, d.SetRole(ctx, o, org, admin.Account, workbench.Owner, "stands in"), workbench.Unknown)
	wants(t, d.SetRole(ctx, o, org, o.Account, workbench.Assessor, "hands over"), workbench.Unknown)
	wants(t, d.SetRole(ctx, o, org, admin.Account, workbench.Assessor, ""), workbench.Forbidden)
	wants(t, d.SetRole(ctx, admin, org, o.Account, "surgeon", ""), workbench.Invalid)
}

func TestAnOwnerWhoNeverCameIsNone(t *testing.T) {
	d := newDesk(t)
	o, org := d.begin(t)
	ctx := t.Context()
	acc, secret, err := d.Invite(ctx, o, org, workbench.Newcomer{Email: "next@x.example", Name: "Next"}, workbench.Owner)
	wants(t, err, workbench.Unknown)
	wants(t, d.SetRole(ctx, o, org, o.Account, workbench.Assessor, "hands over"), workbench.Conflict)
	_, err = d.Accept(ctx, secret, words, "")
	wants(t, err, workbench.Unknown)
	wants(t, d.SetRole(ctx, o, org, o.Account, workbench.Assessor, "hands over"), workbench.Unknown)
	wants(t, d.SetRole(ctx, workbench.Actor{Account: acc.ID}, org, acc.ID, workbench.Assessor, ""), workbench.Conflict)
}

func TestWhoIsTakenOutKeepsNoProject(t *testing.T) {
	d := newDesk(t)
	o, org := d.begin(t)
	ctx := t.Context()
	p, _, err := d.CreateProject(ctx, o, org, workbench.System, "A", map[string][]byte{"system.yaml": []byte("cordon: 1\n")}, "")
	wants(t, err, workbench.Unknown)
	e := d.invite(t, o, org, "e@x.example", workbench.Engineer)
	wants(t, d.SetGrant(ctx, o, p.ID, e.Account, workbench.Clinical, "helps"), workbench.Unknown)
	wants(t, d.SetRole(ctx, o, org, e.Account, "", "left"), workbench.Unknown)
	_, err = d.Inspect(ctx, e, p.ID)
	wants(t, err, workbench.NotFound)
	wants(t, d.Belongs(ctx, e, org), workbench.NotFound)
	log, _, err := d.Log(ctx, o, org, string(e.Account), 0, 2)
	wants(t, err, workbench.Unknown)
	if len(log) != 2 || log[0].Action != "member.changed" || log[1].Action != "grant.changed" || string(log[1].Old) != `"clinical"` || log[1].Project != string(p.ID) || log[1].Reason != "left" {
		t.Errorf("the log says %+v", log)
	}
	// Whoever has single projects only is taken out likewise.
	wants(t, d.SetGrant(ctx, o, p.ID, e.Account, workbench.Clinical, "helps again"), workbench.Unknown)
	wants(t, d.SetRole(ctx, o, org, e.Account, "", "left"), workbench.Unknown)
	_, err = d.Inspect(ctx, e, p.ID)
	wants(t, err, workbench.NotFound)
	wants(t, d.SetRole(ctx, o, org, e.Account, "", "left"), workbench.NotFound)
}

func TestAnAdministratorUnmakesNoOwnerOfAProject(t *testing.T) {
	d := newDesk(t)
	o, org := d.begin(t)
	ctx := t.Context()
	p, _, err := d.CreateProject(ctx, o, org, workbench.System, "A", map[string][]byte{"system.yaml": []byte("cordon: 1\n")}, "")
	wants(t, err, workbench.Unknown)
	admin, e := d.invite(t, o, org, "admin@x.example", workbench.Administrator), d.invite(t, o, org, "e@x.example", workbench.Engineer)
	wants(t, d.SetGrant(ctx, o, p.ID, e.Account, workbench.Owner, "answers for it"), workbench.Unknown)
	for _, role := range []workbench.Role{"", workbench.Assessor} {
		wants(t, d.SetGrant(ctx, admin, p.ID, e.Account, role, ""), workbench.Forbidden)
	}
	wants(t, d.SetRole(ctx, admin, org, e.Account, "", ""), workbench.Forbidden)
	wants(t, d.SetGrant(ctx, o, p.ID, e.Account, "", ""), workbench.Unknown)
}

func TestAGrantOpensOneProjectOnly(t *testing.T) {
	d := newDesk(t)
	o, org := d.begin(t)
	ctx := t.Context()
	files := map[string][]byte{"system.yaml": []byte("cordon: 1\n")}
	a, _, err := d.CreateProject(ctx, o, org, workbench.System, "A", files, "")
	wants(t, err, workbench.Unknown)
	b, _, err := d.CreateProject(ctx, o, org, workbench.System, "B", files, "")
	wants(t, err, workbench.Unknown)
	// Somebody of no organisation at all.
	guest := d.invite(t, o, org, "guest@x.example", workbench.Assessor)
	wants(t, d.SetRole(ctx, o, org, guest.Account, "", ""), workbench.Unknown)
	_, err = d.Inspect(ctx, guest, a.ID)
	wants(t, err, workbench.NotFound)
	wants(t, d.SetGrant(ctx, o, a.ID, guest.Account, workbench.Engineer, "helps"), workbench.Unknown)
	acc, err := d.Inspect(ctx, guest, a.ID)
	wants(t, err, workbench.Unknown)
	if !acc.May(workbench.Edit) || acc.May(workbench.Manage) {
		t.Error("a grant gives other rights than its role")
	}
	_, err = d.Inspect(ctx, guest, b.ID)
	wants(t, err, workbench.NotFound)
	list, err := d.Projects(ctx, guest, org, "", 10)
	wants(t, err, workbench.Unknown)
	if len(list) != 1 || list[0].ID != a.ID {
		t.Errorf("the guest sees %v", list)
	}
	wants(t, d.SetGrant(ctx, o, a.ID, guest.Account, "", "done"), workbench.Unknown)
	_, err = d.Inspect(ctx, guest, a.ID)
	wants(t, err, workbench.NotFound)
}

func TestManyWhoChangeAtOnceLoseNothing(t *testing.T) {
	d := newDesk(t)
	o, org := d.begin(t)
	ctx := t.Context()
	p, first, err := d.CreateProject(ctx, o, org, workbench.System, "A", map[string][]byte{"system.yaml": []byte("cordon: 1\n")}, "")
	wants(t, err, workbench.Unknown)
	const people = 4
	var all sync.WaitGroup
	errs := make([]error, people)
	for i := range people {
		all.Go(func() {
			text := strings.Repeat("x", i+1)
			_, errs[i] = d.Change(ctx, o, p.ID, workbench.Change{Base: first.ID, Files: map[string]*string{"note-" + text + ".txt": &text}})
		})
	}
	all.Wait()
	for _, err := range errs {
		wants(t, err, workbench.Unknown)
	}
	r, err := d.Revision(ctx, o, p.ID, "")
	wants(t, err, workbench.Unknown)
	if r.Number != people+1 || len(r.Tree) != people+1 {
		t.Errorf("revision %d with %d files", r.Number, len(r.Tree))
	}
}

func TestConflictsAreShownAndNothingIsWritten(t *testing.T) {
	d := newDesk(t)
	o, org := d.begin(t)
	ctx := t.Context()
	base := "cordon: 1\nsystem: {id: a, name: Pump, intended-purpose: Pumps.}\n"
	p, first, err := d.CreateProject(ctx, o, org, workbench.System, "A", map[string][]byte{"system.yaml": []byte(base)}, "")
	wants(t, err, workbench.Unknown)
	change := func(name string, choices map[string]string) (workbench.Made, error) {
		text := strings.Replace(base, "Pump,", name+",", 1)
		c := workbench.Change{Base: first.ID, Files: map[string]*string{"system.yaml": &text}}
		for k, v := range choices {
			c.Choices = map[string]edit.Side{k: edit.Side(v)}
		}
		return d.Change(ctx, o, p.ID, c)
	}
	_, err = change("Hub", nil)
	wants(t, err, workbench.Unknown)
	made, err := change("Watch", nil)
	wants(t, err, workbench.Unknown)
	if len(made.Conflicts) != 1 || made.Conflicts[0].Ours != "Watch" || made.Conflicts[0].Theirs != "Hub" || made.Revision.ID != "" {
		t.Fatalf("made %+v", made)
	}
	if r, _ := d.Revision(ctx, o, p.ID, ""); r.Number != 2 {
		t.Errorf("revision %d was made of a conflict", r.Number)
	}
	made, err = change("Watch", map[string]string{made.Conflicts[0].Key: "ours"})
	wants(t, err, workbench.Unknown)
	text, _, err := d.File(ctx, o, p.ID, made.Revision.ID, "system.yaml")
	if err != nil || !strings.Contains(string(text), "Watch") {
		t.Errorf("after choosing: %s, %v", text, err)
	}
}

func TestWorkOnAFolderBecomesARevision(t *testing.T) {
	d := newDesk(t)
	o, org := d.begin(t)
	ctx := t.Context()
	p, r, err := d.CreateProject(ctx, o, org, workbench.System, "A", map[string][]byte{"a/b.txt": []byte("1"), "c.txt": []byte("2")}, "")
	wants(t, err, workbench.Unknown)
	made, err := d.Work(ctx, o, p.ID, r.ID, workbench.Edit, "works", func(dir string) error {
		if err := os.Remove(filepath.Join(dir, "c.txt")); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, "a", "n.txt"), []byte("3"), 0o600)
	})
	wants(t, err, workbench.Unknown)
	if got := paths(made.Revision.Tree); got != "a/b.txt a/n.txt" {
		t.Errorf("files: %s", got)
	}
	_, err = d.Work(ctx, o, p.ID, "", workbench.Edit, "", func(dir string) error { return os.Symlink("/etc/passwd", filepath.Join(dir, "l")) })
	wants(t, err, workbench.Invalid)
	reader := d.invite(t, o, org, "r@x.example", workbench.Assessor)
	_, err = d.Work(ctx, reader, p.ID, "", workbench.Edit, "", func(string) error { t.Error("work was begun"); return nil })
	wants(t, err, workbench.Forbidden)
}

func paths(t workbench.Tree) string {
	var out []string
	for _, f := range t {
		out = append(out, f.Path)
	}
	return strings.Join(out, " ")
}

func TestCheckoutsAreSharedAndForgotten(t *testing.T) {
	d := newDesk(t)
	o, org := d.begin(t)
	ctx := t.Context()
	p, _, err := d.CreateProject(ctx, o, org, workbench.System, "A", map[string][]byte{"a.txt": []byte("1")}, "")
	wants(t, err, workbench.Unknown)
	q, _, err := d.CreateProject(ctx, o, org, workbench.System, "B", map[string][]byte{"a.txt": []byte("2")}, "")
	wants(t, err, workbench.Unknown)
	var first string
	inside := func(id workbench.ProjectID) (dir string) {
		wants(t, d.Inside(ctx, o, id, "", func(at string, _ workbench.Revision) error {
			dir = at
			_, err := os.ReadFile(filepath.Join(at, "a.txt"))
			return err
		}), workbench.Unknown)
		return dir
	}
	first = inside(p.ID)
	if again := inside(p.ID); again != first {
		t.Errorf("the same folder is at %s and %s", first, again)
	}
	inside(q.ID)
	if _, err := os.Stat(first); !os.IsNotExist(err) {
		t.Errorf("more folders are kept than one: %v", err)
	}
}

func TestSessionsEnd(t *testing.T) {
	d := newDesk(t)
	o, _ := d.begin(t)
	ctx := context.Background()
	secret, err := d.Begin(ctx, o.Account, "password", "browser", "", people.Secret{})
	wants(t, err, workbench.Unknown)
	_, _, err = d.InSession(ctx, secret, true)
	wants(t, err, workbench.Unknown)
	d.now = d.now.Add(workbench.SessionIdle - time.Minute)
	_, _, err = d.InSession(ctx, secret, true)
	wants(t, err, workbench.Unknown)
	d.now = d.now.Add(workbench.SessionIdle - time.Minute)
	_, _, err = d.InSession(ctx, secret, false) // a page that was left open
	wants(t, err, workbench.Unknown)
	d.now = d.now.Add(2 * time.Minute)
	_, _, err = d.InSession(ctx, secret, true)
	wants(t, err, workbench.Unauthenticated)
	d.now = d.now.Add(-2 * workbench.SessionIdle)
	_, _, err = d.InSession(ctx, secret, true)
	wants(t, err, workbench.Unauthenticated)
}

// TestWhoHasALinkFillsNoLog: opening it again and again counts, and is logged once a minute for each network.
func TestWhoHasALinkFillsNoLog(t *testing.T) {
	d := newDesk(t)
	o, org := d.begin(t)
	ctx := t.Context()
	p, _, err := d.CreateProject(ctx, o, org, workbench.System, "A", map[string][]byte{"system.yaml": []byte("cordon: 1\n")}, "")
	wants(t, err, workbench.Unknown)
	_, secret, err := d.MakeShare(ctx, o, p.ID, "", "folder", "for the ward", time.Hour)
	wants(t, err, workbench.Unknown)
	for _, x := range []struct {
		after   time.Duration
		address string
	}{{0, "192.0.2.1"}, {time.Second, "192.0.2.1"}, {time.Second, "198.51.100.1"}, {time.Second, "192.0.2.1"}, {time.Second, "198.51.100.1"}, {time.Minute, "198.51.100.1"}} {
		d.now = d.now.Add(x.after)
		_, _, err := d.OpenShare(ctx, secret, x.address)
		wants(t, err, workbench.Unknown)
	}
	shares, err := d.Shares(ctx, o, p.ID)
	wants(t, err, workbench.Unknown)
	log, _, err := d.Log(ctx, o, org, "share.opened", 0, 10)
	wants(t, err, workbench.Unknown)
	var from []string
	for _, e := range log {
		from = append(from, e.Address)
	}
	if shares[0].Opened != 6 || strings.Join(from, " ") != "198.51.100.1 198.51.100.1 192.0.2.1" {
		t.Errorf("opened %d times; logged, newest first, from %v", shares[0].Opened, from)
	}
}

func TestLinksEnd(t *testing.T) {
	d := newDesk(t)
	o, org := d.begin(t)
	ctx := t.Context()
	p, r, err := d.CreateProject(ctx, o, org, workbench.System, "A", map[string][]byte{"a.txt": []byte("1")}, "")
	wants(t, err, workbench.Unknown)
	s, secret, err := d.MakeShare(ctx, o, p.ID, "", "folder", "For the assessor", 2*time.Hour)
	wants(t, err, workbench.Unknown)
	got, rev, err := d.OpenShare(ctx, secret, "")
	if err != nil || got.Opened != 1 || rev.ID != r.ID {
		t.Errorf("%+v, %v", got, err)
	}
	d.now = d.now.Add(3 * time.Hour)
	_, _, err = d.OpenShare(ctx, secret, "")
	wants(t, err, workbench.NotFound)
	d.now = d.now.Add(-3 * time.Hour)
	wants(t, d.EndShare(ctx, o, p.ID, s.ID), workbench.Unknown)
	_, _, err = d.OpenShare(ctx, secret, "")
	wants(t, err, workbench.NotFound)
	_, _, err = d.MakeShare(ctx, o, p.ID, "", "document:../x", "t", time.Hour)
	wants(t, err, workbench.Invalid)
}

func TestAnInvitationIsForWhoNeverCame(t *testing.T) {
	d := newDesk(t)
	o, org := d.begin(t)
	ctx := t.Context()
	next := workbench.Newcomer{Email: "next@x.example", Name: "Next"}
	acc, first, err := d.Invite(ctx, o, org, next, workbench.Engineer)
	wants(t, err, workbench.Unknown)
	// It ran out: the person is invited again, and the first link counts no more.
	d.now = d.now.Add(8 * 24 * time.Hour)
	_, err = d.Accept(ctx, first, words, "")
	wants(t, err, workbench.NotFound)
	again, second, err := d.Invite(ctx, o, org, next, workbench.Clinical)
	wants(t, err, workbench.Unknown)
	if again.ID != acc.ID || second == (people.Secret{}) {
		t.Fatalf("invited again: %v, with a link: %v", again.ID == acc.ID, second != people.Secret{})
	}
	members, err := d.Members(ctx, o, org)
	wants(t, err, workbench.Unknown)
	if len(members) != 2 || members[1].Role != workbench.Clinical && members[0].Role != workbench.Clinical {
		t.Errorf("the members are %+v", members)
	}
	_, third, err := d.Invite(ctx, o, org, next, workbench.Clinical)
	wants(t, err, workbench.Unknown)
	_, err = d.Accept(ctx, second, words, "")
	wants(t, err, workbench.NotFound)
	// An administrator makes no owner of somebody by inviting, nor another of an owner.
	admin := d.invite(t, o, org, "admin@x.example", workbench.Administrator)
	_, _, err = d.Invite(ctx, admin, org, next, workbench.Owner)
	wants(t, err, workbench.Forbidden)
	_, _, err = d.Invite(ctx, admin, org, workbench.Newcomer{Email: "olga@x.example", Name: "Olga"}, workbench.Assessor)
	wants(t, err, workbench.Conflict)
	_, err = d.Accept(ctx, third, words, "")
	wants(t, err, workbench.Unknown)
	_, _, err = d.Invite(ctx, o, org, next, workbench.Clinical)
	wants(t, err, workbench.Conflict)
	// Who came is invited elsewhere by address, without a link that would set a password.
	wants(t, d.SetRole(ctx, o, org, acc.ID, "", "left"), workbench.Unknown)
	_, none, err := d.Invite(ctx, o, org, next, workbench.Assessor)
	wants(t, err, workbench.Unknown)
	if none != (people.Secret{}) {
		t.Error("whoever invites could choose the password of somebody who has one")
	}
}
