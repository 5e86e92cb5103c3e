package content

import (
	"fmt"
	"math"
	"strings"

	"github.com/clausewise/clausewise/pipeline/pdf/font"
	"github.com/clausewise/clausewise/pipeline/pdf/object"
	"github.com/ledongthuc/pdf"
)

// resources looks names up in a resource dictionary.
type resources struct {
	dict  pdf.Value
	names map[string]string // category to its dictionary, printed
}

// key returns what identifies the resource in the whole file: the object's number as the dictionary prints it
// ("/F1 12 0 R"), so that it need not be resolved again, or the dictionary itself where the resource stands inside it.
func (r *resources) key(category, name string) string {
	if r.names == nil {
		r.names = map[string]string{}
	}
	printed, ok := r.names[category]
	if !ok {
		printed = object.Key(r.dict, category).String()
		r.names[category] = printed
	}
	if i := strings.Index(printed, "/"+name+" "); i >= 0 {
		rest := printed[i+len(name)+2:]
		if j := strings.Index(rest, " R"); j > 0 && strings.Trim(rest[:j], "0123456789 ") == "" {
			return rest[:j]
		}
	}
	return printed + name
}

func (r *resources) actualText(name string) (string, bool) {
	t := object.Key(r.dict, "Properties", name, "ActualText")
	if t.Kind() != pdf.String {
		return "", false
	}
	return TextString([]byte(t.RawString())), true
}

func (in *Interpreter) font(r *resources, name string) *font.Font {
	k := r.key("Font", name)
	f, ok := in.fonts[k]
	if !ok {
		if in.stop = in.ctx.Err(); in.stop != nil {
			return font.Plain()
		}
		f = font.Load(in.file, object.Key(r.dict, "Font", name))
		in.fonts[k] = f
		if f.Cut {
			in.page.Problems = append(in.page.Problems,
				fmt.Sprintf("font %s: its tables of letters have more than %d entries, cut", f.Name, font.MaxEntries))
		}
	}
	return f
}

func (in *Interpreter) extState(r *resources) {
	f := object.Key(r.dict, "ExtGState", string(in.last().Bytes), "Font")
	if f.Kind() == pdf.Array {
		in.state.font = font.Load(in.file, object.Index(f, 0))
		in.state.size = object.Index(f, 1).Float64()
	}
}

// xobject is a form or an image.
type xobject struct {
	image bool
	form  pdf.Value
}

func (in *Interpreter) do(r *resources) {
	name := string(in.last().Bytes)
	k := r.key("XObject", name)
	x, ok := in.kinds[k]
	if !ok {
		v := object.Key(r.dict, "XObject", name)
		x = xobject{image: object.Key(v, "Subtype").Name() == "Image", form: v}
		in.kinds[k] = x
	}
	if x.image {
		in.image()
		return
	}
	if x.form.Kind() == pdf.Stream && object.Key(x.form, "Subtype").Name() == "Form" {
		in.drawForm(x.form, r.dict)
	}
}

// image counts the area of the unit square.
func (in *Interpreter) image() {
	m := in.state.ctm
	if a := math.Abs(float64(m.a*m.d) - float64(m.b*m.c)); !far(a / 1000) {
		in.page.ImageArea += a
	}
}

func (in *Interpreter) drawForm(v, outer pdf.Value) {
	if in.form >= maxFormDepth {
		in.note("a form calls itself or is nested too deep, cut")
		return
	}
	if err := in.ctx.Err(); err != nil {
		in.stop = err
		return
	}
	if in.forms++; in.forms > MaxForms {
		in.stop = fmt.Errorf("more than %d forms drawn", MaxForms)
		return
	}
	data, err := in.file.Bytes(v, nil)
	if err != nil {
		in.page.Damaged = !in.file.Cut
		in.note(fmt.Sprintf("a form can't be read: %v", err))
	}
	res := object.Key(v, "Resources")
	if res.Kind() != pdf.Dict {
		res = outer
	}
	state, saved := in.state, len(in.saved)
	in.form++
	in.state.ctm = readMatrix(object.Key(v, "Matrix")).mul(in.state.ctm)
	in.run(data, res)
	in.form--
	in.state, in.saved = state, in.saved[:min(saved, len(in.saved))]
}

