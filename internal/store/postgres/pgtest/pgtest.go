// Package pgtest gives tests a database of PostgreSQL: on a server of their own, made from the programs that are installed and thrown
// away afterwards, or on the one that CORDON_TEST_POSTGRES names.
//
// A package that uses it says in one of its tests
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// shared is the server of this test binary, started when the first test asks.
var shared struct {
	sync.Mutex
	server *Server
}

// Main runs the tests and stops the server, if they started one.
func Main(m *testing.M) int {
	code := m.Run()
	shared.Lock()
	defer shared.Unlock()
	if shared.server != nil {
		if err := errors.Join(shared.server.Stop(), shared.server.Remove()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return code
}

// Database makes an empty database and gives its address. Where there is no PostgreSQL the test is skipped, or fails if
// CORDON_TESTS_NEED names postgres.
func Database(t testing.TB) string {
	t.Helper()
	server := os.Getenv("CORDON_TEST_POSTGRES")
	if server == "" {
		Needed(t)
		server = sharedServer(t)
	}
	return create(t, server)
}

// Needed skips the test where no server can be started, or lets it fail if CORDON_TESTS_NEED, a list with commas, names postgres.
func Needed(t testing.TB) {
	t.Helper()
	if _, err := programs(); err != nil {
		text, fail := missing(err, os.Getenv("CORDON_TESTS_NEED"))
		if fail {
			t.Fatal(text)
		}
		t.Skip(text)
	}
}

// missing says what is missing and what would run the test, and whether that is a failure.
func missing(err error, need string) (text string, fail bool) {
	if slices.Contains(strings.Split(need, ","), "postgres") {
		return fmt.Sprintf("CORDON_TESTS_NEED names postgres: %v", err), true
	}
	return fmt.Sprintf("%v; to run this test: apt-get install -y --no-install-recommends postgresql, or set CORDON_TEST_POSTGRES to the address of a server", err), false
}

// Own starts a server for one test or benchmark, with PostgreSQL's own settings, and ends it with the test.
func Own(t testing.TB) *Server {
	t.Helper()
	Needed(t)
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(errors.Join(err, s.Remove()))
	}
	t.Cleanup(func() {
		if err := errors.Join(s.Stop(), s.Remove()); err != nil {
			t.Error(err)
		}
	})
	return s
}

func sharedServer(t testing.TB) string {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.server == nil {
		s, err := New("fsync=off") // what a lost program leaves does not depend on it, and tests write much
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Start(); err != nil {
			t.Fatal(errors.Join(err, s.Remove()))
		}
		shared.server = s
	}
	return shared.server.Address()
}

// create makes a database on a server and drops it with the test.
func create(t testing.TB, server string) string {
	t.Helper()
	name := "cordon_" + strings.ToLower(rand.Text())
	on := func(ctx context.Context, statement string) {
		t.Helper()
		conn, err := pgx.Connect(ctx, server)
		if err != nil {
			t.Fatalf("connect to test server: %v", err)
		}
		defer conn.Close(ctx) //nolint:errcheck // a connection of a test
		if _, err := conn.Exec(ctx, statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	on(t.Context(), `CREATE DATABASE `+name)
	t.Cleanup(func() { on(context.Background(), `DROP DATABASE `+name+` WITH (FORCE)`) })
	return inDatabase(t, server, name)
}

// inDatabase is the address with another database.
func inDatabase(t testing.TB, server, name string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil || u.Scheme == "" {
		t.Fatalf("CORDON_TEST_POSTGRES must be an address such as postgres://user@host:5432/postgres (%v)", err)
	}
	u.Path = "/" + name
	return u.String()
}
