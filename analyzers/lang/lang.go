package lang

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"sync"
)

//go:embed da en
var files embed.FS

// Codes lists the languages that have a pack, in the order in which a tie is settled.
var Codes = []string{"da", "en"}

// Row is one entry of a table.
type Row struct {
	Fields []string // trimmed; as many as the table's form says
	Note   string   // what stood after " # "
	File   string   // "da/cues.txt"
	Line   int      // from 1
}

// Errorf returns an error that names the entry's place and shows it.
func (r Row) Errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s\n\t%s", r.File, r.Line, fmt.Sprintf(format, args...), strings.Join(r.Fields, " | "))
}

// Pack is the tables of one language.
type Pack struct {
	Code   string
	tables map[string][]Row
	memo   sync.Map
}

// Rows returns the entries of a table, in the file's order; none when the pack has no such file.
func (p *Pack) Rows(table string) []Row { return p.tables[table] }

// Words returns the set of the first fields of a table, as written.
func (p *Pack) Words(table string) map[string]bool {
	return Memo(p, "words:"+table, func(p *Pack) map[string]bool {
		out := map[string]bool{}
		for _, r := range p.tables[table] {
			out[r.Fields[0]] = true
		}
		return out
	})
}

type entry struct {
	once sync.Once
	val  any
}

// Memo returns what of computes from p, computing it at the first call for name: compiled patterns and the like. Safe
// for several goroutines; the value is shared and must not be changed.
func Memo[T any](p *Pack, name string, of func(*Pack) T) T {
	e, _ := p.memo.LoadOrStore(name, &entry{})
	x := e.(*entry)
	x.once.Do(func() { x.val = of(p) })
	return x.val.(T)
}

var packs = sync.OnceValue(func() map[string]*Pack {
	out := map[string]*Pack{}
	for _, c := range Codes {
		p, err := Load(files, c)
		if err != nil {
			panic(err) // the embedded data are tested; this can't happen in a release
		}
		out[c] = p
	}
	return out
})

// For returns the built-in pack of a language; Danish for a code without one.
func For(code string) *Pack {
	if p := packs()[code]; p != nil {
		return p
	}
	return packs()["da"]
}

// Load reads the pack in folder code of fsys. Errors name the file, the line and what is wrong with it.
func Load(fsys fs.FS, code string) (*Pack, error) {
	list, err := fs.ReadDir(fsys, code)
	if err != nil {
		return nil, fmt.Errorf("language pack %q: %w", code, err)
	}
	p := &Pack{Code: code, tables: map[string][]Row{}}
	for _, f := range list {
		name := path.Join(code, f.Name())
		form, ok := Tables[strings.TrimSuffix(f.Name(), ".txt")]
		if !ok || f.IsDir() {
			return nil, fmt.Errorf("%s: no table of a language pack has this name; known are %s", name, strings.Join(tableNames(), ", "))
		}
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		rows, err := parse(name, string(raw), form)
		if err != nil {
			return nil, err
		}
		p.tables[strings.TrimSuffix(f.Name(), ".txt")] = rows
	}
	return p, nil
}

func tableNames() []string {
	var out []string
	for n := range Tables {
		out = append(out, n+".txt")
	}
	sort.Strings(out)
	return out
}

func parse(name, text string, form Form) ([]Row, error) {
	var out []Row
	seen := map[string]int{}
	for i, line := range strings.Split(text, "\n") {
		body, note, _ := strings.Cut(strings.TrimRight(line, "\r"), " # ")
		if body = strings.TrimSpace(body); body == "" || strings.HasPrefix(body, "#") {
			continue
		}
		r := Row{Note: strings.TrimSpace(note), File: name, Line: i + 1}
		for _, f := range strings.Split(body, "|") {
			r.Fields = append(r.Fields, strings.TrimSpace(f))
		}
		if n := len(r.Fields); n != len(form.Fields) {
			return nil, r.Errorf("%d fields; a line of this table has %d: %s", n, len(form.Fields), strings.Join(form.Fields, " | "))
		}
		if r.Fields[0] == "" {
			return nil, r.Errorf("the first field (%s) is empty", form.Fields[0])
		}
		if at := seen[body]; at > 0 {
			return nil, r.Errorf("the same entry stands in line %d", at)
		}
		seen[body] = i + 1
		out = append(out, r)
	}
	return out, nil
}
