package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// Backup writes one state of the store to a new file while others read and write. The copy is packed: what was deleted is not in
// it. It has its name only when it is whole and on disk; until then the name belongs to an empty file and the copy ends in .part.
func (s *Store) Backup(ctx context.Context, file string) error {
	if err := s.backup(ctx, file); err != nil {
		return fmt.Errorf("back up store to %s: %w", file, err)
	}
	return nil
}

func (s *Store) backup(ctx context.Context, file string) (err error) {
	part := file + ".part"
	var made []string
	defer func() {
		for _, name := range made {
			if err != nil {
				err = errors.Join(err, os.Remove(name))
			}
		}
	}()
	for _, name := range []string{file, part} {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		made = append(made, name)
		if err := f.Close(); err != nil {
			return err
		}
	}
	if err := s.copyTo(ctx, part); err != nil {
		return err
	}
	if err := sync(part); err != nil {
		return err
	}
	if err := os.Rename(part, file); err != nil {
		return err
	}
	made = nil
	if runtime.GOOS == "windows" {
		return nil // a folder cannot be synced there
	}
	return sync(filepath.Dir(file))
}

// copyTo writes to an empty file, in a connection of its own: the readers' may not even write elsewhere.
func (s *Store) copyTo(ctx context.Context, file string) (err error) {
	db, err := pool(s.file, 1, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, `VACUUM INTO $1`, file)
	return err
}

// sync waits until a file or folder is on disk.
func sync(name string) error {
	f, err := os.OpenFile(name, os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
