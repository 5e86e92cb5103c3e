package web

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"
)

// spoolFrom is the size from which a body that is coming in is kept in a file: clients may be slow and many.
const spoolFrom = 64 << 10

// spools bounds what bodies that are coming in may take on disk, all together.
type spools struct {
	dir   string // "": the system's folder for temporary files
	limit int64
	used  atomic.Int64
}

// spool is a body that is coming in: small ones in memory, others in a file.
type spool struct {
	all  *spools
	buf  bytes.Buffer
	file *os.File
	n    int64
}

func (s *spool) Write(p []byte) (int, error) {
	if s.all.used.Add(int64(len(p))) > s.all.limit {
		s.all.used.Add(-int64(len(p)))
		return 0, &Problem{Status: http.StatusServiceUnavailable, Code: "web.busy", After: 5 * time.Second,
			Text: "The server is taking in as much as it can at the moment.", Do: "Send it again in some seconds."}
	}
	s.n += int64(len(p))
	if s.file == nil && s.n <= spoolFrom {
		return s.buf.Write(p)
	}
	if s.file == nil {
		f, err := os.CreateTemp(s.all.dir, "incoming-*")
		if err != nil {
			return 0, err
		}
		s.file = f
		if _, err := f.Write(s.buf.Bytes()); err != nil {
			return 0, err
		}
		s.buf = bytes.Buffer{}
	}
	return s.file.Write(p)
}

// bytes returns what came in.
func (s *spool) bytes() ([]byte, error) {
	if s.file == nil {
		return s.buf.Bytes(), nil
	}
	data := make([]byte, s.n)
	_, err := s.file.ReadAt(data, 0)
	if err == io.EOF {
		err = nil
	}
	return data, err
}

// close frees what the body took.
func (s *spool) close() {
	s.all.used.Add(-s.n)
	s.n = 0
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
}
