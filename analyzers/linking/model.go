package linking

import (
	"embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
)

// The grounds that a [Model] weighs: names of one score each.
var (
	// ClauseGrounds speak for a clause in a sentence. Those with "reader." are there only where the reader has read.
	ClauseGrounds = []string{
		wordsZ: "words.z", wordsRaw: "words.raw", wordsBest: "words.best", paragraphZ: "paragraph.z",
		headingZ: "heading.z", headingRaw: "heading.raw", headingNamed: "heading.named", rowNamed: "row.named",
		named: "named", quoted: "quoted", beforeNamed: "before.named", frontRaw: "front.raw", frontZ: "front.z",
		order: "order", passHere: "pass", passParagraph: "pass.paragraph", passElsewhere: "pass.elsewhere", passClaim: "pass.claim",
		readerZ: "reader.z", readerLog: "reader.log", readerShare: "reader.share", readerHeading: "reader.heading",
		readerParagraph: "reader.paragraph", readerBefore: "reader.before", readerAfter: "reader.after",
		readerColumn: "reader.column", readerClaim: "reader.claim",
	}
	// NoneGrounds speak for "no clause" in a sentence.
	NoneGrounds = []string{
		noneAny: "any", noneWhole: "whole", noneEdge: "edge", noneOutside: "outside", noneBehind: "behind", noneTop: "words.top", noneHeading: "heading",
		noneReaderZ: "reader.z", noneReaderLog: "reader.log", noneReaderShare: "reader.share", noneCarries: "reader.carries",
	}
	// WayGrounds speak for a step from one sentence to the next: staying with the clause, going on to the draft's next, back
	// to the one before or further ahead, staying with none.
	WayGrounds = []string{
		"stay", "stay.back", "stay.turn", "stay.paragraph", "stay.heading", "next", "next.paragraph", "next.heading", "back", "ahead", "none", "none.paragraph",
	}
)

// wayFrom is where each kind of way begins in WayGrounds: stay, next, back, ahead, none.
var wayFrom = [...]int{0, 5, 8, 9, 10, 12}

// Places in ClauseGrounds.
const (
	wordsZ          = iota
	wordsRaw        // likeness of sentence and clause
	wordsBest       // and of the clause's sentence most like it
	paragraphZ      // mean over the paragraph or row
	headingZ        // of the heading above
	headingRaw      // likewise
	headingNamed    // the heading names or quotes the clause
	rowNamed        // so does a cell of the row
	named           // so does the sentence
	quoted          // it quotes the clause
	beforeNamed     // the sentence before names it
	frontRaw        // likeness of the first words
	frontZ          // its z-score
	order           // how far the places in letter and draft lie apart, 0 to -1
	passHere        // share that the first pass gave it here
	passParagraph   // mean over the paragraph
	passElsewhere   // the most that it gave it in another paragraph
	passClaim       // no other sentence is as like the clause, and no other paragraph has it
	readerZ         // the reader's score
	readerLog       // log of its share
	readerShare     // its share
	readerHeading   // z-score in the heading above
	readerParagraph // mean over the paragraph
	readerBefore    // z-score in the sentence before
	readerAfter     // and after
	readerColumn    // log share against that of the sentence that has most
	readerClaim     // no other sentence has as large a share, and no other paragraph has it
)

// Places in NoneGrounds.
const (
	noneAny         = iota
	noneWhole       // the sentence speaks of the whole draft
	noneEdge        // it is one of the first two or the last two
	noneOutside     // it stands in the letterhead
	noneBehind      // or behind the body
	noneTop         // likeness to the likeliest clause
	noneHeading     // it is a heading
	noneReaderZ     // the reader's score
	noneReaderLog   // log of its share
	noneReaderShare // its share
	noneCarries     // it asks or takes a side, as the reader sees it
)

// Model weighs the grounds. Its scores are log odds: the model is a conditional random field over the letter's
// sentences, learned by go run ./pipeline/learn links.
type Model struct {
	Clause, None, Way []float64 // a weight a ground
}

