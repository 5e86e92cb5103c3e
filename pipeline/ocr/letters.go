package ocr

import (
	"image"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// apart gives words that stand one over another their own places: tesseract guesses where words end, and guesses wrong
// next to narrow letters. Words that overlap share the whole in proportion to their letters.
func (l *line) apart() {
	const gap = 1 // of a letter's width
	for i := 0; i < len(l.words); {
		j := i + 1
		left, right := l.words[i].box[0], l.words[i].box[2]
		for ; j < len(l.words) && l.words[j].box[0] < right; j++ {
			left, right = min(left, l.words[j].box[0]), max(right, l.words[j].box[2])
		}
		if j > i+1 {
			n := 0
			for _, w := range l.words[i:j] {
				n += utf8.RuneCountInString(w.text)
			}
			step := (right - left) / float64(n+gap*(j-i-1))
			for k := i; k < j; k++ {
				w := &l.words[k]
				w.box[0] = left
				w.box[2] = left + step*float64(utf8.RuneCountInString(w.text))
				left = w.box[2] + gap*step
			}
		}
		i = j
	}
}

// rise is how high tall letters stand above the base line, in em, in the faces that letters are set in.
const rise = .72

// em measures the height of an em by the words' boxes. Only words with a tall letter tell it, and only above the base
// line, for a line under a word is part of its box. Tesseract's guess serves where there is none.
func (l *line) em() float64 {
	var all []float64
	for _, w := range l.words {
		if high := l.base((w.box[0]+w.box[2])/2) - w.box[1]; high > 0 && tall(w.text) {
			for range utf8.RuneCountInString(w.text) {
				all = append(all, high/rise)
			}
		}
	}
	if len(all) < 3 {
		return l.size / (rise + .21)
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// tall reports whether a word's highest letter is as high as most capitals.
func tall(word string) (yes bool) {
	for _, c := range word {
		switch {
		case strings.ContainsRune("bdfhklßþ", c), unicode.IsUpper(c) && c < 0x7f && c != 'J' && c != 'Q', unicode.IsDigit(c):
			yes = true
		case unicode.IsUpper(c) || strings.ContainsRune("()[]/|§$@{}j", c): // these differ most from face to face
			return false
		}
	}
	return yes
}

// stroke measures how thick the strokes of a word are, in pixels: ink a run of ink, row by row.
func stroke(img *image.Gray, b box) float64 {
	sum, runs := 0, 0
	for y := max(0, int(b[1])); y < min(img.Rect.Dy(), int(b[3])); y++ {
		row := img.Pix[y*img.Stride:]
		in := false
		for x := max(0, int(b[0])); x < min(img.Rect.Dx(), int(b[2])+1); x++ {
			dark := row[x] < 160
			if dark || row[x] < 230 {
				sum += 255 - int(row[x])
			}
			if dark && !in {
				runs++
			}
			in = dark
		}
	}
	if runs == 0 {
		return 0
	}
	return float64(sum) / 255 / float64(runs)
}

// heavy is how much thicker than most a page's bold strokes are at least.
const heavy = 1.3

// bold marks words with strokes much thicker than those of most words on the page, relative to their size.
func bold(lines []line) {
	var all []float64
	for i := range lines {
		for _, w := range lines[i].words {
			if w.stroke > 0 {
				for range utf8.RuneCountInString(w.text) {
					all = append(all, w.stroke/lines[i].size)
				}
			}
		}
	}
	if len(all) == 0 {
		return
	}
	slices.Sort(all)
	usual := all[len(all)/2]
	for i := range lines {
		l := &lines[i]
		thick, n := 0.0, 0
		for _, w := range l.words {
			k := utf8.RuneCountInString(w.text)
			thick, n = thick+w.stroke/l.size*float64(k), n+k
		}
		whole := thick/float64(n) > heavy*usual
		for j := range l.words {
			w := &l.words[j]
			if whole || w.stroke/l.size > 1.1*heavy*usual && utf8.RuneCountInString(w.text) > 3 {
				w.style |= content.Bold
			}
		}
	}
}
