package store

import (
	"fmt"
	"os"
)

// LockFile takes the lock that a file stands for, and makes the file where there is none. Closing it lets go; so does the
// end of the process, however it comes. It fails at once while another process has the lock.
func LockFile(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lock(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s is locked by another process: %w", name, err)
	}
	return f, nil
}
