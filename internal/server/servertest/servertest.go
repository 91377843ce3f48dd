// Package servertest is a server on an empty SQLite file, for tests of what asks it with a token. Nothing in the program uses it.
package servertest

import (
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"cordon/internal/jobs"
	"cordon/internal/people"
	"cordon/internal/server"
	"cordon/internal/server/api"
	"cordon/internal/store/sqlite"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// Server is a server with an owner, an organisation, and a project made from the example wearable-monitor.
type Server struct {
	*httptest.Server
	Workbench    *workbench.Workbench
	Owner        workbench.Actor
	Organisation workbench.OrganisationID
	Project      workbench.ProjectID

	t testing.TB
}

// New starts one. Jobs are kept and not worked.
func New(t testing.TB) *Server {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	ctx := t.Context()
	store, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "cordon.db"))
	must(err)
	t.Cleanup(func() { store.Close() })
	checkouts, err := workbench.OpenCheckouts(filepath.Join(t.TempDir(), "checkouts"), 10)
	must(err)
	w := &workbench.Workbench{Store: store, Now: time.Now, NewID: workbench.NewID, Checkouts: checkouts, Hasher: people.NewHasher(people.HasherOptions{})}
	st, err := study.New(w)
	must(err)
	db := jobs.SQLite(store.DB())
	must(jobs.Migrate(ctx, db))
	runner, err := jobs.NewRunner(db, store, nil, jobs.Options{})
	must(err)
	w.Jobs = runner
	s := &Server{Server: httptest.NewUnstartedServer(nil), Workbench: w, t: t}
	h, err := server.New(&api.API{Workbench: w, Study: st, Jobs: runner, Setup: func(string) bool { return false }, Program: "test"},
		server.Options{Origins: []string{"http://" + s.Listener.Addr().String()}, Rate: 1e6})
	must(err)
	s.Config.Handler = h
	s.Start()
	t.Cleanup(s.Close)

	acc, org, err := w.SetUp(ctx, workbench.Newcomer{Email: "owner@tremor.example", Name: "Olga Owner", Password: "violet lamp seven rivers", Language: "en"}, "Tremor", "")
	must(err)
	s.Owner, s.Organisation = workbench.Actor{Account: acc.ID, Name: acc.Name, Proved: time.Now()}, org.ID
	files, err := st.Starter(workbench.System, "wearable-monitor", "Watch")
	must(err)
	p, _, err := w.CreateProject(ctx, s.Owner, org.ID, workbench.System, "Watch", files, "created")
	must(err)
	s.Project = p.ID
	return s
}

// Token makes a token of the owner with scopes.
func (s *Server) Token(scopes ...workbench.Scope) string {
	s.t.Helper()
	return s.TokenOf(s.Owner, scopes...)
}

// TokenOf makes a token of somebody.
func (s *Server) TokenOf(a workbench.Actor, scopes ...workbench.Scope) string {
	s.t.Helper()
	_, secret, err := s.Workbench.MakeToken(s.t.Context(), a, "test", scopes, 24*time.Hour)
	if err != nil {
		s.t.Fatal(err)
	}
	return secret.Reveal()
}

// Invite makes somebody with a role.
func (s *Server) Invite(role workbench.Role) workbench.Actor {
	s.t.Helper()
	acc, _, err := s.Workbench.Invite(s.t.Context(), s.Owner, s.Organisation, workbench.Newcomer{Email: string(role) + "@tremor.example", Name: "Some " + string(role), Language: "en"}, role)
	if err != nil {
		s.t.Fatal(err)
	}
	return workbench.Actor{Account: acc.ID, Name: acc.Name, Proved: time.Now()}
}