// NewModel cuts a vector of weights, in the order of the lists of grounds, into a model that shares its memory.
func NewModel(w []float64) *Model {
	a, b := len(ClauseGrounds), len(ClauseGrounds)+len(NoneGrounds)
	return &Model{w[:a:a], w[a:b:b], w[b:Grounds():Grounds()]}
}

// Grounds returns the number of weights.
func Grounds() int { return len(ClauseGrounds) + len(NoneGrounds) + len(WayGrounds) }

// String writes m as text that [ParseModel] reads: a ground a line, weights rounded to three decimals.
func (m *Model) String() string {
	var b strings.Builder
	m.each(func(name string, w *float64) {
		if x := math.Round(*w*1000) / 1000; x != 0 {
			fmt.Fprintf(&b, "%s\t%s\n", name, strconv.FormatFloat(x, 'g', -1, 64))
		}
	})
	return b.String()
}

// each calls do for every ground under its full name.
func (m *Model) each(do func(name string, w *float64)) {
	for _, part := range []struct {
		name    string
		grounds []string
		w       []float64
	}{{"clause ", ClauseGrounds, m.Clause}, {"none ", NoneGrounds, m.None}, {"way ", WayGrounds, m.Way}} {
		for i, g := range part.grounds {
			do(part.name+g, &part.w[i])
		}
	}
}

// ParseModel reads what [Model.String] wrote; grounds without a line weigh nothing, empty lines and those that begin with
// "#" are skipped. name goes into errors.
func ParseModel(name, text string) (*Model, error) {
	m := NewModel(make([]float64, Grounds()))
	at := map[string]*float64{}
	m.each(func(name string, w *float64) { at[name] = w })
	for no, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		ground, value, _ := strings.Cut(line, "\t")
		w, ok := at[ground]
		if !ok {
			return nil, fmt.Errorf("%s:%d: no ground of this name, or twice: %s", name, no+1, line)
		}
		delete(at, ground)
		var err error
		if *w, err = strconv.ParseFloat(value, 64); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, no+1, err)
		}
	}
	return m, nil
}

//go:embed weights/*.txt
var files embed.FS

// Models decode a letter twice: First makes the first pass, Reader the second over a letter that the reader has read,
// Rules over another. First trusts shared words more than they do, since what it is for is to tell which words are a
// clause's, and which clauses are spoken of elsewhere: its weights were found by coordinate search before the others were
// learned, and are not learned anew.
type Models struct{ Rules, First, Reader *Model }

// BuiltIn returns the models that ship.
var BuiltIn = sync.OnceValue(func() Models {
	read := func(name string) *Model {
		text, err := files.ReadFile(name)
		if err == nil {
			var m *Model
			if m, err = ParseModel(name, string(text)); err == nil {
				return m
			}
		}
		panic("linking: " + err.Error()) // the program was built with a broken file
	}
	return Models{read("weights/rules.txt"), read("weights/first.txt"), read("weights/reader.txt")}
})

// What the grounds are computed with; chosen on the labelled training letters.
const (
	titleCount  = 2    // how often a clause's title counts in its words
	wordsSure   = 0.16 // likeness from which a sentence's z-scores count in full
	headSure    = 0.3  // likeness from which the heading above counts in full
	own         = 0.2  // how much the letter's own words for a clause count in the second pass
	ownSure     = 0.7  // share of the paths from which a sentence counts as such words
	logFloor    = -8   // least log share of the reader's that counts
	shortest    = 7    // sentences of a body from which its first two and last two are set apart: a short letter comes to the point at once
	columnFar   = 4.0  // most that one sentence's log share of the reader's counts above or below another's
	firstCounts = 0.3  // how much the first pass's shares count in the links' confidence, and so in what is linked
	rawScale    = 10   // brings likeness to the scale of the other grounds
)
