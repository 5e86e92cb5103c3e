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
//   - likeness of words: runs of three to five letters, weighed by how few of the clauses and of the letter's sentences
//     hold them (package likeness), so that compounds and inflections count; as it is, and as a z-score over the clauses;
//     numbers count as words of their own, written in digits or letters
//   - the same for the paragraph around it and the heading above it
//   - what the sentence names: ids, titles, ranges, pages (layer References)
//   - what it quotes (layer Quotations), also misquoted
//   - the learned reader's link scores, when the reader has run
//
// References and quotations outweigh all likeness, and a sentence that names several clauses is linked to each.
//
// The confidence of a link is the share of the path scores that go through it (forward–backward over the same scores),
// so that a link that another path could replace at little cost says so.
//
// Every number in [Weights] was fitted by hand and by coordinate search on consultations of other genres than those
// reported; idf comes from the draft and the letter alone, so that a letter's links never depend on other letters.
package linking
