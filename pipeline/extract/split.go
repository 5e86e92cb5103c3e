package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// Several responses often come bound into one PDF: an authority's "all responses received", a secretary's scan of the
// day's mail. Such a file is cut into its letters where it is plain, and only there: a letter that was cut in two does
// more harm than two that were read as one, because the second half has lost its respondent.
//
// Each sign that a letter begins on a page has points, and so has each sign that one ended on the page before: a date
// line and a greeting at the top weigh more than an address, a closing and names more than a page that was left half
// empty. Both sides must have points of their own ([beginning], [ending]) and together reach [plain]; the points were set
// on letters bound together at random, so that none of them was cut inside (see TestBoundLetters). An annex may be a
// letter too: nothing is cut after a letter whose last words speak of annexes, nor where the page calls itself one.

// The parts of a page that are looked at.
const (
	headBlocks = 14 // at the top
	tailBlocks = 9  // at the bottom
	lineLength = 90 // bytes of a line of a head or a signature
)

var (
	dated      = regexp.MustCompile(`(?i)\b(\d{1,2}\.? ?(jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)\p{L}*\.? (19|20)\d\d|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}* \d{1,2},? (19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-](20)?\d\d|20\d\d-\d\d-\d\d)\b`)
	addressed  = regexp.MustCompile(`(?i)^(til|to|att|att\.|kære|dear|hej|højtærede|ærede|attention|sendt (pr|til)|sent (to|by))\b`)
	subjected  = regexp.MustCompile(`(?i)^(vedr|vedrørende|re|emne|subject|ang|angående|ref|sag)\b[.:]|\b(høringssvar|høring(en|sudkast)?|bemærkninger|udtalelse|indsigelse|kommentarer|svar på|response|comments|submission|consultation|representation|views on|objection)\b`)
	answering  = regexp.MustCompile(`(?i)\b(høringssvar|svar|bemærkninger|udtalelse|indsigelse|kommentarer|response|comments|submission|representation|objection|views)\b.{0,80}\b(til|på|om|over|vedr|vedrørende|fra|af|to|on|from|regarding|the)\b|\bhøringssvar\b|\bconsultation response\b`)
	located    = regexp.MustCompile(`(?i)\b\d{4} \p{Lu}\p{Ll}+|@|\b(tlf|tel|telefon|mobil|phone|cvr|j\.?nr|sagsnr|dok\.?nr|our ref|your ref|our reference|c/o|v/)\b|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b|\b(vej|gade|allé|plads|street|road|lane) \d+`)
	mailLine   = regexp.MustCompile(`(?i)^(fra|from|afsender|emne|subject|til|to|sendt|sent|date|dato):\s*\S`)
	formLine   = regexp.MustCompile(`(?i)^(svarnummer|svar nr|indsendt|response (id|number|no)|respondent|submitted|navn|name|organisation|virksomhed)\b.{0,40}:?`)
	annexed    = regexp.MustCompile(`(?i)^(bilag|appendiks|annex|appendix|attachment|enclosure|underbilag|kopi|copy)\b`)
	hasAnnexes = regexp.MustCompile(`(?i)\b(bilag|vedlagt\w*|vedlægges|vedhæft\w*|annex(es)?|appendi(x|ces|ks)|enclos(ed|ures?)|encl|attached)\b`)
	aName      = regexp.MustCompile(`^(\p{Lu}[\p{L}.'’-]*,? ?(og|and|&|af|von|van|de|v/)? ?){1,6}(\(?\p{L}[\p{L} ,.-]{0,50}\)?)?$`)
	listing    = regexp.MustCompile(`(?i)\b(indkomne|modtagne|samlede|alle|samling af|oversigt over|liste over|oversigt:)\b.{0,20}\b(hørings)?svar\b|\bhøringssvar(ene)?,? (samlet|i alt)|\b(responses|submissions|comments|representations) received\b|\b(list|collection|bundle|schedule) of (the )?(responses|respondents|submissions|representations)\b|\ball (the )?(responses|submissions)\b`)
	behalf     = regexp.MustCompile(`(?i)\b(vegne|on behalf of|for bestyrelsen|bestyrelsen|sign(ed|ature)|underskrift)\b`)
)

