package blobs

import (
	"context"
	"errors"
	"iter"
)

// Store keeps bytes by name. All methods may be called by several goroutines and processes at once.
type Store interface {
	// Put keeps data under name, in place of what was there. When it returns nil the bytes are safe: a crash of the
	// machine doesn't lose them. Readers see the old bytes or the new, never a part.
	Put(ctx context.Context, name string, data []byte) error

	// Get returns the bytes under name, or an error that wraps ErrNotFound. The caller may keep and change them.
	Get(ctx context.Context, name string) ([]byte, error)

	// Delete removes what is under name; nothing there is no error.
	Delete(ctx context.Context, name string) error

	// List goes over the names that begin with prefix, sorted.
	List(ctx context.Context, prefix string) iter.Seq2[string, error]
}

// What the methods return, wrapped in words of their own.
var (
	ErrNotFound = errors.New("there is no such blob")
	ErrName     = errors.New("not a blob's name")
)

// DeletePrefix removes all whose name begins with prefix.
func DeletePrefix(ctx context.Context, s Store, prefix string) error {
	for name, err := range s.List(ctx, prefix) {
		if err != nil {
			return err
		}
		if err := s.Delete(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// MaxName is the length of the longest name.
const MaxName = 400

// check refuses what is no name: it could mean another file, or another bucket's key.
func check(name string) error {
	if name == "" || len(name) > MaxName {
		return ErrName
	}
	before := byte('/')
	for i := range len(name) {
		c := name[i]
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == '_':
		case (c == '/' || c == '.') && before != '/':
		default:
			return ErrName
		}
		before = c
	}
	if before == '/' {
		return ErrName
	}
	return nil
}
