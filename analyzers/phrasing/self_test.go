package phrasing

import (
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

func TestSpeaks(t *testing.T) {
	for _, c := range []struct {
		lang, name, text string
		want             bool
	}{
		{"da", "Grundejerforeningen Solsiden", "Foreningen mener, at vejen skal lukkes.", true},
		{"da", "Grundejerforeningen Solsiden", "Derfor foreslår foreningen en bom.", true},
		{"da", "Grundejerforeningen Solsiden", "Foreningen Vandløb mener noget andet.", false},
		{"da", "Grundejerforeningen Solsiden", "Vi hører, at foreningen i nabobyen er imod.", false},
		{"da", "Pia Stordahl", "Foreningen mener, at vejen skal lukkes.", false},
		{"da", "Ældrerådet i Havnevej", "Rådet savner en bænk.", true},
		{"da", "Kystfiskernes Råd", "KR må spørge, hvad prisen bliver.", true},
		{"da", "Kystfiskernes Råd", "DE skal svare på det.", false},
		{"en", "Vale Heritage Trust", "The Trust would like the wall kept.", true},
		{"en", "Vale Heritage Trust", "Nobody in the village wants it.", false},
	} {
		d := &consult.Document{Lang: c.lang, Text: c.name + "\n\n" + c.text}
		at := strings.Index(d.Text, c.text)
		d.Blocks = []consult.Block{{Kind: consult.Paragraph, Span: consult.Span{End: len(c.name)}}, {Kind: consult.Paragraph, Span: consult.Span{Start: at, End: len(d.Text)}}}
		d.Sentences = []consult.Sentence{{Span: consult.Span{Start: at, End: len(d.Text)}, Block: 1}}
		d.Letterhead.Respondent.Span = consult.Span{End: len(c.name)}
		if got := Read(d, lang.For(c.lang)).Speaks(0); got != c.want {
			t.Errorf("%s: %q: %v, want %v", c.name, c.text, got, c.want)
		}
	}
}
