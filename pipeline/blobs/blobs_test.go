package blobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// TestFolder runs the suite on a folder.
func TestFolder(t *testing.T) {
	suite(t, func(t *testing.T) Store { return must(OpenFolder(t.TempDir()))(t) })
}

// TestS3 runs the suite against an S3 server, which is started here, in two buckets: one is shared with others.
func TestS3(t *testing.T) {
	url := server(t, "alone", "shared")
	n := 0
	for _, bucket := range []string{"alone", "shared"} {
		t.Run(bucket, func(t *testing.T) {
			suite(t, func(t *testing.T) Store {
				n++
				prefix := fmt.Sprint("clausewise/", n)
				return must(OpenS3(t.Context(), S3Options{Endpoint: url, Bucket: bucket, Prefix: prefix, AccessKey: "tester", SecretKey: "tester-secret", Region: "eu-north-1"}))(t)
			})
		})
	}
}

// server starts an S3 server and returns its address.
func server(t *testing.T, buckets ...string) string {
	t.Helper()
	backend := s3mem.New()
	for _, b := range buckets {
		if err := backend.CreateBucket(b); err != nil {
			t.Fatal(err)
		}
	}
	s := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(s.Close)
	return s.URL
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// suite is what every store must pass.
func suite(t *testing.T, open func(*testing.T) Store) {
	t.Run("kept", func(t *testing.T) {
		s := open(t)
		for _, data := range [][]byte{[]byte("æøå"), {}, bytes.Repeat([]byte{0, 1, 255}, 3<<20)} {
			if err := s.Put(t.Context(), "a/b.c/d-1", data); err != nil {
				t.Fatal(err)
			}
			got, err := s.Get(t.Context(), "a/b.c/d-1")
			if err != nil || !bytes.Equal(got, data) {
				t.Fatalf("%d bytes came back of %d, %v", len(got), len(data), err)
			}
		}
	})
	t.Run("missing", func(t *testing.T) {
		s := open(t)
		if _, err := s.Get(t.Context(), "a/b"); !errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), "a/b") {
			t.Errorf("Get of what was never there: %v", err)
		}
		if err := s.Delete(t.Context(), "a/b"); err != nil {
			t.Errorf("Delete of what was never there: %v", err)
		}
		if err := s.Put(t.Context(), "a/b", []byte("x")); err != nil {
			t.Fatal(err)
		}
		if err := s.Delete(t.Context(), "a/b"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Get(t.Context(), "a/b"); !errors.Is(err, ErrNotFound) {
			t.Errorf("Get of what was deleted: %v", err)
		}
	})
	t.Run("list", func(t *testing.T) { list(t, open(t)) })
	t.Run("names", func(t *testing.T) {
		s := open(t)
		for _, name := range []string{"", "/a", "a/", "a//b", "../a", "a/../b", ".a", "a/.b", "A", "a b", "å", strings.Repeat("a", MaxName+1), "a\x00"} {
			if err := s.Put(t.Context(), name, nil); !errors.Is(err, ErrName) {
				t.Errorf("Put %.20q: %v", name, err)
			}
			if _, err := s.Get(t.Context(), name); !errors.Is(err, ErrName) {
				t.Errorf("Get %.20q: %v", name, err)
			}
			if err := s.Delete(t.Context(), name); !errors.Is(err, ErrName) {
				t.Errorf("Delete %.20q: %v", name, err)
			}
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		s := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Put(ctx, "a/b", nil); !errors.Is(err, context.Canceled) {
			t.Errorf("Put: %v", err)
		}
		if _, err := s.Get(ctx, "a/b"); !errors.Is(err, context.Canceled) {
			t.Errorf("Get: %v", err)
		}
		for _, err := range s.List(ctx, "a/") {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("List: %v", err)
			}
		}
	})
	t.Run("whole", func(t *testing.T) { whole(t, open(t)) })
}

