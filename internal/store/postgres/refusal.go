package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"

	"cordon/internal/diag"
	"cordon/internal/store"
)

// errEncoding says that a database would not keep each text.
var errEncoding = errors.New("the database must keep texts as UTF8")

// unreadable is for an address that cannot be read. What pgx says of it may hold a part of a password, which an unescaped / or @ has cut in two.
func unreadable() error {
	return &store.Refusal{
		What: "--store", Code: diag.StoreAddress, Why: errors.New("the address cannot be read"),
		Hint: "write postgres://USER@HOST:5432/DATABASE, and in it / @ : ? # % as %2F %40 %3A %3F %23 %25; a password is better in PGPASSWORD",
	}
}

// refused tells why a database cannot be opened, and what to do.
func refused(database, user string) func(error) (diag.Code, string) {
	return func(err error) (diag.Code, string) {
		var said *pgconn.PgError
		switch {
		case errors.Is(err, context.Canceled): // somebody wanted that
			return "", ""
		case errors.Is(err, errEncoding):
			return diag.StoreEncoding, fmt.Sprintf("createdb --encoding UTF8 --template template0 %s", database)
		case errors.As(err, &said):
			switch said.Code {
			case "28P01", "28000": // invalid_password, invalid_authorization_specification
				return diag.StoreAccount, fmt.Sprintf("check the account %s in --store, its password in PGPASSWORD or the password file, and what pg_hba.conf of the server lets in", user)
			case "3D000": // invalid_catalog_name
				return diag.StoreAbsent, fmt.Sprintf("createdb --encoding UTF8 --template template0 --owner %s %s", user, database)
			case "42501": // insufficient_privilege
				return diag.StoreRights, fmt.Sprintf("let the account own the database: ALTER DATABASE %s OWNER TO %s", database, user)
			}
		}
		if errors.As(err, new(*pgconn.ConnectError)) {
			return diag.StoreUnreached, "check host and port in --store, that the server runs (pg_isready), and that it listens to this machine"
		}
		return "", ""
	}
}
