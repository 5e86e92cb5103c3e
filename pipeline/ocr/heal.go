package ocr

import (
	"image"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// heal puts right what tesseract misreads again and again and what the picture tells for sure.
func (s *scan) heal(img *image.Gray) {
	limit := uint8(max(60, paper(img)-70))
	for i := range s.lines {
		l := &s.lines[i]
		l.strokes(s.upright)
		l.split(img, limit)
		l.sections(img, limit)
		l.bullet(img, limit)
		l.dots(img, limit)
		l.notes(img, limit)
		for j := range l.words {
			l.words[j].text = l.word(j)
		}
	}
	s.lines = slices.DeleteFunc(s.lines, func(l line) bool { return len(l.words) == 0 })
}

// strokes drops words that are the lines of a table.
func (l *line) strokes(upright []drawn) {
	l.words = slices.DeleteFunc(l.words, func(w word) bool {
		if strings.Trim(w.text, "|[]_—–-=!iIl") != "" {
			return false
		}
		for _, u := range upright {
			if u.box[0] < w.box[2]+3 && u.box[2] > w.box[0]-3 && u.box[1] < w.box[3] && u.box[3] > w.box[1] {
				return true
			}
		}
		return false
	})
}

// ink is the extent of a letter's ink.
type ink struct {
	box
	any bool
}

// inks cuts the ink of a word at its empty columns, left to right. It looks at the whole height of the line, because
// tesseract's boxes cut off what it takes for specks.
func (l *line) inks(w *word, img *image.Gray, limit uint8) (out []ink) {
	var cur ink
	for x := max(0, int(w.box[0])); x <= min(img.Rect.Dx()-1, int(w.box[2])); x++ {
		col := ink{}
		base := l.base(float64(x))
		top, bottom := min(w.box[1], base-.8*l.size), max(w.box[3], base+.22*l.size)
		for y := max(0, int(top)); y < min(img.Rect.Dy(), int(bottom)); y++ {
			if img.Pix[y*img.Stride+x] < limit {
				if !col.any {
					col = ink{box{float64(x), float64(y), float64(x + 1), 0}, true}
				}
				col.box[3] = float64(y + 1)
			}
		}
		switch {
		case !col.any && cur.any:
			out, cur = append(out, cur), ink{}
		case col.any && !cur.any:
			cur = col
		case col.any:
			cur.box = box{cur.box[0], min(cur.box[1], col.box[1]), col.box[2], max(cur.box[3], col.box[3])}
		}
	}
	if cur.any {
		out = append(out, cur)
	}
	return out
}

// split cuts words between a letter and a digit where there is a blank that tesseract overlooked, as it does before
// section signs. Elsewhere a wide gap tells nothing: there are faces in which all letters are as wide.
func (l *line) split(img *image.Gray, limit uint8) {
	var out []word
	for _, w := range l.words {
		text := []rune(w.text)
		for k := 1; k < len(text); k++ {
			if !unicode.IsDigit(text[k]) || !unicode.IsLetter(text[k-1]) {
				continue
			}
			ks := l.inks(&w, img, limit)
			if len(ks) == len(text) && ks[k].box[0]-ks[k-1].box[2] > .2*l.size {
				part := w
				part.text, part.box[2] = string(text[:k]), ks[k-1].box[2]
				out = append(out, part)
				w.text, w.box[0] = string(text[k:]), ks[k].box[0]
			}
			break
		}
		out = append(out, w)
	}
	l.words = out
}

// sections tells section signs, which are read as 8, $ and &, by their reaching under the line, as no digit does.
func (l *line) sections(img *image.Gray, limit uint8) {
	for i := range l.words {
		w := &l.words[i]
		if !strings.ContainsAny(w.text[:1], "8$&S5B") {
			continue
		}
		n := 0
		for _, k := range l.inks(w, img, limit) {
			c, size := utf8.DecodeRuneInString(w.text[n:])
			if n >= 2*size || !strings.ContainsRune("8$&S5B", c) || !l.reaches(k) {
				break
			}
			n += size
		}
		rest := w.text[n:]
		next := ""
		if i+1 < len(l.words) {
			next = l.words[i+1].text
		}
		if n == 0 || !startsDigit(rest) && !(rest == "" && startsDigit(next)) {
			continue
		}
		w.text = strings.Repeat("§", n)
		if rest != "" {
			w.text += " " + rest
		}
	}
}

// reaches reports whether a letter is as high as the tallest and hangs under the base line.
func (l *line) reaches(k ink) bool {
	return k.box[3] > l.base(k.box[0])+.045*l.size && k.height() > .74*l.size
}

func startsDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// bullet tells the bullet of a list item, which is read as a letter or a sign, by its floating over the base line, or
// by being a sign that starts no line.
func (l *line) bullet(img *image.Gray, limit uint8) {
	w := &l.words[0]
	if len(l.words) < 2 || utf8.RuneCountInString(w.text) > 2 || w.text == "•" {
		return
	}
	if strings.Trim(w.text, "+*¢©®°»«¤e") == "" && !strings.Contains(w.text, "e") {
		w.text = "•"
		return
	}
	ks := l.inks(w, img, limit)
	if len(ks) != 1 || !strings.ContainsAny(w.text, "eoOcs.@«»*¢=a") {
		return
	}
	k := ks[0]
	if float := l.base(k.box[0]) - k.box[3]; float > .08*l.size && k.height() < .5*l.size && k.height() > .12*l.size && k.width() < 1.5*k.height() {
		w.text = "•"
	}
}

// dots tells the dot between the parts of a letterhead, which is read as a dash, by its width, and one dash from another.
func (l *line) dots(img *image.Gray, limit uint8) {
	for i := range l.words {
		if w := &l.words[i]; w.text == "—" {
			if ks := l.inks(w, img, limit); len(ks) == 1 && ks[0].width() < .75*l.size {
				w.text = "–"
			}
		}
		if w := &l.words[i]; w.text == "-" || w.text == ":" || w.text == "." {
			if ks := l.inks(w, img, limit); len(ks) == 1 && ks[0].width() < .2*l.size && ks[0].height() < .2*l.size && l.base(ks[0].box[0])-ks[0].box[3] > .12*l.size {
				w.text = "·"
			}
		}
	}
}

// notes tells raised numbers of notes at the ends of words, and at the start of lines set small.
func (l *line) notes(img *image.Gray, limit uint8) {
	for i := range l.words {
		w := &l.words[i]
		last, size := utf8.DecodeLastRuneInString(w.text)
		body := w.text[:len(w.text)-size]
		if w.note != 0 {
			continue
		}
		alone := body == ""
		if end, _ := utf8.DecodeLastRuneInString(body); !alone && !unicode.IsLetter(end) && !strings.ContainsRune(".,;:)”", end) || alone && i > 0 {
			continue
		}
		ks := l.inks(w, img, limit)
		if len(ks) == 0 || !alone && len(ks) < 2 {
			continue
		}
		k := ks[len(ks)-1]
		if before := ks[max(0, len(ks)-2)]; !alone && body[len(body)-1] != ',' && l.base(before.box[0])-before.box[3] > .08*l.size {
			continue // the line's base isn't the word's
		}
		least := .3
		if strings.ContainsRune("”“\"'’‘»«*°", last) { // or it is what it looks like
			least = .37
		}
		if l.base(k.box[0])-k.box[3] < .22*l.size || k.height() < least*l.size || k.height() > .62*l.size {
			continue
		}
		w.text, w.note = body, unread
		if unicode.IsDigit(last) {
			w.note = last
		}
		w.noteAt = k.box
	}
}

// unread is a note's number that could not be read.
const unread = -1

var (
	stroke1 = regexp.MustCompile(`^[|Il][.,:;)]?$`)
	dashes  = regexp.MustCompile(`^[-–—]{2,}$`)
	omitted = regexp.MustCompile(`^([”“"»]?)\(\.{1,4}\)([”“",.;:]*)$`)
	mail    = regexp.MustCompile(`^[\w.-]+&[\w-]+(\.[\w-]+)+$`)
	numbers = regexp.MustCompile(`(?i)^(stk\.?|nr\.?|pkt\.?|punkt|afsnit|kapitel|kap\.?|side|artikel|section|page|no\.?|§)$`)
	joined  = regexp.MustCompile(`(\d),?stk\.?(\d)`)
)

// word returns word i with what its neighbours tell: an upright stroke that stands alone is the word I, or the number 1.
func (l *line) word(i int) string {
	w := l.words[i]
	switch {
	case i > 0 && stroke1.MatchString(w.text) && numbers.MatchString(strings.Trim(l.words[i-1].text, "(,")):
		return "1" + strings.TrimLeft(w.text, "|Il")
	case w.text == "|":
		return "I"
	case dashes.MatchString(w.text):
		return "–"
	case mail.MatchString(w.text):
		return strings.Replace(w.text, "&", "@", 1)
	}
	if omitted.MatchString(w.text) {
		return omitted.ReplaceAllString(w.text, "$1(…)$2")
	}
	return joined.ReplaceAllString(w.text, "$1, stk. $2")
}

// numberNotes gives notes whose number could not be read the number that comes next, among the text and among the notes.
func numberNotes(scans []*scan) {
	inText, below := '0', '0'
	for _, s := range scans {
		for i := range s.lines {
			for j := range s.lines[i].words {
				w := &s.lines[i].words[j]
				last := &inText
				if w.text == "" {
					last = &below
				}
				switch {
				case w.note == unread:
					w.note = min(*last+1, '9')
				case w.note == 0:
					continue
				}
				*last = w.note
			}
		}
	}
}
