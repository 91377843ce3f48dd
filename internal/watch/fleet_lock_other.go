//go:build !unix || solaris || illumos || aix

package watch

import "os"

// LockFolder does not lock on this system, and gives nil: see to it yourself that one process at a time changes a fleet.
func LockFolder(string) (*os.File, error) { return nil, nil }
