package msg

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// Kind is what Rich Text turned out to be.
type Kind int

// The kinds.
const (
	Rich  Kind = iota // written in Rich Text
	HTML              // a web page in disguise
	Plain             // plain text in disguise
)

// Unwrap takes HTML or plain text out of the Rich Text that Outlook wrapped it in. Of true Rich Text it returns only
// the kind.
func Unwrap(rtf []byte) (string, Kind) {
	head := string(rtf[:min(len(rtf), 512)])
	kind := Rich
	switch {
	case strings.Contains(head, `\fromhtml1`):
		kind = HTML
	case strings.Contains(head, `\fromtext`):
		kind = Plain
	default:
		return "", Rich
	}
	u := unwrapper{group: group{uc: 1}, page: charmap.Windows1252, rtf: rtf}
	u.run()
	return u.out.String(), kind
}

// group is what a group inherits and its end restores.
type group struct {
	skip bool // what stands here is no text
	tag  bool // inside \*\htmltag
	mute bool // after \htmlrtf: for Rich Text readers only
	uc   int  // replacement characters after \u
}

type unwrapper struct {
	group
	stack []group
	page  encoding.Encoding
	rtf   []byte
	out   strings.Builder
	eat   int  // replacement characters of \u still to drop
	high  rune // first half of a surrogate pair
	star  bool // \* was read
	first bool // no word of the group was read yet
}

// hiddenGroups are the groups of a Rich Text file that hold no text.
var hiddenGroups = map[string]bool{"fonttbl": true, "colortbl": true, "stylesheet": true, "info": true, "pict": true, "generator": true, "pntext": true, "listtable": true}

func (u *unwrapper) run() {
	for i := 0; i < len(u.rtf); {
		c := u.rtf[i]
		i++
		switch c {
		case '{':
			if len(u.stack) > 1000 {
				return
			}
			u.stack = append(u.stack, u.group)
			u.first, u.star = true, false
		case '}':
			if n := len(u.stack); n > 0 {
				u.group, u.stack = u.stack[n-1], u.stack[:n-1]
			}
			u.first, u.star = false, false
		case '\\':
			i += u.control(u.rtf[i:])
		case '\r', '\n':
		default:
			u.first = false
			if c >= utf8.RuneSelf {
				u.byte(c)
			} else {
				u.put(string(rune(c)))
			}
		}
	}
}

// put writes a character, unless it stands for one that was written already or is no part of the original.
func (u *unwrapper) put(s string) {
	if u.eat > 0 {
		u.eat--
		return
	}
	if !u.skip && (u.tag || !u.mute) {
		u.out.WriteString(s)
	}
}

func (u *unwrapper) byte(b byte) {
	s, err := u.page.NewDecoder().Bytes([]byte{b})
	if err == nil {
		u.put(string(s))
	}
}

// control reads a control word or symbol, whose backslash was read, and returns its length.
func (u *unwrapper) control(b []byte) int {
	if len(b) == 0 {
		return 0
	}
	switch c := b[0]; {
	case c == '\'':
		u.first = false
		if len(b) < 3 {
			return len(b)
		}
		if n, err := strconv.ParseUint(string(b[1:3]), 16, 8); err == nil {
			u.byte(byte(n))
		}
		return 3
	case c == '*':
		u.star = true
		return 1
	case c < 'A' || c > 'z' || c > 'Z' && c < 'a':
		u.first = false
		switch c {
		case '{', '}', '\\':
			u.put(string(rune(c)))
		case '~':
			u.put("\u00a0")
		case '_':
			u.put("-")
		}
		return 1
	}
	i := 0
	for i < len(b) && (b[i]|0x20 >= 'a' && b[i]|0x20 <= 'z') {
		i++
	}
	j := i
	if j < len(b) && b[j] == '-' {
		j++
	}
	for j < len(b) && b[j] >= '0' && b[j] <= '9' && j-i < 10 {
		j++
	}
	n, err := strconv.Atoi(string(b[i:j]))
	skip := u.word(string(b[:i]), n, err == nil)
	if j < len(b) && b[j] == ' ' {
		j++
	}
	return min(len(b), j+skip)
}

// word acts on a control word; it returns how many bytes of data follow it.
func (u *unwrapper) word(name string, n int, has bool) int {
	first, star := u.first, u.star
	u.first, u.star = false, false
	switch {
	case first && star && name == "htmltag":
		u.tag = true
		return 0
	case first && (star || hiddenGroups[name]):
		u.skip = true
		return 0
	}
	switch name {
	case "htmlrtf":
		u.mute = !has || n != 0
	case "ansicpg":
		if e := codePage(n); e != nil {
			u.page = e
		}
	case "uc":
		u.uc = min(max(n, 0), 16)
	case "u":
		u.unicode(n)
	case "bin":
		return max(n, 0)
	case "par", "line":
		u.put("\n")
	case "tab":
		u.put("\t")
	default:
		if s, ok := signs[name]; ok {
			u.put(s)
		}
	}
	return 0
}

var signs = map[string]string{"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "endash": "–", "emdash": "—"}

func (u *unwrapper) unicode(n int) {
	if n < 0 {
		n += 1 << 16
	}
	c := rune(n)
	switch {
	case c >= 0xD800 && c < 0xDC00:
		u.high = c
	case c >= 0xDC00 && c < 0xE000:
		u.put(string((u.high-0xD800)<<10 + (c - 0xDC00) + 0x10000))
		u.high = 0
	case c > 0 && c <= utf8.MaxRune:
		u.put(string(c))
	}
	u.eat = u.uc
}
