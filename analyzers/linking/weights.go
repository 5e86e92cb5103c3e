package linking

// Weights says how much each ground counts.
type Weights struct {
	Z          float64 // z-score of the sentence's likeness
	Raw        float64 // its likeness as it is
	Best       float64 // its likeness to that sentence of the clause, or to the title, that it is most like
	Own        float64 // how much the letter's own words for a clause count in the second pass
	OwnSure    float64 // confidence from which a sentence counts as such words
	Paragraph  float64 // mean z-score over its block
	Heading    float64 // z-score of the heading above, when it is like any clause
	Sure       float64 // likeness from which a sentence's z-scores count in full
	HeadSure   float64 // likeness from which the heading above counts in full
	HeadRaw    float64 // likeness of the heading above as it is
	Named      float64 // the sentence names the clause by id or title
	HeadNamed  float64 // the heading above names it
	Quoted     float64 // the sentence quotes it
	Reader     float64 // z-score of the reader's link score
	ReaderNone float64 // what the reader takes from None
	Stay       float64 // the sentence before was about the same clause
	Next       float64 // the one before was about the clause before
	Break      float64 // factor on both over a paragraph's end
	Turn       float64 // factor on both over a heading
	Back       float64 // factor when the sentence's first words go back to the one before
	Leave      float64 // factor when they leave it
	Edge       float64 // added to None in the letter's first sentences and its last
	None       float64 // score of "no clause" on a sentence of the body
	NoneStay   float64 // the sentence before was about no clause either
	Whole      float64 // added to None where the sentence speaks of the whole draft and names no clause
	Outside    float64 // added to None outside the body: letterhead, greeting, signature
	Title      int     // how often a clause's title counts in its words
}

// Fitted are the weights in use.
var Fitted = Weights{
	Z: 3.4, Raw: 40, Best: 10, Own: 0.2, OwnSure: 0.7, Paragraph: 5, Heading: 3, Sure: 0.16, HeadSure: 0.3, HeadRaw: 1, Named: 12, HeadNamed: 30, Quoted: 16, Reader: 5, ReaderNone: 6,
	Stay: 10.6, Next: 0.66, Break: 0.44, Turn: 0.1, Back: 1.3, Leave: 0.08, Edge: 5.3, None: 15.5, NoneStay: 1, Whole: 40, Outside: 3, Title: 2,
}
