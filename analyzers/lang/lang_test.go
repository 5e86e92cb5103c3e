package lang

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestEmbeddedPacks(t *testing.T) {
	for _, c := range Codes {
		p, err := Load(files, c)
		if err != nil {
			t.Fatal(err)
		}
		for name := range Tables {
			for _, r := range p.Rows(name) {
				if r.Line == 0 || r.File == "" {
					t.Errorf("%s: an entry of %s doesn't know its place", c, name)
				}
			}
		}
		if len(p.Rows("abbreviations")) == 0 {
			t.Errorf("%s has no abbreviations", c)
		}
	}
}

func TestLoadErrors(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"months.txt", "januar | 1\nfebruar\n", "xx/months.txt:2: 1 fields; a line of this table has 2: word | number\n\tfebruar"},
		{"months.txt", "maj | 5\n\n# note\nmaj | 5 # again\n", "xx/months.txt:4: the same entry stands in line 1"},
		{"months.txt", " | 5\n", "xx/months.txt:1: the first field (word) is empty"},
		{"words.txt", "x", "xx/words.txt: no table of a language pack has this name; known are "},
	} {
		_, err := Load(fstest.MapFS{"xx/" + c.file: {Data: []byte(c.text)}}, "xx")
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: error\n%v\nwant\n%s", c.file, err, c.want)
		}
	}
	if _, err := Load(fstest.MapFS{}, "yy"); err == nil || !strings.Contains(err.Error(), `"yy"`) {
		t.Errorf("missing pack: %v", err)
	}
}

func TestRows(t *testing.T) {
	p, err := Load(fstest.MapFS{"xx/months.txt": {Data: []byte("# long\r\nmarts | 3 # with Latin c\r\napril|4\n")}}, "xx")
	if err != nil {
		t.Fatal(err)
	}
	rows := p.Rows("months")
	if len(rows) != 2 || rows[0].Fields[1] != "3" || rows[0].Note != "with Latin c" || rows[1].Line != 3 {
		t.Errorf("rows: %+v", rows)
	}
	if !p.Words("months")["april"] || p.Words("months")["maj"] {
		t.Error("Words is off")
	}
	if For("xx").Code != "da" || For("en").Code != "en" {
		t.Error("For falls back to Danish, and only then")
	}
}
