package blobs

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"time"
)

// syncDir brings a folder's list of files to the disk.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" { // there a folder can't be opened for that, and renames are safe by themselves
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// old reports whether a half-written file can't be one that is being written.
func old(info fs.FileInfo) bool { return time.Since(info.ModTime()) > 24*time.Hour }
