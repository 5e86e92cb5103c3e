package analyzertest

import (
	"fmt"
	"strconv"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// found is a finding as the document has it, with its whole label.
type found struct {
	label []string
	consult.Span
}

// kinds lists the findings that a text can expect.
var kinds = map[string]func(d *consult.Document) []found{
	"sentence": func(d *consult.Document) []found {
		return each(d.Sentences, func(x consult.Sentence) found { return found{nil, x.Span} })
	},
	"section": func(d *consult.Document) []found {
		return each(d.Sections, func(x consult.Section) found { return found{[]string{strconv.Itoa(x.Level)}, x.Heading} })
	},
	"respondent": func(d *consult.Document) []found {
		return one(d.Letterhead.Respondent.Span, string(d.Letterhead.Type))
	},
	"signatory": func(d *consult.Document) []found {
		return each(d.Letterhead.Signatories, func(x consult.Finding) found { return found{nil, x.Span} })
	},
	"addressee": func(d *consult.Document) []found { return one(d.Letterhead.Addressee.Span) },
	"subject":   func(d *consult.Document) []found { return one(d.Letterhead.Subject.Span) },
	"date":      func(d *consult.Document) []found { return one(d.Letterhead.Date.Span, d.Letterhead.ISODate) },
	"reference": func(d *consult.Document) []found {
		return each(d.References, func(x consult.Reference) found {
			return found{append(flag(x.Foreign, "foreign"), x.Clauses...), x.Span}
		})
	},
	"quotation": func(d *consult.Document) []found {
		return each(d.Quotations, func(x consult.Quotation) found {
			return found{append(flag(x.Open, "open"), x.Clause, string(x.Role)), x.Span}
		})
	},
	"voice": func(d *consult.Document) []found {
		return each(d.Voices, func(x consult.Voice) found {
			return found{append(flag(x.Adopted, "adopted"), string(x.Speaker)), x.Span}
		})
	},
	"link": links,
	"recommendation": func(d *consult.Document) []found {
		return each(d.Recommendations, func(x consult.Recommendation) found { return found{[]string{x.Clause}, x.Span} })
	},
	"rewording": func(d *consult.Document) []found {
		return each(d.Rewordings, func(x consult.Rewording) found { return found{[]string{string(x.Kind), x.Clause}, x.Span} })
	},
	"original": func(d *consult.Document) []found {
		return words(d, func(x consult.Rewording) consult.Words { return x.Original })
	},
	"proposed": func(d *consult.Document) []found {
		return words(d, func(x consult.Rewording) consult.Words { return x.Proposed })
	},
	"stance": func(d *consult.Document) []found {
		var out []found
		for _, s := range d.Stances {
			out = append(out, each(s.Evidence, func(x consult.Finding) found {
				return found{[]string{fmt.Sprintf("%s=%s", s.Clause, s.Label)}, x.Span}
			})...)
		}
		return out
	},
	"condition": func(d *consult.Document) []found {
		var out []found
		for _, s := range d.Stances {
			out = append(out, one(s.Condition, s.Clause)...)
		}
		return out
	},
}

func each[T any](list []T, of func(T) found) []found {
	out := make([]found, len(list))
	for i, x := range list {
		out[i] = of(x)
	}
	return out
}

func one(s consult.Span, label ...string) []found {
	if s.Empty() {
		return nil
	}
	return []found{{label, s}}
}

func flag(on bool, name string) []string {
	if on {
		return []string{name}
	}
	return nil
}

// links gathers the links of each sentence.
func links(d *consult.Document) []found {
	var out []found
	last := -1
	for _, l := range d.Links {
		if l.Sentence != last {
			out = append(out, found{nil, d.Sentences[l.Sentence].Span})
			last = l.Sentence
		}
		out[len(out)-1].label = append(out[len(out)-1].label, l.Clause)
	}
	return out
}

// words gathers the spans in the response's own text.
func words(d *consult.Document, of func(consult.Rewording) consult.Words) []found {
	var out []found
	for _, x := range d.Rewordings {
		w := of(x)
		if w.Clause != "" {
			continue
		}
		for _, s := range w.Spans {
			out = append(out, found{[]string{x.Clause}, s})
		}
	}
	return out
}
