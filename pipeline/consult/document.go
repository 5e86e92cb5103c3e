package consult

import "fmt"

// Document is one response (or one draft) as it was read, and what analyzers found in it. It crosses the bus as JSON,
// so everything found lives here.
//
// The reader of the file fills the fields down to Problems; each analyzer fills its own layer and replaces what stood
// there before, so that running it twice changes nothing.
type Document struct {
	ID       string    `json:"id"`              // the file's name without its ending, unique in its consultation
	Source   Source    `json:"source"`          // the file it came from
	Lang     string    `json:"lang,omitempty"`  // "da" or "en"; "" until it was told
	Title    string    `json:"title,omitempty"` // the file's own title (metadata), when it has a telling one
	Text     string    `json:"text"`            // all words, block after block, UTF-8, NFC
	Pages    []Page    `json:"pages"`
	Blocks   []Block   `json:"blocks"`             // in reading order, not overlapping; footnotes, headers, footers last
	Marks    []Mark    `json:"marks,omitempty"`    // typography that means something, sorted by start
	Problems []Problem `json:"problems,omitempty"` // what could not be read, and why

	Sentences  []Sentence  `json:"sentences,omitempty"`
	Sections   []Section   `json:"sections,omitempty"`
	Letterhead Letterhead  `json:"letterhead"`
	References []Reference `json:"references,omitempty"`
	Quotations []Quotation `json:"quotations,omitempty"`
	Voices     []Voice     `json:"voices,omitempty"`
	Reading    *Reading    `json:"reading,omitempty"`
	Links      []Link      `json:"links,omitempty"`

	Recommendations []Recommendation `json:"recommendations,omitempty"`
	Rewordings      []Rewording      `json:"rewordings,omitempty"`
	Stances         []Stance         `json:"stances,omitempty"`
	Overall         Overall          `json:"overall"`

	// Workings is what an analyzer keeps for the next ones so as not to compute it again. It follows from the layers above,
	// crosses no process, and whoever changes those layers may leave it: it is checked before it is used.
	Workings any `json:"-"`
}

// Source tells where a document came from.
type Source struct {
	Name      string `json:"name"`       // path relative to the folder that was given, with forward slashes
	SHA256    string `json:"sha256"`     // of the file's bytes, hexadecimal
	MediaType string `json:"media_type"` // such as application/pdf, by content, not by name
	Pages     int    `json:"pages"`      // printed pages; 1 for kinds without pages
}

// Page is one printed page. Number counts from 1; Width and Height are in points, 0 where the kind has none.
type Page struct {
	Number  int      `json:"number"`
	Width   float64  `json:"width,omitempty"`
	Height  float64  `json:"height,omitempty"`
	Reader  string   `json:"reader,omitempty"`  // what read it: "own", "pdfium", "ocr"; "" when there is but one way
	Signals []string `json:"signals,omitempty"` // what was odd about it
}

// Kind is what a block is on the page.
type Kind string

// The kinds of block.
const (
	Paragraph Kind = "paragraph"
	Heading   Kind = "heading"
	ListItem  Kind = "item"
	Cell      Kind = "cell"
	Footnote  Kind = "footnote"
	Header    Kind = "header" // running header: the same text at the top of several pages, kept once
	Footer    Kind = "footer"
)

// Block is a unit of layout.
type Block struct {
	Kind Kind `json:"kind"`
	Span
	Level int     `json:"level,omitempty"` // heading: 1 is the largest; item: depth from 1
	Label string  `json:"label,omitempty"` // item: the printed marker ("•", "a)"); footnote: its number. Stands in the text too
	Body  int     `json:"body,omitempty"`  // item, footnote: where the words after the marker begin; 0 elsewhere
	Table int     `json:"table,omitempty"` // cell: the table's number in the document, from 1
	Row   int     `json:"row,omitempty"`   // cell: from 1
	Col   int     `json:"col,omitempty"`   // cell: from 1
	Size  float64 `json:"size,omitempty"`  // letter height in points, most letters
	Bold  bool    `json:"bold,omitempty"`  // most letters are bold
	Lines []Line  `json:"lines,omitempty"` // printed lines; none in kinds without pages
}

// Words returns the span of b without its marker.
func (b Block) Words() Span {
	if b.Body > b.Start {
		return Span{b.Body, b.End}
	}
	return b.Span
}

// Line is a printed line (or the part of one that belongs to a block) and where it stands.
type Line struct {
	Span
	Page int `json:"page"`
	Box  Box `json:"box"`
}

// MarkKind names typography that carries meaning.
type MarkKind string

