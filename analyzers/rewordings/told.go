package rewordings

import "strings"

// told reports whether the words around two operands tell how things are or how words are understood, and wish nothing:
// "teksten siger »kan«, ikke »skal«", "in Northam it is £40 rather than £70", "I read »with care« as »slowly«".
func (l *line) told(a, b *operand) bool {
	if l.wordIn(a.to, a.to+1, "as", "som") && b.from-a.to <= 2 && understands[l.word(a.from-1)] {
		return true
	}
	if l.wordIn(b.from-1, b.from, "as", "som") && l.wordIn(a.to, b.from, "read", "understood", "interpreted", "taken", "læst", "forstået", "opfattet", "tolket", "læses", "tolkes") && !l.wordIn(0, len(l.toks), "should", "must", "ought", "bør", "skal", "burde") {
		return true // "has been read by some as …"
	}
	if l.wordIn(a.to, b.from, "betyder", "means", "forstår", "forstås", "blev", "blevet") && !l.wishes() {
		return true
	}
	for i := max(0, a.from-4); i < a.from; i++ {
		if tells[l.word(i)] {
			return !l.wishes() && !l.corrected()
		}
	}
	return false
}

// corrected reports whether a verb of replacement tells what was meant: "»B« is presumably what was intended".
func (l *line) corrected() bool {
	for i := range l.cues {
		if m := &l.cues[i]; m.Is("replace") && !m.Has("weak") && m.ID != "read" && m.ID != "become" && m.ID != "bliver-til" && !l.negated(m) {
			return true
		}
	}
	return false
}

// rejects reports whether the sentence ends by turning down what it tells: "but we do not agree", "men det er vi uenige i".
func (l *line) rejects() bool {
	if l.keeps() {
		return true
	}
	for i := 1; i < len(l.toks); i++ {
		if w := l.toks[i].Word; w != "but" && w != "men" && w != "which" && w != "hvilket" {
			continue
		}
		for j := i + 1; j < min(i+8, len(l.toks)); j++ {
			switch l.word(j) {
			case "disagree", "uenig", "uenige":
				return true
			case "agree", "support", "accept", "enig", "enige", "tilslutte", "støtte":
				if l.wordIn(j-4, j, "not", "ikke", "never", "cannot") {
					return true
				}
			}
		}
	}
	return false
}

// keeps reads "there is no need to replace …", "we would not want … to be changed".
func (l *line) keeps() bool {
	if !l.has["strong.replace"] || len(l.ops) == 0 || l.wordIn(0, len(l.toks), "but", "men", ";") {
		return false
	}
	for i := 0; i < min(l.ops[0].from, 10); i++ {
		a, b := l.word(i), l.word(i+1)
		switch {
		case a == "no" && (b == "need" || b == "reason" || b == "case"), a == "ingen" && (b == "grund" || b == "anledning"), a == "intet" && (b == "behov" || b == "grundlag"):
			return true
		case (a == "not" || strings.HasSuffix(a, "n't")) && (b == "want" || b == "wish"), a == "ønsker" && b == "ikke", a == "ikke" && b == "ønsker":
			return true
		}
	}
	return false
}

var understands = map[string]bool{"read": true, "reads": true, "understand": true, "interpret": true, "take": true, "see": true,
	"læser": true, "forstår": true, "tolker": true, "opfatter": true, "ser": true}

// tells are verbs in the indicative that state.
var tells = map[string]bool{"er": true, "is": true, "are": true, "was": true, "var": true, "har": true, "has": true, "had": true,
	"says": true, "siger": true, "writes": true, "skriver": true, "costs": true, "koster": true, "kostede": true, "cut": true,
	"fik": true, "blev": true, "viste": true, "målte": true, "tog": true, "showed": true, "measured": true, "took": true, "betyder": true, "means": true}

// wishes reports whether anything in the sentence says what should be: a modal verb, a verb of asking, an imperative of
// change.
func (l *line) wishes() bool {
	for i := range l.toks {
		if wish[l.toks[i].Word] {
			return true
		}
	}
	for i := range l.cues {
		if m := &l.cues[i]; m.Is("lead") && m.ID != "rather" && !m.Is("lead.text") {
			return true
		}
	}
	return l.has["strong.insert"] || l.has["strong.delete"] || l.has["solve"] || l.lead != nil
}

var wish = map[string]bool{"should": true, "ought": true, "must": true, "could": true, "would": true, "want": true, "wants": true,
	"need": true, "needs": true, "please": true, "let": true, "let's": true, "ask": true, "asks": true, "request": true, "urge": true,
	"make": true, "if": true, "prefer": true, "i'd": true, "we'd": true, "wish": true, "like": true, "why": true, "can": true,
	"change": true, "replace": true, "substitute": true, "read": true, "write": true, "put": true, "say": true, "amend": true, "swap": true, "meant": true, "mean": true,
	"bør": true, "burde": true, "skal": true, "kunne": true, "ville": true, "vil": true, "gerne": true, "ønsker": true, "ønskes": true,
	"hellere": true, "helst": true, "beder": true, "bedes": true, "foreslår": true, "foreslås": true, "tak": true, "hvis": true, "må": true,
	"hvorfor": true, "skriv": true, "ret": true, "ændr": true, "ændres": true, "rettes": true, "erstattes": true, "kan": true, "lad": true, "gør": true,
	"anmoder": true, "anbefaler": true, "henstiller": true, "indstiller": true, "opfordrer": true, "savner": true}
