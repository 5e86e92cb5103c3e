package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Text of one byte a letter doesn't say in which table it was written. What a machine with DOS, an old Macintosh or
// Windows wrote differs in the bytes for æ, ø and å; read by the wrong table they become quotation marks, currencies and
// lines for drawing boxes in the midst of words. So each table is tried, and the one that makes words is taken; where it
// makes no difference that is Windows', which is by far the most common.

// tables are the candidates, the most common first.
var tables = []*charmap.Charmap{charmap.Windows1252, charmap.CodePage850, charmap.CodePage865, charmap.Macintosh}

// sample is how many letters beyond ASCII are looked at.
const sample = 2000

// guess returns the table in which data were most likely written.
func guess(data []byte) *charmap.Charmap {
	best, most := tables[0], 0
	for i, t := range tables {
		if n := likeness(t, data); i == 0 || n > most {
			best, most = t, n
		}
	}
	return best
}

// likeness says how much data read like words when taken for t.
func likeness(t *charmap.Charmap, data []byte) int {
	n, seen := 0, 0
	for i, b := range data {
		if b < utf8.RuneSelf {
			continue
		}
		if seen++; seen > sample {
			break
		}
		var before, after rune
		if i > 0 {
			before = t.DecodeByte(data[i-1])
		}
		if i+1 < len(data) {
			after = t.DecodeByte(data[i+1])
		}
		n += fits(before, t.DecodeByte(b), after)
	}
	return n
}

// fits says how well r stands between its neighbours.
func fits(before, r, after rune) int {
	inside := unicode.IsLetter(before) && unicode.IsLetter(after)
	switch {
	case r == utf8.RuneError || unicode.IsControl(r):
		return -6
	case unicode.IsUpper(r) && unicode.IsLower(before), unicode.IsLower(r) && unicode.IsUpper(before) && unicode.IsUpper(after):
		return -4
	case strings.ContainsRune("æøåÆØÅ", r):
		return 3
	case strings.ContainsRune("éèêëäöüóáßÄÖÜÉ", r):
		return 1
	case unicode.IsLetter(r):
		return -1
	case r == '’' && inside:
		return 1
	case inside, unicode.Is(unicode.So, r):
		return -3
	case strings.ContainsRune("‘’“”„«»–—…§°½•€£\u00a0", r):
		return 1
	}
	return -1
}

// mostly reports whether data are UTF-8 but for a few bytes.
func mostly(data []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		i += n
	}
	return good >= 10*bad && good > 0
}

// patch reads UTF-8 in which some bytes are none: each stands for its letter in Windows' table.
func patch(data []byte) string {
	var out strings.Builder
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(data[0])
		}
		out.WriteRune(r)
		data = data[n:]
	}
	return out.String()
}
