// Package servertest is a server on an empty SQLite file, for tests of what asks it with a token. Nothing in the program uses it.
package servertest

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"strings"
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

// Server is a server. Owner, organisation and project, made from the example wearable-monitor, are there if New made it.
type Server struct {
	*httptest.Server
	API          *api.API // may be changed before it is asked
	Workbench    *workbench.Workbench
	Runner       *jobs.Runner // keeps jobs, and works them only if it is run
	Owner        workbench.Actor
	Organisation workbench.OrganisationID
	Project      workbench.ProjectID

	t testing.TB
}

// Empty starts a server that nobody has set up, with a clock. Nobody can set it up by its API either, unless API.Setup is given.
func Empty(t testing.TB, now func() time.Time) *Server {
	t.Helper()
	must := must(t)
	ctx := t.Context()
	store, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "cordon.db"))
	must(err)
	t.Cleanup(func() { store.Close() })
	checkouts, err := workbench.OpenCheckouts(filepath.Join(t.TempDir(), "checkouts"), 10)
	must(err)
	w := &workbench.Workbench{Store: store, Now: now, NewID: workbench.NewID, Checkouts: checkouts, Hasher: people.NewHasher(people.HasherOptions{Memory: 64}), Feeds: filepath.Join(t.TempDir(), "feeds")}
	st, err := study.New(w)
	must(err)
	db := jobs.SQLite(store.DB())
	must(jobs.Migrate(ctx, db))
	var kinds []jobs.Kind
	for name, do := range st.Work() {
		kinds = append(kinds, jobs.Kind{Name: name, Work: func(ctx context.Context, args []byte, p *jobs.Progress) error { return do(ctx, args, p) }})
	}
	runner, err := jobs.NewRunner(db, store, kinds, jobs.Options{})
	must(err)
	w.Jobs = runner
	s := &Server{Server: httptest.NewUnstartedServer(nil), Workbench: w, Runner: runner, t: t}
	s.API = &api.API{Workbench: w, Study: st, Jobs: runner, Setup: func(string) bool { return false }, Program: "test"}
	at := s.Listener.Addr().String()
	h, err := server.New(s.API, server.Options{Origins: []string{"http://" + at, "http://" + strings.Replace(at, "127.0.0.1", "localhost", 1)}, Rate: 1e6})
	must(err)
	s.Config.Handler = h
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func must(t testing.TB) func(error) {
	return func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
}

// New starts a server that is set up.
func New(t testing.TB) *Server {
	t.Helper()
	must, ctx := must(t), t.Context()
	s := Empty(t, time.Now)
	w := s.Workbench
	acc, org, err := w.SetUp(ctx, workbench.Newcomer{Email: "owner@tremor.example", Name: "Olga Owner", Password: "violet lamp seven rivers", Language: "en"}, "Tremor", "")
	must(err)
	s.Owner, s.Organisation = workbench.Actor{Account: acc.ID, Name: acc.Name, Proved: time.Now()}, org.ID
	files, err := s.API.Study.Starter(workbench.System, "wearable-monitor", "Watch")
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
