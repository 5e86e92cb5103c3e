package layout

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// Some fonts don't tell all their letters, or don't have them: æ, ø and å of the headings, most often. The document
// tells them all the same: what stands in "bem?rkninger" is the letter that the body's "bemærkninger" has there. Where
// all words agree on what a code of a font is, it is that letter in other words too; where they don't, it is the box that
// a font shows for letters it lacks, and each word must tell its own.

// common are words of Danish and English letters in which such a letter is likely to be told when the document's other
// words don't. They have the letters that lie outside ASCII, for fonts that lose letters lose those.
var common = strings.Fields(`
	bemærkninger bemærkning bemærke høringssvar høring økonomi økonomisk øvrige ændringer ændring ændringsforslag påvirkning
	nærområde nærområdet område områder området både også når må på få så går år børn børns skønnes større største grøn
	grønne første være været lærer lærere læring læse ønsker ønske støtte støtter foreslår forslår foreslås overgår nødvendig
	nødvendigt hjælp særlig særlige særligt forældre ældre mål målsætning målsætninger råd rådet byråd byrådet kommunalbestyrelsen
	formål åben åbne årlig årligt indgår opnå undgå måde måder miljø støj køb søen å åen sø æble træ træer høj høje følgende
	følger førskole tilføjes fjernes præcisering præciseres forståelse tværfaglig væsentlig væsentlige trafiksikkerhed færdsel
	støjgener skræmmende spørgsmål afgørelse afgørende gennemføres gennemførelse anlæg anlægges bygningshøjde tømning`)

// decipher finds out which letters the unknown ones are, puts them into the rows, and blanks where it couldn't. It
// reports whether it found any.
func decipher(rows []*row) (found bool) {
	c := cipher{words: map[int][][]rune{}, told: map[string][]rune{}, letters: map[rune]rune{}}
	for _, r := range rows {
		for _, w := range split(r.text) {
			c.gather(w)
		}
	}
	for _, w := range common {
		c.gather(w)
	}
	for w := range c.told {
		c.told[w] = c.read([]rune(w))
	}
	c.agree()
	c.raise(rows)
	for _, r := range rows {
		found = r.replace(&c) || found
	}
	return found
}

// cipher is a document with unknown letters.
type cipher struct {
	words   map[int][][]rune  // words without unknown letters, by their length
	told    map[string][]rune // words with some, and what they are; nil: not known
	letters map[rune]rune     // what an unknown letter is wherever it stands; 0: now this, now that, a sign for "missing"
}

func isUnknown(c rune) bool { return c >= content.Unknown }

// split cuts a text into words, in small letters, that may have unknown letters.
func split(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && !isUnknown(c) })
}

func (c *cipher) gather(w string) {
	word := []rune(w)
	switch {
	case slices.ContainsFunc(word, isUnknown):
		c.told[w] = nil
	case len(word) > 2:
		c.words[len(word)] = append(c.words[len(word)], word)
	}
}

// read returns the word that p must be: all words that fit have the same letters where p has unknown ones.
func (c *cipher) read(p []rune) []rune {
	var out []rune
	for _, w := range c.words[len(p)] {
		switch {
		case !fit(p, w):
		case out == nil:
			out = w
		case !slices.Equal(out, w):
			return nil
		}
	}
	return out
}

// fit reports whether w may be the word that stands as p. More than half of its letters must be known, and those that
// aren't lie outside ASCII.
func fit(p, w []rune) bool {
	same := 0
	for i, l := range p {
		switch {
		case l == w[i]:
			same++
		case !isUnknown(l) || w[i] < utf8.RuneSelf:
			return false
		}
	}
	return same >= 2 && 2*same > len(p)
}

// surely is how many known letters must speak for what an unknown one is, over all words that tell it.
const surely = 5

// agree finds the unknown letters that are the same in every word that tells them.
func (c *cipher) agree() {
	votes := map[rune]int{}
	for p, word := range c.told {
		for i, u := range []rune(p) {
			if word == nil || !isUnknown(u) {
				continue
			}
			if l, ok := c.letters[u]; ok && l != word[i] {
				c.letters[u] = 0
				continue
			}
			c.letters[u] = word[i]
			votes[u] += len(word) - 1
		}
	}
	for u, n := range votes {
		if n < surely {
			c.letters[u] = 0
		}
	}
}

// raise makes capitals of the letters that stand where capitals do, most times.
func (c *cipher) raise(rows []*row) {
	all, high := map[rune]int{}, map[rune]int{}
	for _, r := range rows {
		for i, u := range r.text {
			if c.letters[u] != 0 {
				all[u]++
				if capital(r.text, i) {
					high[u]++
				}
			}
		}
	}
	for u, n := range high {
		if 2*n > all[u] {
			c.letters[u] = unicode.ToUpper(c.letters[u])
		}
	}
}

// capital reports whether the letter at byte i of a row stands where a capital does: it begins the first word, but for a
// number, or is in a word of capitals.
func capital(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	_, n := utf8.DecodeRuneInString(text[i:])
	after, _ := utf8.DecodeRuneInString(text[i+n:])
	return unicode.IsUpper(after) && !unicode.IsLower(before) || strings.Trim(text[:i], "0123456789. ") == "" && unicode.IsLetter(after)
}

// at returns the letter at byte i of a row's text, where an unknown one stands that is number k of its word.
func (c *cipher) at(text string, i int, u rune, word []rune, k int) rune {
	l := c.letters[u]
	if l == 0 && word != nil {
		if l = word[k]; capital(text, i) {
			l = unicode.ToUpper(l)
		}
	}
	return l
}

// replace puts letters in the place of unknown ones, and a blank where none is known. It reports whether it knew any.
func (r *row) replace(c *cipher) (found bool) {
	if strings.IndexFunc(r.text, isUnknown) < 0 {
		return false
	}
	var b strings.Builder
	at := make([]int, len(r.text)+1) // where each byte went
	blank, start, k := true, -1, 0   // start of the word, letters of it so far
	var word []rune
	for i, l := range r.text {
		at[i] = b.Len()
		if inWord := unicode.IsLetter(l) || isUnknown(l); !inWord {
			start = -1
		} else if k++; start < 0 {
			start, k = i, 0
			word = c.told[split(r.text[i:])[0]]
		}
		if isUnknown(l) {
			l = c.at(r.text, i, l, word, k)
			found = found || l != 0
		}
		if l == 0 || l == ' ' {
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		}
		b.WriteRune(l)
		blank = false
	}
	at[len(r.text)] = b.Len()
	r.text = strings.TrimSuffix(b.String(), " ")
	for i := range r.runs {
		x := &r.runs[i]
		x.start, x.end = min(at[x.start], len(r.text)), min(at[x.end], len(r.text))
	}
	r.runs = slices.DeleteFunc(r.runs, func(x run) bool { return x.start >= x.end })
	return found
}