// stretch is a run of pages that hold one letter, or the list of those that follow.
type stretch struct {
	name  string // "pages 4-6"; "letter 2" in files without pages
	cover bool

	first, last int   // pages
	blocks      []int // of the document
}

// The points that are needed. A page whose top leaves no doubt asks less of the page before: not every letter has a
// closing.
const (
	beginning = 3
	doubtless = 5
	ending    = 2
	plain     = 6
)

// letters cuts the pages of d into the letters that they plainly hold; nil when they plainly hold no more than one.
// Sheets are the pages of d's blocks by the file's own page breaks, for kinds of file without printed pages.
func letters(d *consult.Document, sheets []int) []stretch {
	at, n := pagesOf(d, sheets)
	if n < 2 || n > 2000 {
		return nil
	}
	pages := byPage(d, at, n)
	first := headOf(d, pages[1]).lines
	var out []stretch
	from := 1
	for p := 2; p <= n; p++ {
		h := headOf(d, pages[p])
		begins := h.points(first)
		cover := from == 1 && covers(d, pages[1:p])
		ends, closed := endOf(d, pages[from:p])
		if cover {
			ends = 3
		}
		need := ending
		if begins >= doubtless {
			need = 1
		}
		if h.annex || !closed && !h.letterlike() || begins < beginning || ends < need || begins+ends+differs(pages, p) < plain || !cover && !h.answers && !h.shares(first) && max(h.mail, h.form) < 3 && mentions(d, pages[from:p]) {
			continue
		}
		out = append(out, stretch{first: from, last: p - 1, cover: cover})
		from = p
	}
	if from == 1 {
		return nil
	}
	return named(append(out, stretch{first: from, last: n}), at, sheets == nil)
}

// pagesOf returns the page of each block, 0 for those of none, and the number of pages.
func pagesOf(d *consult.Document, sheets []int) (at []int, n int) {
	at = sheets
	if sheets == nil {
		for _, b := range d.Blocks {
			p := 0
			if len(b.Lines) > 0 {
				p = b.Lines[0].Page
			}
			at = append(at, p)
		}
		for _, p := range d.Pages {
			n = max(n, p.Number)
		}
	}
	for _, p := range at {
		n = max(n, p)
	}
	return at, n
}

// named gives each stretch its name and its blocks; those of no page are the first letter's.
func named(list []stretch, at []int, printed bool) []stretch {
	letter := 0
	for k := range list {
		s := &list[k]
		if !s.cover {
			letter++
		}
		switch {
		case !printed && s.cover:
			s.name = "the first page"
		case !printed:
			s.name = fmt.Sprintf("letter %d", letter)
		case s.first == s.last:
			s.name = fmt.Sprintf("page %d", s.first)
		default:
			s.name = fmt.Sprintf("pages %d-%d", s.first, s.last)
		}
		for i, p := range at {
			if p = max(p, 1); p >= s.first && p <= s.last {
				s.blocks = append(s.blocks, i)
			}
		}
	}
	return list
}

// byPage lists the blocks of each page; page furniture and notes are left out.
func byPage(d *consult.Document, at []int, n int) [][]consult.Block {
	out := make([][]consult.Block, n+1)
	for i, b := range d.Blocks {
		if p := at[i]; p > 0 && b.Kind != consult.Header && b.Kind != consult.Footer && b.Kind != consult.Footnote {
			out[p] = append(out[p], b)
		}
	}
	return out
}

// head is what stands at the top of a page.
type head struct {
	date, greeting, to, subject, answers, place, heading, annex bool
	mail, form                                                  int // lines as mails and web forms have
	lines                                                       map[string]bool
}

