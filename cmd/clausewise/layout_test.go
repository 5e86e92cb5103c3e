package main

import (
	"bufio"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const (
	root   = "../.."
	module = "github.com/clausewise/clausewise/"
)

// goFiles calls do with every Go file of the project that is no test and no testdata.
func goFiles(t *testing.T, do func(file string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && file != root):
			return fs.SkipDir
		case strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go"):
			do(file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryPackageIsDocumented(t *testing.T) {
	documented := map[string]bool{}
	goFiles(t, func(file string) {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Dir(file)
		documented[dir] = documented[dir] || f.Doc != nil && len(f.Doc.Text()) > 40
	})
	for dir, ok := range documented {
		if !ok {
			t.Errorf("%s: no package comment", dir)
		}
	}
}

// TestImportsRunOneWay holds the layout: who may know whom.
func TestImportsRunOneWay(t *testing.T) {
	allowed := []struct{ in, may string }{ // the first line whose in matches counts
		{`^pipeline/consult$`, `^$`},
		{`^analyzers/lang$`, `^$`},
		{`^analyzers$`, `^(pipeline/consult|analyzers/lang)$`},
		{`^analyzers/`, `^(pipeline/consult|analyzers(/.*)?)$`},
		{`^pipeline/(report|store)$`, `^pipeline/consult$`},
		{`^pipeline/summarize$`, `^pipeline/(consult|campaign)$`},
		{`^pipeline/campaign$`, `^pipeline/consult$|^analyzers(/.*)?$`},
		{`^pipeline/(pdf|markup)(/.*)?$`, `^pipeline/(consult|pdf(/.*)?|markup(/.*)?)$`},
		{`^pipeline/pdfium$`, `^pipeline/pdf/content$`},
		{`^pipeline/ocr$`, `^pipeline/(pdfium|pdf/content)$`},
		{`^pipeline/extract$`, `^pipeline/(consult|ocr|pdf(/content)?|pdfium|markup(/.*)?)$`},
		{`^pipeline/policy$`, `^pipeline/(consult|extract)$|^analyzers(/.*)?$`},
		{`^pipeline/discover$`, `^pipeline/consult$|^analyzers(/.*)?$`},
		{`^pipeline/eval$`, `^pipeline/consult$`},
		{`^pipeline/bus/keyed$`, `^$`},
		{`^pipeline/bus$`, `^pipeline/bus/keyed$`},
		{`^pipeline/(kafka|pipelinetest)$`, `^pipeline/bus(/keyed)?$`},
		{`^pipeline/(ledger|blobs)$`, `^$`},
		{`^pipeline/stream$`, `^(pipeline(/(consult|extract|policy|discover|ledger|blobs|bus))?|analyzers)$`},
		{`^pipeline/web$`, `^pipeline/(consult|report|extract|policy|bus|stream)$`},
		{`^pipeline/isolate$`, `^(pipeline/(consult|extract)|analyzers)$`},
		{`^pipeline$`, `^(pipeline|analyzers)(/|$)`},
		{`^pipeline/learn$`, `.`},
		{`^cmd/`, `.`},
	}
	goFiles(t, func(file string) {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		in, _ := filepath.Rel(root, filepath.Dir(file))
		in = filepath.ToSlash(in)
		for _, i := range f.Imports {
			to, own := strings.CutPrefix(strings.Trim(i.Path.Value, `"`), module)
			if !own {
				continue
			}
			known := false
			for _, a := range allowed {
				if regexp.MustCompile(a.in).MatchString(in) {
					known = true
					if !regexp.MustCompile(a.may).MatchString(to) {
						t.Errorf("%s imports %s: the layout doesn't let it", file, to)
					}
					break
				}
			}
			if !known {
				t.Errorf("%s: %s has no place in the layout", file, in)
			}
		}
	})
}

func TestFilesAreShort(t *testing.T) {
	goFiles(t, func(file string) {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		n, generated := 0, false
		for s := bufio.NewScanner(f); s.Scan(); n++ {
			generated = generated || n < 3 && strings.Contains(s.Text(), "DO NOT EDIT")
		}
		if n > 450 && !generated {
			t.Errorf("%s has %d lines; a file of over 450 is two things", file, n)
		}
	})
}

// TestDependenciesHaveReasons holds go.mod against the README's table.
func TestDependenciesHaveReasons(t *testing.T) {
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([^` ]+\\.[^` ]+/[^` ]+)` \\|").FindAllStringSubmatch(string(readme), -1) {
		listed[m[1]] = true
	}
	direct := map[string]bool{}
	for _, line := range strings.Split(string(mod), "\n") {
		if f := strings.Fields(strings.TrimPrefix(line, "require ")); len(f) == 2 && strings.Contains(f[0], ".") && !strings.HasPrefix(line, "module") {
			direct[f[0]] = true
			if !listed[f[0]] {
				t.Errorf("%s is required and not in the README's table", f[0])
			}
		}
	}
	for m := range listed {
		if !direct[m] {
			t.Errorf("the README's table lists %s, which go.mod doesn't require directly", m)
		}
	}
}

func TestTopLevel(t *testing.T) {
	list, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	known := regexp.MustCompile(`^(cmd|pipeline|analyzers|fixtures|go\.(mod|sum)|docker-compose\.yml|README\.md|LICENSE|NOTICE|report|\..*)$`)
	for _, f := range list {
		if !known.MatchString(f.Name()) {
			t.Errorf("%s at the top level: the owner's list doesn't have it", f.Name())
		}
	}
}
