package diag

import (
	"errors"
	"io/fs"
	"testing"
)

func TestCauseIsBare(t *testing.T) {
	if got := Cause(errors.New("broken")); got != "broken" {
		t.Errorf("Cause = %q", got)
	}
	if got := Cause(&fs.PathError{Op: "open", Path: "a.yaml", Err: fs.ErrPermission}); got != "permission denied" {
		t.Errorf("Cause of a path error = %q", got)
	}
}
