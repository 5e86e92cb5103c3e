package consult

import (
	"math"
	"strings"
)

// ResponseSchema names the form of [Response].
const ResponseSchema = "clausewise/response/v1"

// Response is one response with its findings in words: a line of responses.jsonl, sorted by id. It is the contract
// with whoever reads the program's output; fields are added, never changed.
type Response struct {
	Schema          string            `json:"schema"`
	ID              string            `json:"id"`
	Source          Source            `json:"source"`
	Language        string            `json:"language"`
	Respondent      RespondentRecord  `json:"respondent"`
	Addressee       *string           `json:"addressee"`
	Subject         *string           `json:"subject"`
	Date            *string           `json:"date"` // 2006-01-02 when the words give one, else the words
	Sections        []SectionRecord   `json:"sections"`
	Recommendations []RecommendRecord `json:"recommendations"`
	Rewordings      []RewordingRecord `json:"rewordings"`
	Stances         []StanceRecord    `json:"stances"`
	Overall         OverallRecord     `json:"overall"`
	Problems        []Problem         `json:"problems"`
	Campaign        string            `json:"campaign,omitempty"` // id of the campaign that the letter belongs to: see Summary.Campaigns

	// Body is the letter's sentences, for what only the whole set of letters can tell. It is kept with the record and
	// left out where a record is shown.
	Body []BodySentence `json:"body,omitempty"`
}

// BodySentence is a sentence of a letter's body.
type BodySentence struct {
	Text   string `json:"text"`
	Page   int    `json:"page"`
	Said   bool   `json:"said,omitempty"`   // it carries a finding: an ask, a rewording or a stance
	Quotes []Span `json:"quotes,omitempty"` // in Text: words that it quotes from the draft or from a third party
}

// RespondentRecord is who writes.
type RespondentRecord struct {
	Name        string         `json:"name"`
	Type        RespondentType `json:"type"`
	Signatories []string       `json:"signatories"`
	Confidence  float64        `json:"confidence"`
	Why         string         `json:"why"`
}

// SectionRecord is a heading.
type SectionRecord struct {
	Heading string `json:"heading"`
	Level   int    `json:"level"`
	Page    int    `json:"page"`
}

// EvidenceRecord is where a finding stands: page from 1, byte offsets into the document's text, and the printed
// lines' boxes in points from the page's top left. Boxes on later pages than Page carry their page in BoxPages.
type EvidenceRecord struct {
	Text     string `json:"text,omitempty"`
	Page     int    `json:"page"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Boxes    []Box  `json:"boxes"`
	BoxPages []int  `json:"box_pages,omitempty"` // page of each box, when they are not all on Page
}

// RecommendRecord is a recommendation. Clause is null where none fits.
type RecommendRecord struct {
	Text       string         `json:"text"`
	Clause     *string        `json:"clause"`
	Confidence float64        `json:"confidence"`
	Why        string         `json:"why"`
	Evidence   EvidenceRecord `json:"evidence"`
}

// RewordingRecord is a rewording. Original is null for an insert, Proposed for a delete.
type RewordingRecord struct {
	Kind       Change         `json:"kind"`
	Original   *string        `json:"original"`
	Proposed   *string        `json:"proposed"`
	Clause     *string        `json:"clause"`
	Confidence float64        `json:"confidence"`
	Why        string         `json:"why"`
	Warning    string         `json:"warning,omitempty"`
	Evidence   EvidenceRecord `json:"evidence"`
}

// StanceRecord is the stance to one clause.
type StanceRecord struct {
	Clause     string           `json:"clause"`
	Stance     Label            `json:"stance"`
	Condition  *string          `json:"condition"`
	Confidence float64          `json:"confidence"`
	Why        string           `json:"why"`
	Evidence   []EvidenceRecord `json:"evidence"`
}

// OverallRecord is the stance to the draft as a whole.
type OverallRecord struct {
	Stance     Label   `json:"stance"`
	Confidence float64 `json:"confidence"`
	Why        string  `json:"why,omitempty"`
}

// NewResponse writes d's findings out in words. p may be nil when no finding points into a draft.
func NewResponse(d *Document, p *Policy) Response {
	h := d.Letterhead
	r := Response{
		Schema: ResponseSchema, ID: d.ID, Source: d.Source, Language: d.Lang,
		Respondent: RespondentRecord{Name: oneLine(d.Quote(h.Respondent.Span)), Type: h.Type, Signatories: []string{},
			Confidence: round(h.Respondent.Confidence), Why: h.Respondent.Why},
		Addressee: d.optional(h.Addressee.Span), Subject: d.optional(h.Subject.Span), Date: d.optional(h.Date.Span),
		Sections: []SectionRecord{}, Recommendations: []RecommendRecord{}, Rewordings: []RewordingRecord{},
		Stances: []StanceRecord{}, Problems: append([]Problem{}, d.Problems...),
		Overall: OverallRecord{d.Overall.Label, round(d.Overall.Confidence), d.Overall.Why},
	}
	if h.ISODate != "" {
		r.Date = &h.ISODate
	}
	for _, s := range h.Signatories {
		r.Respondent.Signatories = append(r.Respondent.Signatories, d.Quote(s.Span))
	}
	for _, s := range d.Sections {
		r.Sections = append(r.Sections, SectionRecord{d.Quote(s.Heading), s.Level, d.PageOf(s.Heading)})
	}
	for _, x := range d.Recommendations {
		r.Recommendations = append(r.Recommendations, RecommendRecord{d.Quote(x.Span), nullable(x.Clause), round(x.Confidence), x.Why, d.evidence(x.Span, false)})
	}
	for _, x := range d.Rewordings {
		r.Rewordings = append(r.Rewordings, RewordingRecord{x.Kind, nullable(p.Words(d, x.Original)), nullable(p.Words(d, x.Proposed)),
			nullable(x.Clause), round(x.Confidence), x.Why, x.Warning, d.evidence(x.Span, true)})
	}
	for _, x := range d.Stances {
		s := StanceRecord{x.Clause, x.Label, d.optional(x.Condition), round(x.Confidence), x.Why, []EvidenceRecord{}}
		for _, e := range x.Evidence {
			s.Evidence = append(s.Evidence, d.evidence(e.Span, true))
		}
		r.Stances = append(r.Stances, s)
	}
	return r
}

func (d *Document) evidence(s Span, words bool) EvidenceRecord {
	e := EvidenceRecord{Page: d.PageOf(s), Start: s.Start, End: s.End, Boxes: []Box{}}
	if words {
		e.Text = d.Quote(s)
	}
	var pages []int
	spread := false
	for _, b := range d.Boxes(s) {
		for i := range b.Box {
			b.Box[i] = math.Round(b.Box[i]*10) / 10
		}
		e.Boxes = append(e.Boxes, b.Box)
		pages = append(pages, b.Page)
		spread = spread || b.Page != e.Page
	}
	if spread {
		e.BoxPages = pages
	}
	return e
}

// oneLine joins words that stand on several lines, as a name in a letterhead does.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func (d *Document) optional(s Span) *string {
	if s.Empty() {
		return nil
	}
	q := d.Quote(s)
	return &q
}

func nullable(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// round cuts a confidence to three digits, so that records don't depend on the last bits of a float.
func round(x float64) float64 { return math.Round(x*1000) / 1000 }
