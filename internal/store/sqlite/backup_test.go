package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"cordon/internal/store/storetest"
	"cordon/internal/workbench"
)

func TestBackupIsAStoreWithTheSame(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "store.db"))
	storetest.WriteSample(t, s)
	backup := filepath.Join(dir, "a b?#%41.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	whole(t, backup)
	storetest.CheckSample(t, open(t, backup))
	storetest.CheckSample(t, s) // the copy is on its own: both go on with the same numbers
}

func TestBackupsWhileOthersWrite(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "store.db"))
	// Each change moves one between two accounts and writes an event, so that one state has a sum and as many events as versions.
	const sum = 1000
	change := func(a int64, version int64) error {
		return s.Write(t.Context(), func(tx workbench.Tx) error {
			_, err1 := tx.Put(t.Context(), workbench.Record{Kind: "account", ID: "a", Version: version, Doc: fmt.Append(nil, a)})
			_, err2 := tx.AddEvent(t.Context(), workbench.Event{Organisation: "o"})
			_, err3 := tx.Put(t.Context(), workbench.Record{Kind: "account", ID: "b", Version: version, Doc: fmt.Append(nil, sum-a)})
			blob := bytes.Repeat(fmt.Appendf(nil, "%08d", version), 2000)
			return errors.Join(err1, err2, err3, tx.PutBlob(t.Context(), workbench.Hash(blob), blob))
		})
	}
	stop, stopped := make(chan struct{}), make(chan error)
	if err := change(0, 0); err != nil {
		t.Fatal(err)
	}
	go func() {
		for n := int64(1); ; n++ {
			select {
			case <-stop:
				stopped <- nil
				return
			default:
			}
			if err := change(n%sum, n); err != nil {
				stopped <- err
				return
			}
		}
	}()
	var last int64
	for i := range 10 {
		file := filepath.Join(dir, fmt.Sprintf("backup-%d.db", i))
		if err := s.Backup(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		whole(t, file)
		copied := open(t, file)
		err := copied.Read(t.Context(), func(tx workbench.Tx) error {
			accounts, err1 := tx.List(t.Context(), "account", "", "", 10)
			events, err2 := tx.Events(t.Context(), "o", 0, 1<<20)
			if err := errors.Join(err1, err2); err != nil {
				return err
			}
			var a, b int64
			if _, err := fmt.Sscan(string(accounts[0].Doc)+" "+string(accounts[1].Doc), &a, &b); err != nil {
				return err
			}
			if a+b != sum || accounts[0].Version != accounts[1].Version || int64(len(events)) != accounts[0].Version || accounts[0].Version < last {
				t.Errorf("backup %d holds accounts %s and %s of versions %d and %d, and %d events; the one before had version %d", i, accounts[0].Doc, accounts[1].Doc, accounts[0].Version, accounts[1].Version, len(events), last)
			}
			last = accounts[0].Version
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	close(stop)
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if last < 2 {
		t.Error("nothing was written during the backups: nothing was tested")
	}
}

func TestBackupNeverReplacesAFile(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "store.db"))
	taken := filepath.Join(dir, "taken")
	if err := os.WriteFile(taken, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := s.Backup(t.Context(), taken)
	if want := "back up store to " + taken + ": open " + taken + ": file exists"; err == nil || err.Error() != want || !errors.Is(err, os.ErrExist) {
		t.Errorf("got %v, want %s", err, want)
	}
	if got, _ := os.ReadFile(taken); string(got) != "mine" {
		t.Errorf("the file holds %q", got)
	}
}

func TestBackupThatIsGivenUpLeavesNoFile(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "store.db"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Backup(ctx, filepath.Join(dir, "backup.db")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "backup*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left %v (%v)", left, err)
	}
}

func TestBackupHoldsNothingThatWasDeleted(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "store.db"))
	secret := "a name that must be forgotten"
	put := func(tx workbench.Tx) error {
		_, err := tx.Put(t.Context(), workbench.Record{Kind: "a", ID: "1", Doc: []byte(secret)})
		return err
	}
	remove := func(tx workbench.Tx) error { return tx.Delete(t.Context(), "a", "1", 0) }
	if err := errors.Join(s.Write(t.Context(), put), s.Write(t.Context(), remove), s.Backup(t.Context(), filepath.Join(dir, "backup.db"))); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "backup.db"))
	if err != nil || len(data) == 0 || bytes.Contains(data, []byte(secret)) {
		t.Errorf("the copy of %d bytes holds what was deleted (%v)", len(data), err)
	}
}