// headOf reads the top of a page: short lines, down to the first running text.
func headOf(d *consult.Document, blocks []consult.Block) head {
	h := head{lines: map[string]bool{}}
	for i, b := range blocks[:min(len(blocks), headBlocks)] {
		s := d.Quote(b.Span)
		if i == 0 && annexed.MatchString(s) {
			h.annex = true
		}
		if formLine.MatchString(s) {
			h.form++
		}
		if b.Kind == consult.Cell {
			continue
		}
		if len(s) > 2*lineLength || b.Kind == consult.ListItem {
			break
		}
		h.lines[strings.ToLower(strings.TrimRight(s, " .:"))] = true
		h.date = h.date || len(s) < lineLength && dated.MatchString(s)
		h.greeting = h.greeting || greeting.MatchString(s) && len(s) < lineLength
		h.to = h.to || addressed.MatchString(s)
		h.subject = h.subject || subjected.MatchString(s)
		h.answers = h.answers || answering.MatchString(s)
		h.place = h.place || located.MatchString(s)
		h.heading = h.heading || i < 3 && b.Kind == consult.Heading
		if mailLine.MatchString(s) {
			h.mail++
		}
	}
	return h
}

// points says how plainly a letter begins below h.
func (h head) points(first map[string]bool) int {
	n := 0
	for _, sign := range []struct {
		has    bool
		points int
	}{{h.date, 2}, {h.to || h.greeting, 1}, {h.subject, 1}, {h.answers, 1}, {h.place, 1}, {h.heading, 1}, {h.mail > 2, 3}, {h.form > 2, 3}, {h.shares(first), 1}} {
		if sign.has {
			n += sign.points
		}
	}
	return n
}

// letterlike reports whether h has what only letters, mails and forms have. A chapter may have a heading that speaks of
// "comments on § 4", but no date and no addressee with an address.
func (h head) letterlike() bool {
	return h.date || (h.to || h.greeting) && h.place || h.mail > 2 || h.form > 2
}

// shares reports whether h has a line of the file's first letter, such as the addressee.
func (h head) shares(first map[string]bool) bool {
	for l := range h.lines {
		if first[l] && utf8.RuneCountInString(l) > 5 && strings.ContainsFunc(l, unicode.IsLetter) && !dated.MatchString(l) {
			return true
		}
	}
	return false
}

// endOf says how plainly the last of some pages ends a letter without annexes, and whether it has a closing.
func endOf(d *consult.Document, pages [][]consult.Block) (points int, closed bool) {
	var tail []consult.Block
	for i := len(pages) - 1; i >= 0 && len(tail) < tailBlocks; i-- { // a signature may have moved to a page of its own
		have := pages[i]
		tail = append(append([]consult.Block{}, have[max(0, len(have)-tailBlocks+len(tail)):]...), tail...)
	}
	if len(tail) == 0 {
		return 0, false
	}
	end, n := len(tail)-1, 0
	for i, b := range tail {
		if s := d.Quote(b.Span); len(s) < lineLength && b.Kind != consult.Cell && (closing.MatchString(s) || behalf.MatchString(s)) {
			end, n = i, 3
		}
	}
	for i, b := range tail[end:] {
		s := d.Quote(b.Span)
		if hasAnnexes.MatchString(s) {
			return 0, false
		}
		if i > 0 && len(s) > 3*lineLength || b.Kind == consult.Heading && i > 1 {
			n = 0 // the letter goes on below
		}
	}
	closed = n > 0
	if last := d.Quote(tail[len(tail)-1].Span); n == 0 && len(last) < lineLength && aName.MatchString(last) && strings.Contains(last, " ") {
		n = 2
	}
	if room(d, pages[len(pages)-1]) {
		n++
	}
	return n, closed
}

// mentions reports whether a letter speaks of annexes: then what follows it may be one, though it looks like a letter.
func mentions(d *consult.Document, pages [][]consult.Block) bool {
	for _, blocks := range pages {
		for _, b := range blocks {
			if hasAnnexes.MatchString(d.Quote(b.Span)) {
				return true
			}
		}
	}
	return false
}

