package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"cordon/internal/watch"
)

// workPrefix begins the names of folders of work in the system's folder for temporary files.
const workPrefix = "cordon-serve-"

// workFolder makes a folder for what this process writes to disk and can make again, and gives what removes it. A process that is killed leaves its
// folder behind; the next one that starts on this machine removes it. Nothing in such a folder is the only copy.
func workFolder() (dir string, remove func(), err error) {
	sweepWork()
	for try := 0; ; try++ {
		var lock io.Closer
		if dir, err = os.MkdirTemp("", workPrefix); err != nil {
			return "", nil, err
		}
		if lock, err = holdWork(dir); err == nil {
			return dir, func() {
				_ = os.RemoveAll(dir)
				_ = lock.Close()
			}, nil
		}
		if try == 10 {
			return "", nil, err
		}
	}
}

var errSwept = errors.New("another process that starts has removed the folder for temporary files")

// holdWork locks a folder that is new. One that starts at the same moment may have taken it for one that was left behind.
func holdWork(dir string) (io.Closer, error) {
	lock, err := watch.LockFolder(dir)
	if err != nil || lock == nil {
		return lock, err
	}
	held, err1 := lock.Stat()
	there, err2 := os.Stat(lock.Name())
	if err1 != nil || err2 != nil || !os.SameFile(held, there) {
		_ = lock.Close()
		return nil, errSwept
	}
	return lock, nil
}

// sweepWork removes folders that nobody holds. Where folders cannot be locked, and where they belong to others, they stay.
func sweepWork() {
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), workPrefix+"*")) // the pattern is well formed
	for _, dir := range left {
		if lock, err := watch.LockFolder(dir); err == nil && lock != nil {
			_ = os.RemoveAll(dir)
			_ = lock.Close()
		}
	}
}