func list(t *testing.T, s Store) {
	names := []string{"a/1.x", "a/1.y", "a/10.x", "a/2/z", "ab/1", "b"}
	for _, i := range []int{3, 0, 5, 2, 4, 1} {
		if err := s.Put(t.Context(), names[i], []byte{byte(i)}); err != nil {
			t.Fatal(err)
		}
	}
	all := func(prefix string) []string {
		var got []string
		for n, err := range s.List(t.Context(), prefix) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, n)
		}
		return got
	}
	slices.Sort(names)
	for _, prefix := range []string{"", "a", "a/", "a/1", "a/1.", "a/2/", "b", "c", "a/1.x"} {
		var want []string
		for _, n := range names {
			if strings.HasPrefix(n, prefix) {
				want = append(want, n)
			}
		}
		if d := cmp.Diff(want, all(prefix)); d != "" {
			t.Errorf("List %q (-want +got):\n%s", prefix, d)
		}
	}
	for n := range s.List(t.Context(), "") {
		if n != names[0] {
			t.Errorf("the first of a list that is not read to its end is %s", n)
		}
		break
	}
	if err := DeletePrefix(t.Context(), s, "a/1"); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"a/2/z", "ab/1", "b"}, all("")); d != "" {
		t.Errorf("after DeletePrefix (-want +got):\n%s", d)
	}
}

// whole has readers and writers at one name: nobody may see a part.
func whole(t *testing.T, s Store) {
	value := func(i int) []byte { return bytes.Repeat([]byte{byte(i)}, 50_000+i) }
	if err := s.Put(t.Context(), "w/x", value(0)); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := 1; i < 9; i++ {
		wg.Go(func() {
			for range 4 {
				if err := s.Put(t.Context(), "w/x", value(i)); err != nil {
					t.Error(err)
				}
				got, err := s.Get(t.Context(), "w/x")
				if err != nil || len(got) == 0 || !bytes.Equal(got, value(int(got[0]))) {
					t.Errorf("%d bytes that nobody wrote, %v", len(got), err)
				}
			}
		})
	}
	wg.Wait()
}

// A process that was killed leaves half-written files; they are no blobs, and go after a day.
func TestFolderLeavings(t *testing.T) {
	dir := t.TempDir()
	must(OpenFolder(dir))(t)
	old, young := filepath.Join(dir, tmp, "1"), filepath.Join(dir, tmp, "2")
	for _, f := range []string{old, young} {
		if err := os.WriteFile(f, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	yesterday := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(old, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	s := must(OpenFolder(dir))(t)
	for n, err := range s.List(t.Context(), "") {
		t.Errorf("listed: %s, %v", n, err)
	}
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("yesterday's file: %v", err)
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("today's file: %v", err)
	}
}

func TestOpen(t *testing.T) {
	url := server(t, "bucket")
	t.Setenv("AWS_ACCESS_KEY_ID", "tester")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "tester-secret")
	t.Setenv("AWS_REGION", "eu-north-1")
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ place, err string }{
		{t.TempDir(), ""},
		{"s3://bucket/a/b?endpoint=" + url, ""},
		{"s3://other?endpoint=" + url, "no bucket other"},
		{"s3://bucket?endpoint=http://127.0.0.1:1", "can't be reached"},
		{"s3://bucket?endpoint=ftp://there", "no S3 endpoint"},
		{"s3://key:secret@bucket", "AWS_SECRET_ACCESS_KEY"},
		{"s3://", "not s3://"},
		{file, "can't be made"},
	} {
		s, err := Open(t.Context(), c.place)
		if c.err == "" && err == nil {
			err = s.Put(t.Context(), "x", []byte("y"))
		}
		switch {
		case c.err == "" && err != nil:
			t.Errorf("%s: %v", c.place, err)
		case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)):
			t.Errorf("%s: %v, want %q", c.place, err, c.err)
		case err != nil && strings.Contains(err.Error(), "secret"):
			t.Errorf("%s: the error tells a secret: %v", c.place, err)
		}
	}
}

// A server that knows no such key: the error says where to look, and doesn't tell the key.
func TestWrongKeys(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Authorization"), "Credential=tester/") {
			w.WriteHeader(http.StatusForbidden)
			if r.Method != http.MethodHead {
				fmt.Fprint(w, `<?xml version="1.0"?><Error><Code>InvalidAccessKeyId</Code><Message>There is no such key.</Message></Error>`)
			}
		}
	}))
	t.Cleanup(s.Close)
	o := S3Options{Endpoint: s.URL, Bucket: "letters", Region: "eu-north-1", AccessKey: "tester", SecretKey: "tester-secret"}
	if _, err := OpenS3(t.Context(), o); err != nil {
		t.Fatalf("with the right key: %v", err)
	}
	o.AccessKey = "somebody"
	_, err := OpenS3(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "AWS_ACCESS_KEY_ID") || strings.Contains(err.Error(), "tester-secret") {
		t.Errorf("with a wrong key: %v", err)
	}
}
