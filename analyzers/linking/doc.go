// Package linking ties the sentences of a letter to the clauses of the draft that they speak of: the layer Links.
//
// # A letter is a sequence
//
// A sentence alone says little about its clause: "Det er for lidt" belongs to what was spoken of before. So the letter
// is decoded as a whole, by Viterbi's algorithm: every sentence has a score for every clause and for "no clause", every
// pair of neighbours has a score for staying with the clause, going on to the draft's next one, or jumping; the path
// with the best sum wins. Staying is worth less over a paragraph's end and least over a heading.
//
// # What scores a sentence for a clause
//
//   - likeness of words: runs of three to five letters (package likeness), weighed by how few of the clauses hold them and
//     by how rare their words are in letters on any subject (table common), so that compounds and inflections count and
//     small words don't; as it is, as a z-score over the clauses, and against the clause's best sentence; numbers count
//     as words of their own, written in digits or letters
//   - the same for the paragraph (or the table's row) around it and for the heading above it; a heading that is like no
//     clause says nothing
//   - what the sentence, its row or its heading names: ids, titles, ranges, pages (layer References)
//   - what it quotes (layer Quotations), also misquoted
//   - the letter's own words: a second pass adds to each clause the words of the sentences that the first was sure of
//   - the learned reader's link scores, when the reader has run
//
// "No clause" has a score too: higher before the body's first full sentence and after its last, where people introduce
// themselves and say goodbye, and far higher for a sentence on the whole draft that names no clause. A sentence whose first words go back to the one before (table openers) stays with its clause
// the more readily. References outweigh likeness, and a sentence that names several clauses is linked to each.
//
// The confidence of a link is the share of the path scores that go through it (forward–backward over the same scores,
// both passes' mean), so that a link that another path could replace at little cost says so.
//
// # What it doesn't know
//
// Letters say "Tag over alle pladserne" of a clause on bicycle parking: without a shared word only the sequence or the
// reader can tell. Everything comes from the draft and the letter alone, so that a letter's links never depend on other
// letters; what other letters say of a clause could be mixed in like the letter's own words, where the set is known.
//
// The numbers in [Weights] were found by coordinate search on the labelled training letters and the open consultations
// of the gold together; the score of "no clause" was chosen by figures over all seven sets. fixtures/SCORES.md tells what
// that means for the figures.
package linking
