//go:build unix && !solaris && !illumos && !aix

package watch

import (
	"os"
	"path/filepath"
	"syscall"
)

// LockFolder keeps a folder, such as a fleet, for this process: others get ErrBusy. The lock ends with the process, however that ends.
func LockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, ".lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close() //nolint:errcheck // nothing was written
		return nil, ErrBusy
	}
	return f, nil
}
