package consult

// Sentence is a unit that can carry an ask or a stance: a sentence of a paragraph or footnote, a heading, a list item
// or a cell without full stops. Its span leaves out a list marker and outer white space. Sentences are in text order.
type Sentence struct {
	Span
	Block int `json:"block"` // index into Blocks
}

// Section is a heading of the response and the text under it, up to the next heading of the same or a higher level.
type Section struct {
	Heading Span `json:"heading"` // the heading's words, without its trailing note mark
	Level   int  `json:"level"`
	Body    Span `json:"body"`
}

// RespondentType is the kind of respondent, as ../fixtures/GUIDE.md defines them.
type RespondentType string

// The types of respondent.
const (
	Organisation   RespondentType = "organisation"
	Authority      RespondentType = "authority"
	Company        RespondentType = "company"
	School         RespondentType = "school"
	Council        RespondentType = "council"
	PoliticalParty RespondentType = "political_party"
	Citizen        RespondentType = "citizen"
	Expert         RespondentType = "expert"
	OtherType      RespondentType = "other"
)

// RespondentTypes lists the types in the order reports show them.
var RespondentTypes = []RespondentType{Organisation, Authority, Company, School, Council, PoliticalParty, Citizen, Expert, OtherType}

// Letterhead is what the outside of a letter says: who writes, to whom, on what, when. An empty span means not found.
type Letterhead struct {
	Respondent  Finding        `json:"respondent"` // the name's words
	Type        RespondentType `json:"type,omitempty"`
	TypeWhy     string         `json:"type_why,omitempty"`
	Signatories []Finding      `json:"signatories,omitempty"`
	Addressee   Finding        `json:"addressee"`
	Subject     Finding        `json:"subject"`
	Date        Finding        `json:"date"`               // its words
	ISODate     string         `json:"iso_date,omitempty"` // the same as 2006-01-02; "" when the words don't give one
}

// Finding is a span with the ground it stands on.
type Finding struct {
	Span
	Confidence float64 `json:"confidence"` // 0 to 1: the share of such findings that are right
	Why        string  `json:"why"`        // rule id or feature, such as "signature.after-greeting"
}

// Reference is a place where the response names clauses of the draft: "§ 4, stk. 2", "afsnit 3.1", "Articles 3–5",
// "side 8", a clause's title. Clauses is empty when nothing in the draft has that name.
type Reference struct {
	Span
	Clauses    []string `json:"clauses,omitempty"`
	Foreign    bool     `json:"foreign,omitempty"` // names another text than the draft ("serviceloven § 86")
	Confidence float64  `json:"confidence"`
	Why        string   `json:"why"`
}

// Quotation is a passage that the response marks as somebody's words: by quotation marks, as a block, in italics.
type Quotation struct {
	Span                  // the words inside the marks
	Open     bool         `json:"open,omitempty"`     // the closing mark is missing
	Clause   string       `json:"clause,omitempty"`   // the clause that it quotes; "" when it quotes none
	At       Span         `json:"at"`                 // the place in that clause's text
	Likeness float64      `json:"likeness,omitempty"` // 1: word for word; less: misquoted
	Why      string       `json:"why"`
	Role     QuotationUse `json:"role,omitempty"`
}

// QuotationUse tells what a quotation does in the letter.
type QuotationUse string

// The uses of a quotation.
const (
	QuotesDraft QuotationUse = "draft"    // words of the draft
	Proposes    QuotationUse = "proposal" // words that the respondent wants
	QuotesOther QuotationUse = "other"    // a law, a report, a person
	Scare       QuotationUse = "scare"    // a word held at arm's length
)

// Speaker is whose voice a passage is in.
type Speaker string

// The speakers, in the reader's order. Own is the respondent and stands for everything no Voice covers.
const (
	Own          Speaker = "own"
	Other        Speaker = "other"        // a third party's view, only reported
	Draft        Speaker = "draft"        // the draft, the administration, the proposal: "forvaltningen foreslår"
	Law          Speaker = "law"          // quoted law
	Hypothetical Speaker = "hypothetical" // supposed, not said: "hvis man fjernede …"
)

// Voice is a passage that is not simply in the respondent's own voice.
type Voice struct {
	Span
	Speaker Speaker `json:"speaker"`
	Adopted bool    `json:"adopted,omitempty"` // the respondent makes it its own: "det er vi enige i"
	Why     string  `json:"why"`
}

// Reading holds the learned reader's scores: one row a sentence of the document, in the same order.
type Reading struct {
	Model   string   `json:"model"`             // name and version of the model file
	Clauses []string `json:"clauses,omitempty"` // the clause ids that Link's columns stand for
	Rows    []Scores `json:"rows"`
	// Topics are read after the links are known: a clause and all that the letter says of it as one text. In the order
	// of Document.Topics; none when the model can't do it.
	Topics []TopicScores `json:"topics,omitempty"`
}

