package ocr

import "strings"

// common are words that tell a language wherever they stand, and that no other language we read has.
var common = map[string][]string{
	"dan": {"og", "at", "det", "er", "som", "ikke", "af", "på", "til", "der", "vi", "med", "den", "en", "et", "jeg"},
	"eng": {"the", "and", "of", "to", "is", "that", "we", "with", "it", "not", "this", "be", "are", "on", "which", "our"},
}

// language tells the language of lines by their commonest words; "" where they don't tell.
func language(lines []line) string {
	count := map[string]int{}
	for _, l := range lines {
		for _, w := range l.words {
			word := strings.ToLower(strings.Trim(w.text, ".,;:!?()\"”“'’»«"))
			for lang, words := range common {
				for _, c := range words {
					if c == word {
						count[lang]++
					}
				}
			}
		}
	}
	switch d, e := count["dan"], count["eng"]; {
	case d >= 5 && d > 2*e:
		return "dan"
	case e >= 5 && e > 2*d:
		return "eng"
	}
	return ""
}
