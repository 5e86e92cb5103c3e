package blobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Folder is the Store on one machine's disk: a file a name. A file is written under another name, brought to the disk
// and renamed, so that it is there whole or not at all.
type Folder struct {
	dir  string
	made sync.Map // folders that are known to be on the disk
}

// tmp is the folder of files that are being written; no name begins with it, since it has a capital letter.
const tmp = "Tmp"

// OpenFolder makes or opens the store in dir. What an earlier process left half written is removed after a day, since
// another process may be writing it.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(filepath.Join(dir, tmp), 0o700); err != nil {
		return nil, fmt.Errorf("the folder for blobs can't be made: %w", err)
	}
	f := &Folder{dir: dir}
	left, err := os.ReadDir(filepath.Join(dir, tmp))
	if err != nil {
		return nil, fmt.Errorf("the folder for blobs can't be read: %w", err)
	}
	for _, e := range left {
		if info, err := e.Info(); err == nil && old(info) {
			os.Remove(filepath.Join(dir, tmp, e.Name()))
		}
	}
	return f, nil
}

// Put implements Store.
func (f *Folder) Put(ctx context.Context, name string, data []byte) (err error) {
	if err := f.check(ctx, name); err != nil {
		return err
	}
	file := filepath.Join(f.dir, filepath.FromSlash(name))
	if err := f.mkdir(filepath.Dir(file)); err != nil {
		return fmt.Errorf("blob %s: %w", name, err)
	}
	t, err := os.CreateTemp(filepath.Join(f.dir, tmp), "*")
	if err != nil {
		return fmt.Errorf("blob %s: %w", name, err)
	}
	defer os.Remove(t.Name()) // fails once it was renamed
	_, err = t.Write(data)
	if err == nil {
		err = t.Sync()
	}
	if err = errors.Join(err, t.Close()); err != nil {
		return fmt.Errorf("blob %s: %w", name, err)
	}
	if err := os.Rename(t.Name(), file); err != nil {
		return fmt.Errorf("blob %s: %w", name, err)
	}
	return syncDir(filepath.Dir(file))
}

// mkdir makes dir, and brings it and the folders above it to the disk.
func (f *Folder) mkdir(dir string) error {
	if _, ok := f.made.Load(dir); ok {
		if _, err := os.Stat(dir); err == nil {
			return nil
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for d := dir; len(d) > len(f.dir); {
		d = filepath.Dir(d)
		if err := syncDir(d); err != nil {
			return err
		}
	}
	f.made.Store(dir, true)
	return nil
}

// Get implements Store.
func (f *Folder) Get(ctx context.Context, name string) ([]byte, error) {
	if err := f.check(ctx, name); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(f.dir, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("blob %s: %w", name, err)
	}
	return data, nil
}

// Delete implements Store.
func (f *Folder) Delete(ctx context.Context, name string) error {
	if err := f.check(ctx, name); err != nil {
		return err
	}
	err := os.Remove(filepath.Join(f.dir, filepath.FromSlash(name)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("blob %s: %w", name, err)
	}
	return nil
}

// List implements Store.
func (f *Folder) List(ctx context.Context, prefix string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		names, err := f.names(ctx, prefix)
		if err != nil {
			yield("", err)
			return
		}
		for _, n := range names {
			if !yield(n, nil) {
				return
			}
		}
	}
}

// names walks the folder that the prefix leads to.
func (f *Folder) names(ctx context.Context, prefix string) ([]string, error) {
	if err := f.check(ctx, prefix+"x"); err != nil {
		return nil, err
	}
	root := filepath.Join(f.dir, filepath.FromSlash(path.Dir(prefix+"x")))
	var out []string
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // removed meanwhile, or never there
			return nil
		}
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		rel, err := filepath.Rel(f.dir, file)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		switch {
		case d.IsDir() && (name == tmp || name != "." && !strings.HasPrefix(name+"/", prefix) && !strings.HasPrefix(prefix, name+"/")):
			return fs.SkipDir
		case !d.IsDir() && strings.HasPrefix(name, prefix):
			out = append(out, name)
		}
		return nil
	})
	slices.Sort(out)
	if err != nil {
		return nil, fmt.Errorf("blobs %s: %w", prefix, err)
	}
	return out, nil
}

func (f *Folder) check(ctx context.Context, name string) error {
	if err := check(name); err != nil {
		return fmt.Errorf("blob %q: %w", name, err)
	}
	return ctx.Err()
}