// The kinds of mark. A NoteRef covers a footnote's digit, which stands in Text as a superscript ("behov¹").
const (
	Bold     MarkKind = "bold"
	Italic   MarkKind = "italic"
	Underl   MarkKind = "underline"
	Struck   MarkKind = "struck"   // struck through, or deleted in a tracked change
	Inserted MarkKind = "inserted" // inserted in a tracked change
	NoteRef  MarkKind = "noteref"
)

// Mark is a run of text with one typographic meaning.
type Mark struct {
	Kind MarkKind `json:"kind"`
	Span
}

// Problem is something that a reader of the report must know: a page that could not be read, a cap that was met.
// Text is a sentence that names what is wrong and what to do; Code is stable ("pdf.encrypted") for counting.
type Problem struct {
	Code string `json:"code"`
	Page int    `json:"page,omitempty"` // 0: the whole file
	Text string `json:"text"`
}

// Quote returns the words of s.
func (d *Document) Quote(s Span) string { return d.Text[s.Start:s.End] }

// BlockAt returns the index of the block that holds byte pos, or of the next one; len(d.Blocks) after the last.
func (d *Document) BlockAt(pos int) int {
	return FirstAt(len(d.Blocks), pos, func(i int) Span { return d.Blocks[i].Span })
}

// SentenceAt returns the index of the sentence that holds byte pos, or of the next one; len(d.Sentences) after the last.
func (d *Document) SentenceAt(pos int) int {
	return FirstAt(len(d.Sentences), pos, func(i int) Span { return d.Sentences[i].Span })
}

// PageOf returns the number of the page on which s begins: 1 where the document has no pages.
func (d *Document) PageOf(s Span) int {
	for i := d.BlockAt(s.Start); i < len(d.Blocks) && d.Blocks[i].Start < max(s.End, s.Start+1); i++ {
		for _, l := range d.Blocks[i].Lines {
			if l.End > s.Start {
				return l.Page
			}
		}
	}
	return 1
}

// BodySize returns the letter height of most of the text, in points to one digit; 0 where the document has no sizes.
func (d *Document) BodySize() float64 {
	weight := map[int]int{}
	best := 0
	for _, b := range d.Blocks {
		if b.Kind == Paragraph || b.Kind == ListItem {
			k := int(b.Size*10 + 0.5)
			weight[k] += b.Len()
			if weight[k] > weight[best] || weight[k] == weight[best] && k < best {
				best = k
			}
		}
	}
	return float64(best) / 10
}

// Placed is a box on a page.
type Placed struct {
	Page int
	Box  Box
}

// Boxes returns the place of every printed line that s touches, in reading order; nil where the document has no
// pages. A line that s covers in part is cut in proportion to its bytes.
func (d *Document) Boxes(s Span) []Placed {
	var out []Placed
	for i := d.BlockAt(s.Start); i < len(d.Blocks) && d.Blocks[i].Start < s.End; i++ {
		for _, l := range d.Blocks[i].Lines {
			if l.Overlaps(s) {
				out = append(out, Placed{l.Page, l.cut(s)})
			}
		}
	}
	return out
}

func (l Line) cut(s Span) Box {
	b, w, n := l.Box, l.Box[2]-l.Box[0], float64(l.Len())
	if s.Start > l.Start {
		b[0] += w * float64(s.Start-l.Start) / n
	}
	if s.End < l.End {
		b[2] -= w * float64(l.End-s.End) / n
	}
	return b
}

// Validate reports the first way in which d breaks its own rules: spans outside the text or out of order.
func (d *Document) Validate() error {
	at := 0
	for i, b := range d.Blocks {
		if b.Start < at || b.End > len(d.Text) || b.Empty() {
			return fmt.Errorf("%s: block %d: span %d–%d after byte %d of %d", d.ID, i, b.Start, b.End, at, len(d.Text))
		}
		line := b.Start
		for j, l := range b.Lines {
			if l.Start < line || l.End > b.End || l.Page < 1 {
				return fmt.Errorf("%s: block %d: line %d: span %d–%d, page %d", d.ID, i, j, l.Start, l.End, l.Page)
			}
			line = l.End
		}
		at = b.End
	}
	for i, m := range d.Marks {
		if m.Start < 0 || m.End > len(d.Text) || m.Empty() {
			return fmt.Errorf("%s: mark %d: span %d–%d", d.ID, i, m.Start, m.End)
		}
	}
	for i, s := range d.Sentences {
		if s.Block >= len(d.Blocks) || !d.Blocks[s.Block].Contains(s.Span) {
			return fmt.Errorf("%s: sentence %d: span %d–%d outside its block", d.ID, i, s.Start, s.End)
		}
	}
	return nil
}
