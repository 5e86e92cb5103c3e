package report

import (
	"bufio"
	"embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// text holds everything that reports say in their own voice: a file a language, a line a phrase.
//
//go:embed text
var text embed.FS

// words are the phrases of one language.
type words struct {
	Lang     string
	phrases  map[string]string
	problems map[string]string // sentences on problems by their code; none in English, which problems are written in
}

var loadWords = map[string]func() (*words, error){
	"da": sync.OnceValues(func() (*words, error) {
		w, err := readWords("da")
		if err != nil {
			return nil, err
		}
		p, err := readWords("da.problems")
		if err != nil {
			return nil, err
		}
		w.problems = p.phrases
		return w, nil
	}),
	"en": sync.OnceValues(func() (*words, error) { return readWords("en") }),
}

// wordsFor returns the words of the first language that there are words for; English where there is none.
func wordsFor(langs ...string) (*words, error) {
	for _, l := range langs {
		if load, ok := loadWords[l]; ok {
			return load()
		}
	}
	return loadWords["en"]()
}

func readWords(lang string) (*words, error) {
	name := "text/" + lang + ".txt"
	data, err := text.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	w := &words{Lang: lang, phrases: map[string]string{}}
	lines := bufio.NewScanner(strings.NewReader(string(data)))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, phrase, ok := strings.Cut(line, " = ")
		if _, twice := w.phrases[key]; !ok || twice {
			return nil, fmt.Errorf("report: %s:%d: want one \"key = phrase\" a key: %q", name, n, line)
		}
		w.phrases[key] = phrase
	}
	return w, lines.Err()
}

// T returns the phrase called key with {1}, {2} … replaced by args. Whole numbers get the language's separators.
func (w *words) T(key string, args ...any) string {
	p, ok := w.phrases[key]
	if !ok {
		return "⟦" + key + "⟧" // a test finds these
	}
	for i, a := range args {
		s, whole := fmt.Sprint(a), false
		if _, whole = a.(int); whole {
			s = w.Int(a.(int))
		}
		p = strings.ReplaceAll(p, "{"+strconv.Itoa(i+1)+"}", s)
	}
	return p
}

// N returns the phrase key.one or key.many, as n asks for, with n as {1} and args behind it.
func (w *words) N(key string, n int, args ...any) string {
	form := ".many"
	if n == 1 {
		form = ".one"
	}
	return w.T(key+form, append([]any{n}, args...)...)
}

// Int writes n with the language's mark between thousands.
func (w *words) Int(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + w.phrases["number.thousands"] + s[i:]
	}
	return s
}

// Percent writes a share of one in whole per cent.
func (w *words) Percent(x float64) string {
	return w.T("number.percent", strconv.Itoa(int(math.Round(float64(x*100)))))
}

// Sure says how sure a finding is, as the reader's guide explains it.
func (w *words) Sure(confidence float64) string {
	if confidence < unsure {
		return w.Percent(confidence) + " " + w.T("confidence.low")
	}
	return w.Percent(confidence)
}

// unsure is the confidence below which a finding is more likely wrong than right.
const unsure = 0.5

// Quote puts s between the language's quotation marks; between the other ones when s has the usual ones in it, so
// that it is plain whose words are whose.
func (w *words) Quote(s string) string {
	before, after, _ := strings.Cut(w.phrases["quote"], "{1}")
	if strings.Contains(s, before) || strings.Contains(s, after) {
		return w.T("quote.other", s)
	}
	return before + s + after
}

// Label names a stance.
func (w *words) Label(l consult.Label) string {
	return w.T("label." + className(l))
}

// Type names a type of respondent.
func (w *words) Type(t consult.RespondentType) string {
	if t == "" {
		return w.T("type.unknown")
	}
	return w.known("type."+string(t), string(t))
}

// Change names a kind of rewording.
func (w *words) Change(c consult.Change) string { return w.known("change."+string(c), string(c)) }

// Language names a language.
func (w *words) Language(l string) string {
	if l == "" {
		return w.T("language.unknown")
	}
	return w.known("language."+l, l)
}

// Problem says what is wrong with a file: in the report's language where there is a sentence for the code, else in the
// program's own words, which are English. What those name in brackets is {1}.
func (w *words) Problem(p consult.ProblemEntry) string {
	sentence, ok := w.problems[p.Code]
	if !ok {
		return p.Text
	}
	detail := ""
	if from, to := strings.Index(p.Text, "("), strings.LastIndex(p.Text, ")"); from >= 0 && to > from {
		detail = p.Text[from+1 : to]
	}
	return strings.ReplaceAll(sentence, "{1}", detail)
}

// Warning says what a rewording's warning means.
func (w *words) Warning(code string) string { return w.known("warning."+code, code) }

func (w *words) known(key, otherwise string) string {
	if p, ok := w.phrases[key]; ok {
		return p
	}
	return code(otherwise)
}

// code makes a name that there are no words for fit to be shown anywhere.
func code(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '.' || r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, s[:min(len(s), 40)])
}

// Name names a respondent.
func (w *words) Name(name string) string {
	if name == "" {
		return w.T("name.unknown")
	}
	return name
}
