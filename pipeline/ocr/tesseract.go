package ocr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"
)

// ErrMissing is the error of Read where tesseract isn't installed, or none of its languages that we read.
var ErrMissing = errors.New("tesseract is not installed")

// ErrSlow is the error of Read where a page took more than PageTime.
var ErrSlow = errors.New("OCR took too long")

// PageTime is the time after which a page is given up. Most take two seconds; on a machine that has ten other things to
// do, a page must not be lost for that.
const PageTime = 3 * time.Minute

// Tool is an installed tesseract.
type Tool struct {
	Path    string
	Version string   // such as "tesseract 5.3.0"
	Langs   []string // of dan and eng, those that are installed
}

// About tells in words what reads scanned pages here. Results depend on it.
func About() string {
	t, err := Find()
	if err != nil {
		return "none; " + err.Error()
	}
	return t.Version + " (" + strings.Join(t.Langs, ", ") + ")"
}

// Danish reports whether t reads æ, ø and å.
func (t Tool) Danish() bool { return slices.Contains(t.Langs, "dan") }

// Find returns the tesseract on the PATH; it looks once.
var Find = sync.OnceValues(find)

func find() (Tool, error) {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return Tool{}, ErrMissing
	}
	out, err := ask(path, "--list-langs")
	if err != nil {
		return Tool{}, err
	}
	version, err := ask(path, "--version")
	if err != nil {
		return Tool{}, err
	}
	t := Tool{Path: path, Version: firstLine(version)}
	have := strings.Fields(string(out))
	for _, l := range []string{"dan", "eng"} {
		if slices.Contains(have, l) {
			t.Langs = append(t.Langs, l)
		}
	}
	if len(t.Langs) == 0 {
		return Tool{}, fmt.Errorf("%w (%s has neither dan nor eng)", ErrMissing, path)
	}
	return t, nil
}

// ask asks tesseract about itself.
func ask(path, what string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, what)
	cmd.Env = environment()
	out, err := cmd.CombinedOutput() // older versions answer on standard error
	if err != nil {
		return nil, fmt.Errorf("%w (%s %s: %v)", ErrMissing, path, what, err)
	}
	return out, nil
}

// environment is what tesseract gets of ours. A second thread makes it slower, five times on two processors.
func environment() []string {
	env := []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C"}
	for _, k := range []string{"PATH", "TESSDATA_PREFIX", "TMPDIR", "SYSTEMROOT"} {
		if v, ok := os.LookupEnv(k); ok {
			env = append(env, k+"="+v)
		}
	}
	return env
}

// run reads one picture and returns hOCR.
func (t Tool) run(ctx context.Context, img *image.Gray, lang string) ([]byte, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, PageTime, ErrSlow)
	defer cancel()
	cmd := exec.CommandContext(ctx, t.Path, "stdin", "stdout", "-l", lang, "--dpi", dpi, "hocr")
	cmd.Env = environment()
	cmd.Stdin = bytes.NewReader(pgm(img))
	cmd.WaitDelay = 2 * time.Second
	var out, say limited
	cmd.Stdout, cmd.Stderr = &out, &say
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err != nil:
		return nil, fmt.Errorf("tesseract: %w (%s)", err, firstLine(say.Bytes()))
	case out.full:
		return nil, fmt.Errorf("tesseract wrote more than %d MB", maxOutput>>20)
	}
	return out.Bytes(), nil
}

const maxOutput = 32 << 20

// limited keeps the first maxOutput bytes.
type limited struct {
	bytes.Buffer
	full bool
}

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > maxOutput {
		l.full = true
		return len(p), nil
	}
	return l.Buffer.Write(p)
}

// pgm writes the picture in the plainest format that tesseract reads.
func pgm(img *image.Gray) []byte {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := fmt.Appendf(make([]byte, 0, w*h+32), "P5\n%d %d\n255\n", w, h)
	for y := range h {
		out = append(out, img.Pix[y*img.Stride:][:w]...)
	}
	return out
}

func firstLine(b []byte) string {
	s, _, _ := strings.Cut(strings.TrimSpace(string(b)), "\n")
	return s
}
