package layout

import "testing"

// TestDecipher finds letters that fonts don't tell: a and b are the same letter wherever they stand, x is the box that a
// font shows for every letter it lacks.
func TestDecipher(t *testing.T) {
	const a, b, x = "\U00100000", "\U00100001", "\U00100002"
	for _, c := range []struct{ in, want string }{
		{"Bem" + a + "rkninger til B" + a + "rnes vej", "Bemærkninger til Bærnes vej"},
		{b + "KONOMI", "ØKONOMI"},
		{"2. " + x + "ndringer og p" + x + "virkning", "2. Ændringer og påvirkning"},
		{"Ved S" + x + "ndersognets kvarter", "Ved S ndersognets kvarter"},
		{x + " et punkt", "et punkt"},
		{"en " + x + " to", "en to"},
		{"Vores bemærkninger står her", "Vores bemærkninger står her"},
	} {
		r := &row{text: c.in, runs: []run{{0, len(c.in), 0, false}}}
		known := &row{text: "ændringer, bemærkninger og påvirkning af økonomi", runs: nil}
		decipher([]*row{known, r})
		if r.text != c.want || r.runs[0].end != len(c.want) {
			t.Errorf("%q: %q, run %v; want %q", c.in, r.text, r.runs, c.want)
		}
	}
	r := &row{text: "p" + x + " og f" + x, runs: []run{{0, 14, 0, false}}}
	if decipher([]*row{r}) || r.text != "p og f" {
		t.Errorf("guessed from too little: %q", r.text)
	}
}
