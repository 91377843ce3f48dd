package workbench

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// JobBackup is the kind of jobs that back the store up.
const JobBackup = "backup"

// Backup is a file with a copy of the store.
type Backup struct {
	Name string    // in the folder of backups
	Size int64     // bytes
	Made time.Time //
}

// operates wants somebody who runs the installation.
func (w *Workbench) operates(ctx context.Context, a Actor) error {
	if err := personally(a); err != nil {
		return err
	}
	acc, err := w.Me(ctx, a)
	if err != nil {
		return err
	}
	if !acc.Operator {
		return Errorf(Forbidden, "only those who run the installation may do this").WithHint("the account that set it up is one")
	}
	return nil
}

// AskBackup asks for a backup and gives the number of the job.
func (w *Workbench) AskBackup(ctx context.Context, a Actor) (int64, error) {
	if err := w.operates(ctx, a); err != nil {
		return 0, err
	}
	if w.BackupDir == "" {
		// A store that is backed up with tools of its own says with which.
		if err := w.Store.Backup(ctx, ""); FaultOf(err) == Unsupported {
			return 0, err
		}
		return 0, Errorf(Unsupported, "this installation has no folder for backups")
	}
	var id int64
	err := w.Store.Write(ctx, func(tx Tx) (err error) {
		if id, err = w.Jobs.Enqueue(ctx, tx, Job{Kind: JobBackup, Unique: true, Account: a.Account}); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Action: "backup.asked"})
	})
	return id, err
}

// MakeBackup writes a copy of the store to a new file of the folder of backups, while others go on, and gives its name.
func (w *Workbench) MakeBackup(ctx context.Context) (string, error) {
	if err := os.MkdirAll(w.BackupDir, 0o700); err != nil {
		return "", err
	}
	if err := w.clearBackups(); err != nil {
		return "", err
	}
	name := "cordon-" + w.now().Format("20060102T150405.000Z") + ".db"
	return name, w.Store.Backup(ctx, filepath.Join(w.BackupDir, name))
}

// clearBackups takes away backups that were broken off because their process was killed: the copy ends in .part until it is whole, and its name
// belongs to an empty file. There is one job of this kind at a time, so that nobody is at work on them.
func (w *Workbench) clearBackups() error {
	entries, err := os.ReadDir(w.BackupDir)
	for _, e := range entries {
		name, broken := strings.CutSuffix(filepath.Join(w.BackupDir, e.Name()), ".part")
		if !broken || !strings.HasPrefix(e.Name(), "cordon-") {
			continue
		}
		err = errors.Join(err, os.Remove(name+".part"))
		if info, e := os.Stat(name); e == nil && info.Size() == 0 {
			err = errors.Join(err, os.Remove(name))
		}
	}
	return err
}

// Backups lists backups, newest first.
func (w *Workbench) Backups(ctx context.Context, a Actor) ([]Backup, error) {
	if err := w.operates(ctx, a); err != nil || w.BackupDir == "" {
		return nil, err
	}
	entries, err := os.ReadDir(w.BackupDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var out []Backup
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !strings.HasSuffix(e.Name(), ".db") || info.Size() == 0 {
			continue // one that is being written has its name and nothing in it yet
		}
		out = append(out, Backup{e.Name(), info.Size(), info.ModTime().UTC()})
	}
	slices.Reverse(out)
	return out, err
}
