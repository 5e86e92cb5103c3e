package rtf

import (
	"slices"
	"strings"

	"github.com/clausewise/clausewise/pipeline/markup"
)

// margin is what others than the letter's writer left in it: comments, and tracked changes.
type margin struct {
	remark     []markup.Para // comments of the open paragraph
	outer      []markup.Para // the paragraph around an open comment
	heard      string        // the name that is being read
	authors    []string      // who may have changed words, by number
	commenters []string
	changers   []string
	commented  bool
	changed    bool
}

func (r *reader) beginRemark() {
	r.flush()
	if r.st.margin || r.st.note {
		r.st.skip = true // a comment inside a comment, or on a footnote
		return
	}
	r.st.margin = true
	r.st.style = 0
	r.outer = append(r.outer, r.para)
	r.para = markup.Para{}
}

// leave ends what the group that was just closed held.
func (r *reader) leave(was state) {
	switch {
	case was.margin && !r.st.margin:
		r.keepRemark()
		if n := len(r.outer); n > 0 {
			r.para, r.outer = r.outer[n-1], r.outer[:n-1]
		}
	case was.name && !r.st.name:
		r.commenters = addName(r.commenters, r.heard)
	case was.names && !r.st.names:
		for _, n := range strings.Split(r.heard, ";") {
			r.authors = append(r.authors, strings.TrimSpace(n))
		}
	}
}

func (r *reader) keepRemark() {
	if len(r.para.Runs) > 0 {
		r.para.Plain = true
		r.remark = append(r.remark, r.para)
		r.commented = true
	}
	r.para = markup.Para{}
}

// by notes that author n changed words.
func (r *reader) by(n int) {
	if n > 0 && n < len(r.authors) { // the first one is called Unknown
		r.changers = addName(r.changers, r.authors[n])
	}
}

func addName(names []string, name string) []string {
	if name = strings.TrimSpace(name); name != "" && len(names) < 20 && !slices.Contains(names, name) {
		names = append(names, name)
	}
	return names
}

// say says of the file what in its text is not plainly the letter's own.
func (r *reader) say() {
	if r.commented {
		r.b.Problem("rtf.comments", "The file has comments in its margin"+list(r.commenters)+"; each stands in the text behind the paragraph it belongs to.")
	}
	if r.changed {
		r.b.Problem("rtf.changes", "The file has tracked changes"+list(r.changers)+"; deleted words stand in the text as struck, added ones as inserted.")
	}
}

func list(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " by " + strings.Join(names[:min(len(names), 5)], ", ")
}
