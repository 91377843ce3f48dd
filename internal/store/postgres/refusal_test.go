package postgres_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/store"
	"cordon/internal/store/postgres"
	"cordon/internal/store/postgres/pgtest"
)

// asUser is an address of a server's own socket with another user, password or database.
func asUser(address, user, password, database string) string {
	_, query, _ := strings.Cut(address, "?")
	return "postgres:///" + database + "?" + strings.Replace(query, "user=postgres", "user="+user+"&password="+password, 1)
}

func TestDatabasesThatCannotBeUsedAreRefused(t *testing.T) {
	pgtest.Needed(t)
	rules, err := os.CreateTemp("", "pg_hba") // where the server's user may read it
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(rules.Name())
	_, err = rules.WriteString("local all postgres,guest trust\nlocal all all scram-sha-256\n")
	if err := errors.Join(err, rules.Chmod(0o644), rules.Close()); err != nil {
		t.Fatal(err)
	}
	server, err := pgtest.New("fsync=off", "hba_file="+rules.Name())
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(errors.Join(err, server.Remove()))
	}
	defer func() {
		if err := errors.Join(server.Stop(), server.Remove()); err != nil {
			t.Error(err)
		}
	}()
	at := server.Address()
	for _, statement := range []string{
		`CREATE ROLE worker LOGIN PASSWORD 'right'`, `CREATE ROLE guest LOGIN`,
		`CREATE DATABASE latin ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`, `CREATE DATABASE newer`,
	} {
		execute(t, at, statement)
	}
	newer := asUser(at, "postgres", "hunter2", "newer")
	open(t, newer)
	execute(t, newer, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)`)
	for name, c := range map[string]struct {
		address   string
		code      diag.Code
		why, hint string // parts
	}{
		"no address":          {"postgres://user:hun/ter2@host/x", diag.StoreAddress, "cannot be read", "%2F"},
		"a port that is none": {"postgres://user:hunter2@host:port/x", diag.StoreAddress, "cannot be read", "PGPASSWORD"},
		"no server":           {"postgres://user:hunter2@127.0.0.1:1/x", diag.StoreUnreached, "connection refused", "pg_isready"},
		"no host":             {"postgres://user:hunter2@nowhere.invalid/x", diag.StoreUnreached, "nowhere.invalid", "check host and port"},
		"a wrong password":    {asUser(at, "worker", "hunter2", "postgres"), diag.StoreAccount, "password authentication failed", "worker"},
		"nobody":              {asUser(at, "nobody", "hunter2", "postgres"), diag.StoreAccount, "authentication failed", "nobody"},
		"no database":         {asUser(at, "postgres", "hunter2", "none"), diag.StoreAbsent, `database "none" does not exist`, "createdb --encoding UTF8 --template template0 --owner postgres none"},
		"no rights":           {asUser(at, "guest", "hunter2", "postgres"), diag.StoreRights, "permission denied", "ALTER DATABASE postgres OWNER TO guest"},
		"another encoding":    {asUser(at, "postgres", "hunter2", "latin"), diag.StoreEncoding, "the database must keep texts as UTF8; it keeps them as SQL_ASCII", "createdb"},
		"a newer schema":      {newer, diag.StoreNewer, "the database has schema 99 and this program knows 1", "start that program again"},
	} {
		s, err := postgres.Open(t.Context(), c.address)
		var r *store.Refusal
		if !errors.As(err, &r) {
			t.Errorf("%s: got %v, %v", name, s, err)
			continue
		}
		said := r.Diagnostic().String()
		if r.Code != c.code || !strings.Contains(r.Why.Error(), c.why) || !strings.Contains(r.Hint, c.hint) {
			t.Errorf("%s: got %s", name, said)
		}
		for _, secret := range []string{"hunter2", "hun/", "ter2"} {
			if strings.Contains(said+err.Error(), secret) {
				t.Errorf("%s: the message holds the password: %s", name, said)
			}
		}
	}
}
