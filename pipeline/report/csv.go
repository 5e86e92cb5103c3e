package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// CSV writes a row a point, for a spreadsheet: every stance, recommendation and rewording, clause by clause, then
// those under no clause, then every response's overall stance, so that a response in which nothing was found has a
// row too.
//
// The file is what a spreadsheet program expects in the report's language: in UTF-8 with a byte order mark; in Danish
// fields are separated by semicolons and decimals by a comma, in English by a comma and a point. A field that a
// spreadsheet would take for a formula begins with an apostrophe; line breaks in a field are blanks.
var CSV = Format{Name: "csv", File: "summary.csv", Write: writeCSV}

var csvColumns = []string{"clause", "response", "respondent", "type", "kind", "stance", "condition", "text", "original",
	"proposed", "page", "confidence", "file", "campaign"}

func writeCSV(w io.Writer, in Input) error {
	v, err := newView(&in)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	t := &csvTable{view: v, out: csv.NewWriter(w)}
	t.out.UseCRLF = true
	if v.phrases["number.decimal"] == "," {
		t.out.Comma = ';'
	}
	var head []string
	for _, c := range csvColumns {
		head = append(head, v.T("csv."+c))
	}
	t.out.Write(head)
	for i := range v.S.Clauses {
		t.clause(&v.S.Clauses[i])
	}
	t.asks("", v.S.Unplaced)
	for i := range v.S.Responses {
		r := &v.S.Responses[i]
		t.row(csvRow{response: r.ID, kind: "overall", stance: v.Label(r.Overall), confidence: r.Confidence})
	}
	t.out.Flush()
	return t.out.Error()
}

// csvTable writes rows; the writer keeps its first error.
type csvTable struct {
	*view
	out *csv.Writer
}

type csvRow struct {
	clause, response, kind, stance, condition, text, original, proposed string
	page                                                                int
	confidence                                                          float64
}

func (t *csvTable) clause(c *consult.ClauseSummary) {
	for _, x := range c.Stances {
		r := csvRow{clause: c.ID, response: x.Response, kind: "stance", stance: t.Label(x.Stance), condition: x.Condition, confidence: x.Confidence}
		var words []string
		for _, e := range x.Evidence {
			words = append(words, e.Text)
		}
		r.text, r.page = strings.Join(words, " … "), firstPage(x.Evidence)
		t.row(r)
	}
	t.asks(c.ID, c.Asks)
}

func (t *csvTable) asks(clause string, a consult.Asks) {
	for _, x := range a.Recommendations {
		t.row(csvRow{clause: clause, response: x.Response, kind: "recommendation", text: x.Text, page: x.Page, confidence: x.Confidence})
	}
	for _, x := range a.Rewordings {
		t.row(csvRow{clause: clause, response: x.Response, kind: "rewording", text: x.Text, original: x.Original,
			proposed: x.Proposed, page: x.Page, confidence: x.Confidence})
	}
}

func (t *csvTable) row(r csvRow) {
	s := t.sender(r.response, 0, 0, "")
	page := ""
	if r.page > 0 {
		page = strconv.Itoa(r.page)
	}
	confidence := strings.Replace(strconv.FormatFloat(r.confidence, 'f', -1, 64), ".", t.phrases["number.decimal"], 1)
	fields := []string{r.clause, r.response, s.Respondent, t.Type(s.Type), t.T("kind." + r.kind), r.stance, r.condition, r.text,
		r.original, r.proposed, page, confidence, s.File, s.Campaign}
	for i, f := range fields {
		fields[i] = cell(f)
	}
	t.out.Write(fields)
}

// cell makes s harmless in a spreadsheet: one line, and no formula. Blanks before a formula's first character don't
// save anybody.
func cell(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, s)
	if t := strings.TrimLeft(s, " \u00a0"); t != "" && strings.ContainsAny(first(t), "=+-@＝＋－＠") {
		return "'" + s
	}
	return s
}

func first(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}
