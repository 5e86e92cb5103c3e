package report

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/pipeline/consult"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestUpdateIsOff(t *testing.T) {
	if *update && os.Getenv("CI") != "" {
		t.Fatal("the golden files must not be written anew in CI: they would agree with anything")
	}
}

// goldens are the consultations whose reports are kept in testdata.
func goldens() map[string]Input {
	all := append(sample(14), hostile())
	found := samplePolicy()
	found.Title, found.Discovered, found.Source = "", true, consult.Source{}
	english := input(samplePolicy(), append(sample(14), hostile()), "en")
	english.Summary.Reader = "reader 1.0"
	return map[string]Input{"da": input(samplePolicy(), all, ""), "en": english, "discovered": input(found, sample(3), "")}
}

func TestGolden(t *testing.T) {
	for name, in := range goldens() {
		for _, f := range Formats {
			var got bytes.Buffer
			if err := f.Write(&got, in); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join(name, f.File), got.Bytes())
		}
		golden(t, filepath.Join(name, "terminal.txt"), onTerminal(t, in, TerminalOptions{ASCII: name == "en"}))
		golden(t, filepath.Join(name, "terminal-2.1.txt"), onTerminal(t, in, TerminalOptions{Clause: "2.1", Color: name == "en", Width: 60}))
	}
}

func onTerminal(t *testing.T, in Input, o TerminalOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	o.Lang = in.Lang
	if err := Terminal(&b, in.Summary, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s changed; if it should, run go test ./pipeline/report -update and look at it (-want +got):\n%s", path, diff)
	}
}

// BenchmarkFormats writes a consultation of 10,000 responses.
func BenchmarkFormats(b *testing.B) {
	in := input(samplePolicy(), sample(10_000), "da")
	for _, f := range Formats {
		b.Run(f.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n := counter(0)
				if err := f.Write(&n, in); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(n)/1e6, "MB")
			}
		})
	}
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// failing accepts n bytes.
type failing int

func (f *failing) Write(p []byte) (int, error) {
	if *f -= failing(len(p)); *f < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestFullDisk(t *testing.T) {
	in := goldens()["da"]
	for _, f := range Formats {
		for _, room := range []failing{0, 2000} {
			if err := f.Write(&room, in); err == nil {
				t.Errorf("%s: no error from a disk that is full", f.Name)
			}
		}
	}
}