// covers reports whether some pages are the list of the responses that follow.
func covers(d *consult.Document, pages [][]consult.Block) bool {
	listed := false
	for i, blocks := range pages {
		for j, b := range blocks {
			s := d.Quote(b.Span)
			listed = listed || i == 0 && j < 4 && len(s) < 2*lineLength && listing.MatchString(s)
			if len(s) > 3*lineLength && b.Kind != consult.Cell {
				return false // running text: no mere list
			}
		}
	}
	return listed
}

// room reports whether a page was left with a third of it empty.
func room(d *consult.Document, blocks []consult.Block) bool {
	bottom, height := 0.0, 0.0
	for _, b := range blocks {
		for _, l := range b.Lines {
			bottom = max(bottom, l.Box[3])
			height = d.Pages[min(l.Page, len(d.Pages))-1].Height
		}
	}
	return height > 0 && bottom < height*2/3
}

// differs says how plainly page p is set in another type than the one before.
func differs(pages [][]consult.Block, p int) int {
	a, b := bodySize(pages[p-1]), bodySize(pages[p])
	if a > 0 && b > 0 && (a-b > 0.2 || b-a > 0.2) {
		return 1
	}
	return 0
}

// bodySize returns the size of most letters of running text.
func bodySize(blocks []consult.Block) float64 {
	count, best := map[float64]int{}, 0.0
	for _, b := range blocks {
		if b.Len() > lineLength {
			count[b.Size] += b.Len()
		}
	}
	for s, n := range count {
		if n > count[best] || n == count[best] && s < best {
			best = s
		}
	}
	return best
}

// Bound reports whether all of ms are letters that were bound into one file.
func Bound(ms []Member) bool {
	for _, m := range ms {
		if m.Doc == nil || !slices.ContainsFunc(m.Doc.Problems, func(p consult.Problem) bool { return p.Code == splitCode }) {
			return false
		}
	}
	return len(ms) > 1
}

const splitCode = "file.split"

// cut makes a document of a stretch of d's pages; numbers of pages, boxes and words stay what they are in the file.
func cut(d *consult.Document, s stretch, of int, cover string) *consult.Document {
	out := &consult.Document{}
	var text strings.Builder
	for _, i := range s.blocks {
		b := d.Blocks[i]
		if text.Len() > 0 {
			text.WriteString("\n\n")
		}
		shift := text.Len() - b.Start
		text.WriteString(d.Quote(b.Span))
		for _, m := range d.Marks {
			if b.Contains(m.Span) {
				m.Start, m.End = m.Start+shift, m.End+shift
				out.Marks = append(out.Marks, m)
			}
		}
		b.Start, b.End = b.Start+shift, b.End+shift
		if b.Body > 0 {
			b.Body += shift
		}
		lines := make([]consult.Line, len(b.Lines))
		for i, l := range b.Lines {
			l.Start, l.End = l.Start+shift, l.End+shift
			lines[i] = l
		}
		b.Lines = lines
		out.Blocks = append(out.Blocks, b)
	}
	out.Text = text.String()
	printed := strings.HasPrefix(s.name, "page")
	for _, p := range d.Pages {
		if !printed || p.Number >= s.first && p.Number <= s.last {
			out.Pages = append(out.Pages, p)
		}
	}
	for _, p := range d.Problems {
		if p.Page == 0 || p.Page >= s.first && p.Page <= s.last {
			out.Problems = append(out.Problems, p)
		}
	}
	page := 0
	if printed {
		page = s.first
	}
	out.Problems = append(out.Problems, consult.Problem{Code: splitCode, Page: page, Text: fmt.Sprintf(
		"%s holds %d letters; this one is %s. A new letter was told by a letterhead after a signature.%s Where that is wrong, send the letter as a file of its own.", base(d.Source.Name), of, s.name, cover)})
	return out
}
