package letterhead

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Frame tells the letter's outside from its inside, in indices of Document.Blocks.
type Frame struct {
	Body   int // first block of the letter's own prose (or of its first greeting)
	Close  int // first block after it: the closing greeting or the signature
	Thread int // first block of a quoted mail below, of small print or footnotes; Close ≤ Thread
}

// FrameOf finds the frame of d: [0, Body) is the head, [Close, Thread) the foot.
func FrameOf(d *consult.Document, p *lang.Pack) Frame {
	t := tablesOf(p)
	end := len(d.Blocks)
	for end > 0 && outer(d.Blocks[end-1].Kind) {
		end--
	}
	f := Frame{Body: end, Close: end, Thread: end}
	for i := 0; i < end; i++ {
		if t.greets(d, i) || t.prose(d, i) {
			f.Body = i
			break
		}
	}
	for i := f.Body; i < end; i++ {
		if i > f.Body && t.thread(d, i, end) {
			f.Thread = i
			break
		}
	}
	f.Close = t.closing(d, f.Body, f.Thread)
	return f
}

func outer(k consult.Kind) bool {
	return k == consult.Footnote || k == consult.Header || k == consult.Footer
}

func isLetter(r rune) bool { return unicode.IsLetter(r) }

// greets reports whether block i is the opening greeting.
func (t *tables) greets(d *consult.Document, i int) bool {
	s := d.Quote(d.Blocks[i].Span)
	n := starts(t.open, s)
	return n > 0 && len(s) < 120 && !strings.Contains(s[:n], ":")
}

// prose reports whether block i is running text rather than a line of the outside.
func (t *tables) prose(d *consult.Document, i int) bool {
	b := d.Blocks[i]
	if b.Kind == consult.Heading || outer(b.Kind) {
		return false
	}
	s := d.Quote(b.Words())
	if role, _ := t.label(s); role != "" {
		return false
	}
	start := s
	if len(start) > 300 {
		start = start[:300] // enough to tell
	}
	words := fields(start)
	f := functions(t.pack, words)
	stops := endsSentence(s)
	address := strings.ContainsAny(s, "·|@")
	switch {
	case len(words) >= 14 && f*5 >= len(words) && (stops || !address):
		return true
	case stops && len(words) >= 5 && f >= 2 && !address:
		return true
	case address || len(words) < 4:
		return false
	}
	return f*3 >= len(words) && starts(t.phrases["to"], s) == 0 && continues(d, i)
}

// endsSentence reports whether s ends as a sentence does, closing marks left out.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, ` )"”“»«’¹²³⁴⁵⁶⁷⁸⁹⁰`)
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?")
}

// continues reports whether the next block begins in the middle of a sentence, as the lines of narrow columns do.
func continues(d *consult.Document, i int) bool {
	if i+1 >= len(d.Blocks) || outer(d.Blocks[i+1].Kind) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(d.Quote(d.Blocks[i+1].Span))
	return unicode.IsLower(r)
}

// thread reports whether a quoted mail begins at block i: its mark, or a second set of mail labels.
func (t *tables) thread(d *consult.Document, i, end int) bool {
	s := d.Quote(d.Blocks[i].Span)
	if len(s) < 80 {
		low := strings.ToLower(strings.Trim(s, "-_ >*"))
		for _, p := range t.phrases["thread"] {
			if strings.HasPrefix(low, p) {
				return true
			}
		}
	}
	if strings.HasPrefix(s, ">") {
		return true
	}
	if role, _ := t.label(s); role != "from" || !strings.Contains(s, ":") {
		return false
	}
	for j := i + 1; j < min(end, i+4); j++ {
		if role, _ := t.label(d.Quote(d.Blocks[j].Span)); role == "date" || role == "to" {
			return true
		}
	}
	return false
}

// closing returns the block at which the foot begins: the last closing greeting behind which no prose stands, else
// the block behind the last prose.
func (t *tables) closing(d *consult.Document, body, end int) int {
	last := body
	for i := end - 1; i >= body; i-- {
		b := d.Blocks[i]
		if t.closes(d, i) {
			return i
		}
		if b.Kind == consult.Cell && b.Table > 0 && !t.signed(d, i) || t.prose(d, i) && !t.fine(d, i, end) {
			last = i
			break
		}
	}
	// a closing greeting may stand before a postscript
	for i := min(last, end-1); i >= max(body, last-4); i-- {
		if t.closes(d, i) && len(d.Quote(d.Blocks[i].Span)) < 60 {
			return i
		}
	}
	return min(last+1, end)
}

// closes reports whether block i begins with a closing greeting or with words for whom one signs.
func (t *tables) closes(d *consult.Document, i int) bool {
	s := d.Quote(d.Blocks[i].Span)
	if len(s) > 110 {
		return false
	}
	if starts(t.close, s) > 0 && !endsLong(s) {
		return true
	}
	if starts(t.phrases["onbehalf"], s) > 0 && !endsSentence(s) {
		return true
	}
	low := strings.ToLower(s)
	return strings.HasPrefix(low, "på ") && strings.HasSuffix(low, " vegne") ||
		strings.HasPrefix(low, "på ") && strings.HasSuffix(strings.TrimRight(low, "!,. "), "hilsen") && len(fields(s)) < 6
}

// endsLong reports whether s is a sentence of its own rather than a greeting: "Thank you for your letter."
func endsLong(s string) bool { return endsSentence(s) && len(fields(s)) > 4 }

// fine reports whether block i is small print below the signature: smaller than the letter, and a greeting or a
// short line stands before it.
func (t *tables) fine(d *consult.Document, i, end int) bool {
	b := d.Blocks[i]
	return b.Size > 0 && b.Size < d.BodySize()-0.9 && i > end-4
}

// signed reports whether block i is a cell that holds a name, as tables of signatures do.
func (t *tables) signed(d *consult.Document, i int) bool {
	s := d.Quote(d.Blocks[i].Span)
	return len(fields(s)) <= 5 && !hasDigit(s) && !endsSentence(s) && len(s) > 3
}
