// Package linking ties the sentences of a letter to the clauses of the draft that they speak of: the layer Links.
//
// # A letter is a sequence
//
// A sentence alone says little about its clause: "Det er for lidt" belongs to what was spoken of before. So the letter
// is decoded as a whole, by Viterbi's algorithm: every sentence has a score for every clause and for "no clause", every
// pair of neighbours has a score for staying with the clause, going on to the draft's next one or back to the one before,
// or jumping; the path with the best sum wins. Staying is worth less over a paragraph's end and least over a heading.
//
// # What scores a sentence for a clause
//
//   - likeness of words: runs of three to five letters (package likeness), weighed by how few of the clauses hold them and
//     by how rare their words are in letters on any subject (table common), so that compounds and inflections count and
//     small words don't; as it is, as a z-score over the clauses, and against the clause's best sentence; numbers count
//     as words of their own, written in digits or letters
//   - the same for the paragraph (or the table's row) around it and for the heading above it; a heading that is like no
//     clause says nothing
//   - the same for its first four words: in both languages the topic stands there ("Muren er jeg med på")
//   - what the sentence, its row or its heading names: ids, titles, ranges, pages (layer References)
//   - what it quotes (layer Quotations), also misquoted
//   - the letter's own words: a second pass adds to each clause the words of the sentences that the first was sure of
//   - the learned reader's link scores, when the reader has run
//
// "No clause" has grounds too: where the sentence stands (a letter's first and last ones introduce and say goodbye), and
// whether it speaks of the whole draft. A sentence whose first words go back to the one before (table openers) stays with
// its clause the more readily. References outweigh likeness, and a sentence that names several clauses is linked to each;
// so is a list of matters that are left to others ("on play areas, trees and lighting we have no view").
//
// # The weights are learned
//
// The grounds are weighed by a [Model], a conditional random field over the letter (Lafferty, McCallum and Pereira 2001):
// its weights make the labelled paths of training letters likeliest (go run ./pipeline/learn links). There is one for
// letters that the learned reader has read and one for rules alone. Before, the weights were searched by hand and
// coordinate; on sentences of sets that were not learned from, links are right in .905 of the cases with the reader and in
// .888 without, where searched weights gave .873 with it. The confidence of a link is the share of all paths, by their
// odds, that go through it (forward–backward, both passes' mean), so that a link that another path could replace at little
// cost says so.
//
// # What it doesn't know
//
// Letters say "Tag over alle pladserne" of a clause on bicycle parking: without a shared word only the sequence or the
// reader can tell. Everything comes from the draft and the letter alone, so that a letter's links never depend on other
// letters; what other letters say of a clause could be mixed in like the letter's own words, where the set is known.
package linking
