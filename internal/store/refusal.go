package store

import (
	"errors"
	"fmt"

	"cordon/internal/diag"
)

// Refusal is why a database is not opened, and what whoever runs the program does about it. It holds no password.
type Refusal struct {
	What string // the file, or the database and its host
	Code diag.Code
	Hint string
	Why  error
}

func (r *Refusal) Error() string { return fmt.Sprintf("open store %s: %s", r.What, r.Why) }
func (r *Refusal) Unwrap() error { return r.Why }

// Diagnostic is the refusal as it is shown.
func (r *Refusal) Diagnostic() diag.Diagnostic {
	return diag.Diagnostic{Pos: diag.Pos{File: r.What}, Code: r.Code, Severity: r.Code.Severity(), Message: r.Why.Error(), Hint: r.Hint}
}

// Refuse gives the error of opening what: a Refusal for one of the causes that both databases have, or that known knows by its code and hint; else the bare one.
func Refuse(what string, err error, known func(error) (code diag.Code, hint string)) error {
	code, hint := known(err)
	if errors.Is(err, errNewer) {
		code, hint = diag.StoreNewer, "start that program again; this one opens what it wrote itself, such as a backup of before"
	}
	if code == "" {
		return fmt.Errorf("open store %s: %w", what, err)
	}
	return &Refusal{what, code, hint, err}
}
