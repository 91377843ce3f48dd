package pgtest

import (
	"errors"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestMain(m *testing.M) { os.Exit(Main(m)) }

func TestMissingServerIsSaidAndMayBeAFailure(t *testing.T) {
	none := errors.New("none is installed")
	const hint = "none is installed; to run this test: apt-get install -y --no-install-recommends postgresql, or set CORDON_TEST_POSTGRES to the address of a server"
	for need, want := range map[string]struct {
		text string
		fail bool
	}{
		"":                  {hint, false},
		"chromium":          {hint, false},
		"postgresql":        {hint, false},
		"postgres":          {"CORDON_TESTS_NEED names postgres: none is installed", true},
		"chromium,postgres": {"CORDON_TESTS_NEED names postgres: none is installed", true},
	} {
		if text, fail := missing(none, need); text != want.text || fail != want.fail {
			t.Errorf("%q: got %q, %v", need, text, fail)
		}
	}
}

func TestEachDatabaseIsItsOwnAndOrdersTextsByLanguage(t *testing.T) {
	a, b := Database(t), Database(t)
	if a == b {
		t.Fatalf("two databases at %s", a)
	}
	for _, address := range []string{a, b} {
		conn, err := pgx.Connect(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Exec(t.Context(), `CREATE TABLE same (id INT)`); err != nil {
			t.Error(err)
		}
		// Else a test would not see where an order depends on the language.
		var language bool
		if err := conn.QueryRow(t.Context(), `SELECT 'a' < 'B' AND 'ä' < 'b'`).Scan(&language); err != nil || !language {
			t.Errorf("the database orders byte by byte (%v)", err)
		}
		if err := conn.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

func TestServerStartsAgainAfterEachEnd(t *testing.T) {
	s := Own(t)
	for name, end := range map[string]func() error{"stop": s.Stop, "kill": s.Kill} {
		if err := end(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := s.ping(); err == nil {
			t.Errorf("%s: the server still answers", name)
		}
		if err := s.Start(); err != nil {
			t.Fatalf("start after %s: %v", name, err)
		}
	}
}
