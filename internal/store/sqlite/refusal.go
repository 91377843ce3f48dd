package sqlite

import (
	"errors"
	"io/fs"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"cordon/internal/diag"
)

// errForeign says that a file is a database, and not ours.
var errForeign = errors.New("it is a database of another program")

// refused tells why a file cannot be opened, and what to do.
func refused(err error) (diag.Code, string) {
	const (
		restore   = "keep the file for whoever looks into it, and start on a backup: docs/user/serve.md says how"
		elsewhere = "the file is left as it is; give another folder, or put a backup into this one"
		rights    = "the account that runs cordon must be able to read and write the file and its folder"
	)
	var e *driver.Error
	switch {
	case errors.Is(err, errForeign):
		return diag.StoreForeign, elsewhere
	case errors.As(err, new(*fs.PathError)):
		return diag.StoreRights, rights
	case !errors.As(err, &e):
		return "", ""
	}
	switch e.Code() & 0xff { // the rest says where in SQLite
	case codes.SQLITE_NOTADB:
		return diag.StoreForeign, elsewhere
	case codes.SQLITE_CORRUPT:
		return diag.StoreDamaged, restore
	case codes.SQLITE_PERM, codes.SQLITE_READONLY, codes.SQLITE_CANTOPEN, codes.SQLITE_IOERR, codes.SQLITE_FULL:
		return diag.StoreRights, rights
	}
	return "", ""
}
