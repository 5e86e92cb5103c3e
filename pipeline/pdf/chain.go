package pdf

import (
	"context"
	"errors"
	"fmt"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// Another is another way to read pages. It is asked for those in which our own reader finds no text, or text that it
// can't vouch for.
type Another struct {
	Name string // as in consult.Page.Reader

	// Read reads the pages given by number, from 1, or all where pages is nil, and returns those in which it finds text.
	// An error says why others are missing.
	Read func(ctx context.Context, data []byte, pages []int) ([]*content.Page, error)

	Says   func(pages string) consult.Problem            // what must be known of pages read so; pages is such as "pages 2–4"
	Failed func(err error, pages string) consult.Problem // why pages still have no text; without Text: nothing to say
}

// reread is a page as another reader read it, and the signals for which it was asked.
type reread struct {
	page *content.Page
	by   *Another
	why  []string
}

// chain is one file's way through the readers.
type chain struct {
	ctx    context.Context
	data   []byte
	opt    Options
	pages  map[int]reread // what others read better
	failed []failure
}

// failure is what a reader said about pages that it could not read.
type failure struct {
	by    *Another
	err   error
	pages []int // nil: all
}

// run reads the file by our own reader, then asks the others, one after another, for the pages that are still poor. Each
// time all is laid out anew, because blocks run over pages. An error is about the file as a whole.
func (c *chain) run() (*reader, error) {
	r, err := c.read()
	if err != nil && !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	for i := range c.opt.Others {
		if r != nil && len(r.poor()) == 0 {
			break
		}
		if !c.ask(&c.opt.Others[i], r) {
			continue
		}
		again, e := c.read()
		if e == nil && c.takeBack(again, &c.opt.Others[i]) {
			again, e = c.read()
		}
		switch {
		case e == nil:
			r, err = again, nil
		case !errors.Is(e, ErrDamaged):
			return nil, e
		}
	}
	return r, err
}

// ask has another reader read the poor pages, and reports whether it found more than there was in any. r is nil where
// the file could not be opened.
func (c *chain) ask(a *Another, r *reader) (any bool) {
	var want []int
	if r != nil {
		want = r.poor()
	}
	got, err := a.Read(c.ctx, c.data, want)
	if err != nil {
		c.failed = append(c.failed, failure{a, err, want})
	}
	for _, p := range got {
		if c.opt.MaxPages > 0 && p.Number > c.opt.MaxPages {
			continue
		}
		n := reread{page: p, by: a}
		if r != nil {
			was := r.states[p.Number-1]
			if n.why = was.signals; letters(p) <= was.letters+was.letters/10 && !was.has(SignalGarbled) {
				continue
			}
		}
		c.pages[p.Number], any = n, true
	}
	return any
}

// takeBack drops a's pages that look wrong too, but for those that had no text before: wrong words with a warning are
// better than none. It reports whether there were any.
func (c *chain) takeBack(r *reader, a *Another) (any bool) {
	for _, n := range r.poor() {
		if p, ok := c.pages[n]; ok && p.by == a && has(p.why, SignalGarbled, SignalUndecoded, SignalDamaged) {
			delete(c.pages, n)
			any = true
		}
	}
	return any
}

// says tells the problems of pages that others read, or could not, and of those that nobody asked for.
func (c *chain) says(r *reader) {
	for i := range c.opt.Others {
		a := &c.opt.Others[i]
		var pages []int
		for _, p := range r.doc.Pages {
			if p.Reader == a.Name {
				pages = append(pages, p.Number)
			}
		}
		if len(pages) > 0 {
			r.doc.Problems = append(r.doc.Problems, a.Says(list(pages)))
		}
	}
	poor, told := r.lacking(SignalScanned, SignalDrawn, SignalUndecoded, SignalGarbled), false
	for _, f := range c.failed {
		if len(poor) == 0 {
			break
		}
		if p := f.by.Failed(f.err, list(poor)); p.Text != "" {
			r.doc.Problems, told = append(r.doc.Problems, p), true
		}
	}
	for i, p := range r.doc.Pages {
		r.doc.Problems = append(r.doc.Problems, signalProblems(p.Number, r.states[i].signals, told)...)
	}
}

// because adds to the error of a file without text why no other reader found any.
func (c *chain) because(err error) error {
	if err == nil {
		return nil
	}
	for _, f := range c.failed {
		err = fmt.Errorf("%w; %s: %w", err, f.by.Name, f.err)
	}
	return err
}

// list writes ascending page numbers as people do: "page 3", "pages 1–4 and 7".
func list(pages []int) string {
	var runs []string
	for i := 0; i < len(pages); {
		j := i
		for j+1 < len(pages) && pages[j+1] == pages[j]+1 {
			j++
		}
		if runs = append(runs, itoa(pages[i])); j > i {
			runs[len(runs)-1] += "–" + itoa(pages[j])
		}
		i = j + 1
	}
	out := "pages "
	if len(pages) == 1 {
		out = "page "
	}
	for i, s := range runs {
		switch {
		case i == 0:
		case i == len(runs)-1:
			out += " and "
		default:
			out += ", "
		}
		out += s
	}
	return out
}
