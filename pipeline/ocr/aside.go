package ocr

import "slices"

const (
	asideGap   = 1.5 // in em, between a line and what stands beside it
	asideSmall = .88 // height of small print beside the height of the line it stands next to
	asideLines = 3   // lines of small print that make a margin
)

// margins moves small print that stands in a margin, as in letterheads, before the text: tesseract takes it for the ends
// of lines. The last column of a table is as large as the others, and stays.
func margins(lines []line) []line {
	var starts []float64
	for i := range lines {
		l := &lines[i]
		for j := 1; j < len(l.words); j++ {
			if l.gap(j) > asideGap*l.size && height(l.words[j:]) < asideSmall*height(l.words[:j]) {
				starts = append(starts, l.words[j].box[0])
				break
			}
		}
	}
	if len(starts) < asideLines {
		return lines
	}
	slices.Sort(starts)
	from := starts[len(starts)/2]
	var body, margin []line
	for _, l := range lines {
		j := slices.IndexFunc(l.words, func(w word) bool { return w.box[0] > from-l.size })
		if j < 0 || j > 0 && l.gap(j) < .6*l.size {
			body = append(body, l)
			continue
		}
		right := l
		right.words = slices.Clone(l.words[j:])
		right.box[0], right.size = right.words[0].box[0], height(right.words)/rise
		if margin = append(margin, right); j > 0 {
			l.words, l.box[2] = l.words[:j:j], l.words[j-1].box[2]
			body = append(body, l)
		}
	}
	return append(margin, body...)
}

// gap is the white space before word j.
func (l *line) gap(j int) float64 { return l.words[j].box[0] - l.words[j-1].box[2] }

// height is the median height of words, in pixels.
func height(words []word) float64 {
	var all []float64
	for _, w := range words {
		all = append(all, w.height())
	}
	slices.Sort(all)
	return all[len(all)/2]
}