// TopicScores are the raw scores of the letter's stance to a clause; differences count.
type TopicScores struct {
	Clause string     `json:"clause"`
	Stance [5]float32 `json:"stance"` // support, conditional, oppose, mixed, neutral
}

// Topic returns the scores of a clause; nil when there are none. It may be called on nil.
func (r *Reading) Topic(clause string) *TopicScores {
	if r == nil {
		return nil
	}
	for i := range r.Topics {
		if r.Topics[i].Clause == clause {
			return &r.Topics[i]
		}
	}
	return nil
}

// Scores are one sentence's raw scores (logits: 0 means even odds for Ask, differences count for the others).
type Scores struct {
	Ask    float32    `json:"ask"`
	Stance [6]float32 `json:"stance"` // none, support, conditional, oppose, mixed, neutral
	Voice  [5]float32 `json:"voice"`  // own, other, draft, law, hypothetical
	Change [4]float32 `json:"change"` // none, replace, insert, delete
	Link   []float32  `json:"link"`   // one a clause of Reading.Clauses, then "no clause"

	// The letter's stance to a clause is the mean of Passage over the sentences linked to it, weighted by the softmax
	// of Weigh over the same sentences. Both are zero when the model has no such heads.
	Passage [6]float32 `json:"passage"` // in Stance's order
	Weigh   float32    `json:"weigh"`
}

// Link ties a sentence to a clause of the draft. A sentence may have several; one without is about no clause.
// Links are sorted by sentence, then by score, best first.
type Link struct {
	Sentence   int     `json:"sentence"`
	Clause     string  `json:"clause"`
	Confidence float64 `json:"confidence"`
	Why        string  `json:"why"`
}

// Topic is a clause with the sentences that are linked to it.
type Topic struct {
	Clause string
	Links  []Link // by sentence
}

// Topics returns the clauses that d has links to, in the order of their first sentence.
func (d *Document) Topics() []Topic {
	var out []Topic
	at := map[string]int{}
	for _, l := range d.Links {
		k, ok := at[l.Clause]
		if !ok {
			k = len(out)
			at[l.Clause] = k
			out = append(out, Topic{Clause: l.Clause})
		}
		out[k].Links = append(out[k].Links, l)
	}
	return out
}

// Label is a stance.
type Label string

// The stances. The zero Label means that none was taken or none was found.
const (
	Support     Label = "support"
	Conditional Label = "conditional"
	Oppose      Label = "oppose"
	Mixed       Label = "mixed"
	Neutral     Label = "neutral"
)

// Labels lists the stances in the order reports show them.
var Labels = []Label{Support, Conditional, Oppose, Mixed, Neutral}

// Recommendation is a sentence or list item in which the respondent asks for something. One sentence that asks about
// two clauses is two recommendations.
type Recommendation struct {
	Finding
	Clause string `json:"clause,omitempty"` // "" when it falls under no clause
}

// Change is what a rewording does.
type Change string

// The kinds of rewording.
const (
	Replace Change = "replace"
	Insert  Change = "insert"
	Delete  Change = "delete"
)

// Rewording is a change of the draft's words that the respondent gives. Finding's span is the sentence that
// introduces it.
type Rewording struct {
	Finding
	Kind     Change `json:"kind"`
	Original Words  `json:"original"` // empty for an insert
	Proposed Words  `json:"proposed"` // empty for a delete
	Clause   string `json:"clause,omitempty"`
	Warning  string `json:"warning,omitempty"` // such as "original.not-in-draft"
}

// Words are words that stand somewhere: in the response, or in a clause of the draft that the response points to.
// Several spans are read one after the other ("20" … "hverdage").
type Words struct {
	Spans  []Span `json:"spans,omitempty"`
	Clause string `json:"clause,omitempty"` // "" : in the response's text; else in that clause's text
}

// Stance is the response's stance to one clause, from the whole letter.
type Stance struct {
	Clause     string    `json:"clause"`
	Label      Label     `json:"label"`
	Condition  Span      `json:"condition"` // conditional: its words; else empty
	Evidence   []Finding `json:"evidence"`  // the sentences that carry it, in text order
	Confidence float64   `json:"confidence"`
	Why        string    `json:"why"`
}

// Overall is the stance to the draft as a whole.
type Overall struct {
	Label      Label   `json:"label,omitempty"`
	Confidence float64 `json:"confidence"`
	Why        string  `json:"why,omitempty"`
}
