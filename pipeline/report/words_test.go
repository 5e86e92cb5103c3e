package report

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/pipeline/consult"
)

var (
	wordsUsed = regexp.MustCompile(`(?:\.T|\.N|known\() ?\(?"([a-z.-]+)"`)
	blanks    = regexp.MustCompile(`\{\d\}`)
)

// TestWordsComplete holds the two languages against each other and against what the code asks for.
func TestWordsComplete(t *testing.T) {
	da, errDa := readWords("da")
	en, errEn := readWords("en")
	if errDa != nil || errEn != nil {
		t.Fatal(errDa, errEn)
	}
	keys := slices.Sorted(maps.Keys(da.phrases))
	if diff := cmp.Diff(keys, slices.Sorted(maps.Keys(en.phrases))); diff != "" {
		t.Fatalf("phrases in one language only (-da +en): %s", diff)
	}
	for _, k := range keys {
		a, b := blanks.FindAllString(da.phrases[k], -1), blanks.FindAllString(en.phrases[k], -1)
		if slices.Sort(a); !slices.Equal(a, sorted(b)) {
			t.Errorf("%s: blanks differ: %q, %q", k, da.phrases[k], en.phrases[k])
		}
	}
	used := wordsAskedFor(t)
	for k := range used {
		if _, ok := da.phrases[k]; !ok {
			t.Errorf("the code asks for %q, which no language has", k)
		}
	}
	for _, k := range keys {
		if !used[k] {
			t.Errorf("nothing asks for %q", k)
		}
	}
}

func sorted(s []string) []string {
	slices.Sort(s)
	return s
}

// wordsAskedFor returns the keys in code and template, and those made from the names of stances, types and so on.
func wordsAskedFor(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{}
	files, _ := filepath.Glob("*.go")
	for _, f := range append(files, "page.gohtml") {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		for _, m := range wordsUsed.FindAllStringSubmatch(string(data), -1) {
			used[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`phrases\["([a-z.]+)"\]`).FindAllStringSubmatch(string(data), -1) {
			used[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`\.N\(? ?"([a-z.]+)"`).FindAllStringSubmatch(string(data), -1) {
			delete(used, m[1])
			used[m[1]+".one"], used[m[1]+".many"] = true, true
		}
	}
	for k := range used {
		if strings.HasSuffix(k, ".") {
			delete(used, k)
		}
	}
	delete(used, "count.label.")
	delete(used, "count.label..one")
	delete(used, "count.label..many")
	for _, l := range stances {
		for _, k := range []string{"label.", "short.", "how."} {
			used[k+className(l)] = true
		}
		used["count.label."+className(l)+".one"], used["count.label."+className(l)+".many"] = true, true
	}
	for _, x := range consult.RespondentTypes {
		used["type."+string(x)], used["types."+string(x)] = true, true
	}
	for _, k := range []consult.Change{consult.Replace, consult.Insert, consult.Delete} {
		used["change."+string(k)] = true
	}
	for _, k := range []consult.Remarks{consult.WithRemarks, consult.WithoutRemarks, consult.UnsureRemarks} {
		used["remarks."+string(k)] = true
	}
	for _, k := range []string{"overall", "stance", "recommendation", "rewording"} {
		used["kind."+k] = true
	}
	for _, k := range []string{"texts", "types", "quotes", "confidence", "rewordings", "remarks", "check"} {
		used["how."+k] = true
	}
	for _, k := range csvColumns {
		used["csv."+k] = true
	}
	for _, k := range []string{"language.da", "language.en", "warning.original.not-in-draft"} {
		used[k] = true
	}
	return used
}

// TestNoWordMissing looks for the mark of a phrase that no language has in everything that is written.
func TestNoWordMissing(t *testing.T) {
	for name, in := range goldens() {
		for _, f := range Formats {
			if strings.Contains(written(t, f, in), "⟦") {
				t.Errorf("%s: %s lacks a phrase", name, f.File)
			}
		}
	}
}

func TestPhrases(t *testing.T) {
	da, _ := wordsFor("da")
	en, _ := wordsFor("", "xx")
	for got, want := range map[string]string{
		da.Int(1234567): "1.234.567", en.Int(-1234): "-1,234", en.Int(-123): "-123", da.Int(0): "0",
		da.Percent(0.87): "87\u00a0%", en.Percent(0.875): "88%",
		da.Quote("ord"): "»ord«", da.Quote("»ord« nu"): "”»ord« nu”", en.Quote("so “x"): "‘so “x’", en.Quote("word"): "“word”",
		da.N("count.responses", 1): "1 høringssvar", en.N("count.responses", 1): "1 response", en.N("count.responses", 1200): "1,200 responses",
		da.Label(""): "Ingen holdning", da.Type("<odd>-1"): "odd-1", da.Type("school"): "Skole eller institution",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// The Danish report speaks of problems in Danish, with what the program's sentence names in brackets; a code without a
// sentence keeps the program's.
func TestProblems(t *testing.T) {
	da, _ := wordsFor("da")
	en, _ := wordsFor("en")
	for _, c := range []struct {
		w               *words
		code, says, out string
	}{
		{da, "file.same", "The file has the same content as another (a (1).txt); both are counted.", "Filen har samme indhold som a (1).txt; begge er talt med."},
		{da, "pdf.scanned", "page 3 has no text layer", "Siden er et billede uden tekst (scannet); den skal gennem OCR, før den kan læses."},
		{da, "odd.code", "Words (of its own).", "Words (of its own)."},
		{en, "pdf.scanned", "page 3 has no text layer", "page 3 has no text layer"},
	} {
		if got := c.w.Problem(consult.ProblemEntry{Problem: consult.Problem{Code: c.code, Text: c.says}}); got != c.out {
			t.Errorf("%s: %q, want %q", c.code, got, c.out)
		}
	}
	if da.Sure(0.49) != "49\u00a0% usikker" || da.Sure(0.5) != "50\u00a0%" {
		t.Errorf("%q, %q", da.Sure(0.49), da.Sure(0.5))
	}
}

// Without asks under no clause no format has a section for them.
func TestNothingUnplaced(t *testing.T) {
	in := input(samplePolicy(), sample(3), "da")
	in.Summary.Unplaced = consult.Asks{}
	for _, f := range []Format{HTML, Markdown} {
		if strings.Contains(written(t, f, in), "Ønsker uden for bestemmelserne") {
			t.Errorf("%s has an empty section", f.File)
		}
	}
}