func (in *Interpreter) note(s string) {
	for _, p := range in.page.Problems {
		if p == s {
			return
		}
	}
	in.page.Problems = append(in.page.Problems, s)
}

func readMatrix(v pdf.Value) matrix {
	if v.Kind() != pdf.Array || v.Len() != 6 {
		return identity
	}
	n := func(i int) float64 { return object.Index(v, i).Float64() }
	return matrix{n(0), n(1), n(2), n(3), n(4), n(5)}
}

// inlineImage skips "BI … ID data EI". The data may hold anything, so "EI" counts only with blanks around it and
// something readable behind it.
func (in *Interpreter) inlineImage() {
	in.image()
	in.lexer.SkipImage()
}

// annotations draws the appearances of form fields and other annotations that are shown.
func (in *Interpreter) annotations(page pdf.Value) {
	list := object.Key(page, "Annots")
	for i := range min(list.Len(), 5000) {
		a := object.Index(list, i)
		const hidden, noView = 2, 32
		if a.Kind() != pdf.Dict || object.Key(a, "F").Int64()&(hidden|noView) != 0 || object.Key(a, "Subtype").Name() == "Popup" {
			continue
		}
		rect, ok := object.Rect(object.Key(a, "Rect"))
		if !ok {
			continue
		}
		in.start()
		in.style = Field
		look := object.Key(a, "AP", "N")
		if look.Kind() == pdf.Dict {
			look = object.Key(look, object.Key(a, "AS").Name())
		}
		if look.Kind() == pdf.Stream {
			in.state.ctm = fit(look, rect).mul(in.base)
			in.drawForm(look, pdf.Value{})
		} else if object.Key(a, "Subtype").Name() == "Widget" {
			in.fieldValue(a, rect)
		}
	}
}

// fieldValue shows the text of a form field that a program filled in without drawing it.
func (in *Interpreter) fieldValue(a pdf.Value, rect [4]float64) {
	v := object.Key(a, "V")
	if v.IsNull() {
		v = object.Key(a, "Parent", "V")
	}
	if v.Kind() != pdf.String {
		return
	}
	const size = 10
	lines := strings.FieldsFunc(TextString([]byte(v.RawString())), func(c rune) bool { return c == '\n' || c == '\r' })
	y := rect[3] - size - 2
	if len(lines) == 1 {
		y = (rect[1]+rect[3]-size)/2 + 2
	}
	f := font.Plain()
	for _, line := range lines {
		m := matrix{size, 0, 0, size, rect[0] + 2, y}.mul(in.base)
		for _, c := range line {
			ch := f.Letter(string(c))
			in.state.size, in.state.scale = 1, 1
			in.place(&ch, m, size, Field)
			m.e += ch.Width * m.a
			m.f += ch.Width * m.b
		}
		y -= 1.2 * size
	}
}

// fit maps the appearance's box onto the annotation's rectangle.
func fit(look pdf.Value, rect [4]float64) matrix {
	box, ok := object.Rect(object.Key(look, "BBox"))
	if !ok {
		return matrix{1, 0, 0, 1, rect[0], rect[1]}
	}
	m := readMatrix(object.Key(look, "Matrix"))
	x0, y0 := m.apply(box[0], box[1])
	x1, y1 := m.apply(box[2], box[3])
	x0, x1 = min(x0, x1), max(x0, x1)
	y0, y1 = min(y0, y1), max(y0, y1)
	if x1-x0 == 0 || y1-y0 == 0 {
		return matrix{1, 0, 0, 1, rect[0], rect[1]}
	}
	sx, sy := (rect[2]-rect[0])/(x1-x0), (rect[3]-rect[1])/(y1-y0)
	return matrix{sx, 0, 0, sy, rect[0] - x0*sx, rect[1] - y0*sy}
}
