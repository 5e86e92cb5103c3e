package lex

const (
	regular = iota
	white
	delimiter
)

var class = func() (t [256]uint8) {
	for _, c := range []byte("\x00\t\n\f\r ") {
		t[c] = white
	}
	for _, c := range []byte("()<>[]{}/%") {
		t[c] = delimiter
	}
	return t
}()

var pow10 = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// number reads a number as producers really write them: "--5", "1.2.3" and "12-3" occur and mean -5, 1.2 and 12.
// A word that merely starts like a number is an operator.
func (l *Lexer) number() Object {
	start := l.pos
	neg, digits, decimals, dots := false, 0, 0, 0
	var n float64
	for l.pos < len(l.data) {
		c := l.data[l.pos]
		switch {
		case c >= '0' && c <= '9':
			digits++
			if dots > 1 || digits > 300 {
				break
			}
			if dots == 1 {
				if decimals == len(pow10)-1 {
					break
				}
				decimals++
			}
			n = n*10 + float64(c-'0')
		case c == '.':
			dots++
		case c == '-' && digits == 0:
			neg = true
		case c == '-':
			dots = 2
		case c == '+' && digits == 0:
		default:
			if class[c] == regular {
				l.pos = start
				return l.word()
			}
			goto done
		}
		l.pos++
	}
done:
	n /= pow10[decimals]
	if neg {
		n = -n
	}
	return Object{Kind: Number, Num: n}
}

func (l *Lexer) name() []byte {
	start, escaped := l.pos, false
	for l.pos < len(l.data) && class[l.data[l.pos]] == regular {
		escaped = escaped || l.data[l.pos] == '#'
		l.pos++
	}
	raw := l.data[start:l.pos]
	if !escaped {
		return raw
	}
	at := len(l.bytes)
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			hi, lo := unhex(raw[i+1]), unhex(raw[i+2])
			if hi >= 0 && lo >= 0 {
				l.bytes = append(l.bytes, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		l.bytes = append(l.bytes, raw[i])
	}
	return l.bytes[at:len(l.bytes):len(l.bytes)]
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func (l *Lexer) hex() []byte {
	l.pos++
	at, half := len(l.bytes), -1
	for l.pos < len(l.data) {
		c := l.data[l.pos]
		l.pos++
		if c == '>' {
			break
		}
		x := unhex(c)
		if x < 0 {
			continue
		}
		if half < 0 {
			half = x
			continue
		}
		l.bytes = append(l.bytes, byte(half<<4|x))
		half = -1
	}
	if half >= 0 {
		l.bytes = append(l.bytes, byte(half<<4))
	}
	return l.bytes[at:len(l.bytes):len(l.bytes)]
}

// literal reads "(…)". Without escapes the string is the file's own bytes.
func (l *Lexer) literal() []byte {
	l.pos++
	start, depth := l.pos, 1
	for i := start; i < len(l.data); i++ {
		switch l.data[i] {
		case '\\', '\r':
			return l.escaped(start)
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.pos = i + 1
				return l.data[start:i:i]
			}
		}
	}
	l.pos = len(l.data)
	return l.data[start:]
}

func (l *Lexer) escaped(start int) []byte {
	at, depth := len(l.bytes), 1
	l.pos = start
	for l.pos < len(l.data) {
		c := l.data[l.pos]
		l.pos++
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		case '\r': // a line end inside a string is one "\n"
			if l.peek(0) == '\n' {
				l.pos++
			}
			c = '\n'
		case '\\':
			l.escape()
			continue
		}
		if depth == 0 {
			break
		}
		l.bytes = append(l.bytes, c)
	}
	return l.bytes[at:len(l.bytes):len(l.bytes)]
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (l *Lexer) escape() {
	if l.pos >= len(l.data) {
		return
	}
	c := l.data[l.pos]
	l.pos++
	switch {
	case c >= '0' && c <= '7':
		n := int(c - '0')
		for i := 0; i < 2 && l.peek(0) >= '0' && l.peek(0) <= '7'; i++ {
			n = n<<3 | int(l.data[l.pos]-'0')
			l.pos++
		}
		l.bytes = append(l.bytes, byte(n))
	case c == '\r':
		if l.peek(0) == '\n' {
			l.pos++
		}
	case c == '\n':
	case escapes[c] != 0:
		l.bytes = append(l.bytes, escapes[c])
	default: // an unknown escape is the letter itself
		l.bytes = append(l.bytes, c)
	}
}

// SkipImage skips an inline image from after "BI" to after "EI". The data may hold anything, so "EI" counts only with
// white space around it and readable bytes behind it.
func (l *Lexer) SkipImage() {
	for l.pos < len(l.data) { // the dictionary, up to ID
		if o := l.Next(); o.Kind == Operator && string(o.Bytes) == "ID" {
			break
		}
	}
	for i := l.pos; i+2 <= len(l.data); i++ {
		if l.data[i] != 'E' || l.data[i+1] != 'I' || i > 0 && class[l.data[i-1]] != white {
			continue
		}
		if i+2 == len(l.data) || class[l.data[i+2]] == white && readable(l.data[i+2:min(len(l.data), i+12)]) {
			l.pos = i + 2
			return
		}
	}
	l.pos = len(l.data)
}

func readable(b []byte) bool {
	for _, c := range b {
		if c > 126 || c < ' ' && class[c] != white || c == 0 {
			return false
		}
	}
	return true
}
