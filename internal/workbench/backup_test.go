package workbench

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// copies is a store that can only be copied.
type copies struct{ Store }

func (copies) Backup(_ context.Context, file string) error {
	return os.WriteFile(file, []byte("whole"), 0o600)
}

// A process that is killed while it copies leaves the copy, as large as the store, and an empty file under its name.
func TestABackupTakesAwayWhatWasBrokenOff(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "[backups")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"cordon-20261101T000000.000Z.db": "whole", "cordon-20261102T000000.000Z.db": "", "cordon-20261102T000000.000Z.db.part": "half", "notes.part": "mine", "empty.db": "",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w := &Workbench{Store: copies{}, BackupDir: dir, Now: func() time.Time { return time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC) }}
	name, err := w.MakeBackup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if want := []string{"cordon-20261101T000000.000Z.db", name, "empty.db", "notes.part"}; !slices.Equal(got, want) {
		t.Errorf("the folder has %q, want %q", got, want)
	}
}
