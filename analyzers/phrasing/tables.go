package phrasing

import (
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// Role is what a cell does in its table.
type Role string

// The roles of cells. A table with old and new words is introduced by a sentence that asks for all of it; in a comment
// template (a column of comments and one of proposals) each proposal asks by itself.
const (
	Title    Role = "title"    // of a column
	Old      Role = "old"      // the draft's words
	New      Role = "new"      // words in their place, where the old ones stand beside them
	Proposal Role = "proposal" // what is asked for, beside a comment or alone
	Comment  Role = "comment"  // beside a proposal
	Where    Role = "where"    // the place in the draft
)

// tables gives every cell its role and marks nothing where a table's head says nothing.
func (l *Letter) tables() {
	roles := map[[2]int]string{} // table and column → role in table columns
	has := map[int]map[string]bool{}
	for i := range l.Sentences {
		b := &l.Doc.Blocks[l.Doc.Sentences[i].Block]
		if b.Kind != consult.Cell || b.Row != 1 {
			continue
		}
		key := [2]int{b.Table, b.Col}
		if r := l.column(i); r != "" && roles[key] == "" {
			roles[key] = r
			if has[b.Table] == nil {
				has[b.Table] = map[string]bool{}
			}
			has[b.Table][r] = true
		}
	}
	for i := range l.Sentences {
		b := &l.Doc.Blocks[l.Doc.Sentences[i].Block]
		kinds := has[b.Table]
		if b.Kind != consult.Cell || len(kinds) < 2 {
			continue
		}
		l.Sentences[i].Cell = role(roles[[2]int{b.Table, b.Col}], b.Row, kinds)
	}
}

func role(column string, row int, kinds map[string]bool) Role {
	switch {
	case row == 1:
		return Title
	case column == "clause":
		return Where
	case column == "old":
		return Old
	case column == "new" && kinds["old"]:
		return New
	case column == "new":
		return Proposal
	case column == "comment" && (kinds["new"] || kinds["old"]):
		return Comment
	}
	return ""
}

// column returns the role that the words of a column's head tell; "" when none is known.
func (l *Letter) column(i int) string {
	head := " " + strings.ToLower(l.Doc.Quote(l.Doc.Sentences[i].Span)) + " "
	for _, r := range l.Lang.Rows("columns") {
		at := strings.Index(head, r.Fields[0])
		if at > 0 && !letter(head[at-1]) && !letter(head[at+len(r.Fields[0])]) {
			return r.Fields[1]
		}
	}
	return ""
}

func letter(c byte) bool { return c >= 0x80 || c >= 'a' && c <= 'z' }

// Introduces reports whether sentence i is the last one before a table of old and new words.
func (l *Letter) Introduces(i int) bool {
	if l.Sentences[i].Kind != consult.Paragraph || i+1 >= len(l.Sentences) || l.Sentences[i].Outside {
		return false
	}
	next := l.Doc.Sentences[i+1].Block
	if l.Sentences[i+1].Cell != Title {
		return false
	}
	for j := i + 1; j < len(l.Sentences) && l.Doc.Blocks[l.Doc.Sentences[j].Block].Table == l.Doc.Blocks[next].Table; j++ {
		if l.Sentences[j].Cell == New {
			return true
		}
	}
	return false
}
