package reader

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// paragraphs makes a document of one paragraph a text.
func paragraphs(texts ...string) *consult.Document {
	d := &consult.Document{ID: "L", Lang: "da"}
	for i, s := range texts {
		if i > 0 {
			d.Text += "\n\n"
		}
		at := consult.Span{Start: len(d.Text), End: len(d.Text) + len(s)}
		d.Text += s
		d.Blocks = append(d.Blocks, consult.Block{Kind: consult.Paragraph, Span: at})
		d.Sentences = append(d.Sentences, consult.Sentence{Span: at, Block: i})
	}
	return d
}

func analyze(doc *consult.Document, clauses ...consult.Clause) {
	analyzers.Run(doc, analyzers.NewDraft(&consult.Policy{Clauses: clauses}), []*analyzers.Analyzer{Analyzer})
}

// TestAnalyzer reads a few plain sentences with the program's own model: it must tell an ask from a fact and find their clauses.
func TestAnalyzer(t *testing.T) {
	opened(t)
	doc := paragraphs("Vi foreslår, at biblioteket også har åbent om søndagen.", "Det er dyrt at parkere på torvet.", "Vi støtter, at lindetræerne langs Østergade fældes, for træerne er syge.", "Foreningen har 120 medlemmer.")
	analyze(doc, consult.Clause{ID: "1", Title: "Åbningstid", Text: "Biblioteket lukkes kl. 17 på hverdage og holder lukket om søndagen."},
		consult.Clause{ID: "2", Title: "Parkering", Text: "Parkering på torvet koster 20 kr. i timen."},
		consult.Clause{ID: "3", Title: "Træer", Text: "Lindetræerne langs Østergade fældes i 2031."})
	if len(doc.Problems) > 0 {
		t.Fatal(doc.Problems)
	}
	r := doc.Reading
	if len(r.Rows) != 4 || strings.Join(r.Clauses, " ") != "1 2 3" {
		t.Fatalf("%d rows, clauses %v", len(r.Rows), r.Clauses)
	}
	for _, i := range []int{0, 2} {
		if got := best(r.Rows[i].Link[:3]); got != i {
			t.Errorf("sentence %d: clause %s", i, r.Clauses[got])
		}
	}
	if r.Rows[0].Ask < 0 || r.Rows[3].Ask > 0 {
		t.Errorf("asks: %v for an ask, %v for a fact", r.Rows[0].Ask, r.Rows[3].Ask)
	}
}

// TestNothingIsNoNumber: documents and drafts without words or clauses get finite scores.
func TestNothingIsNoNumber(t *testing.T) {
	opened(t)
	one := consult.Clause{ID: "1", Title: "Træer", Text: "Træerne fældes."}
	for _, doc := range []*consult.Document{paragraphs(), paragraphs("", "Kort."), paragraphs(strings.Repeat("meget lang ", 500))} {
		for _, clauses := range [][]consult.Clause{nil, {one}, {one, one}} {
			analyze(doc, clauses...)
			if len(doc.Problems) > 0 || len(doc.Reading.Rows) != len(doc.Sentences) {
				t.Errorf("%d sentences, %d clauses: %v", len(doc.Sentences), len(clauses), doc.Problems)
				continue
			}
			if s := fmt.Sprint(doc.Reading.Rows); strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
				t.Errorf("%d sentences, %d clauses: %s", len(doc.Sentences), len(clauses), s)
			}
		}
	}
}
