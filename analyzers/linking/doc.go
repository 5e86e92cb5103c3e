// Package linking ties the sentences of a letter to the clauses of the draft that they speak of: the layer Links.
//
// # A letter is a sequence
//
// A sentence alone says little about its clause: "Det er for lidt" belongs to what was spoken of before. So the letter
// is decoded as a whole: every sentence has a score for every clause and for "no clause", every pair of neighbours has a
// score for staying with the clause, going on to the draft's next one, back to the one before or further ahead, or jumping.
// Staying is worth less over a paragraph's end and least over a heading. Over all paths through the letter, weighed by
// their odds (forward–backward), each sentence gets the clause that most of them give it. The single best path (Viterbi's)
// isn't taken: where several clauses vie for a few sentences it stays with one that hardly any other path goes through,
// and clauses that one sentence speaks of are lost.
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
//   - what else the first pass found: a clause that no other paragraph speaks of is claimed by the sentence most like it;
//     one that has its paragraph already is less likely here
//   - the order: letters go through a draft from front to back, on the whole
//   - the learned reader's link scores, when the reader has run: against the other clauses, and against the other sentences
//
// "No clause" has grounds too: where the sentence stands (a letter's first and last ones introduce and say goodbye), and
// whether it speaks of the whole draft; what asks or takes a side, as the reader sees it, is seldom about nothing. A sentence
// whose first words go back to the one before (table openers) stays with its clause the more readily. References outweigh
// likeness, and a sentence that names several clauses is linked to each; so is a list of matters that are left to others ("on
// play areas, trees and lighting we have no view").
//
// # The weights are learned
//
// The grounds are weighed by a [Model], a conditional random field over the letter (Lafferty, McCallum and Pereira 2001):
// its weights make the labelled paths of training letters likeliest (go run ./pipeline/learn links). There is one for
// letters that the learned reader has read and one for rules alone. The first must learn from letters that the reader has
// read without having learned from them, or it would trust it too much. The confidence of a link is the share of all paths
// that go through it, in both passes' mixture, so that a link that another path could replace at little cost says so.
//
// # What it doesn't know
//
// Letters say "Tag over alle pladserne" of a clause on bicycle parking: without a shared word only the sequence or the
// reader can tell. Everything comes from the draft and the letter alone, so that a letter's links never depend on other
// letters; what other letters say of a clause could be mixed in like the letter's own words, where the set is known.
package linking
