// Package rewordings finds the changes of the draft's words that a response gives: the layer Rewordings.
//
// # Operands
//
// A change takes old words out of the draft and puts new words in. Both are operands: quotations, numbers with their
// units, words held up without marks ("ordet skal"), and passages only pointed to ("sidste punktum", "the above
// wording"). A sentence is cut into tokens with every quotation as one, so that what stands before, between and after the
// operands can be read by the patterns of table changes: udgår, efter, i stedet for, should read.
//
// # The draft as witness
//
// Which of two quotations is old? Lead-ins tell, but the draft tells better: what stands in the clause is old or the
// place for an insertion, what doesn't is new. A pair of words counts when the draft has one of them, or the sentence says
// outright that something is replaced, inserted or deleted. A number swap counts only when the draft has the old number
// ("fra 20 til 10" in a story of what happened is none), and words to delete must be the draft's.
//
// Words without marks count when the clause has them as they are and a verb of writing, or the same first word on both
// sides, shows where the new ones begin ("hvert andet år i stedet for hvert år"). A figure and the one in its place may
// stand in two sentences. What only tells how things are ("in Northam it is 40 rather than 70"), what a text means, or what
// is to stay as it is, is no change.
//
// Figures stand in one another's place when they measure the same: "14 days" and "three weeks", "7pm" and "midnight", "every
// year" and "twice a year". A change may also be given half marked ("»kan« ændres til skal"), in two sentences ("Slet »A«.
// Skriv i stedet »B«."), or as new words in a block of their own after a colon.
//
// A passage pointed to is looked up: by its number in the clause, by what it is about, or back in the letter where the
// draft was quoted last.
//
// # Other forms
//
// Tables with old and new columns, or a column of proposals, are read row by row with the clause that the row names.
// Struck and inserted words in a copy of a clause are changes one by one; so are additions in bold, italics or capitals and
// deletions in brackets.
//
// # What the reader sees
//
// People give new words in ways without end. Where the rules find nothing in a sentence that the learned reader takes for a
// change, the operands are paired by the draft alone (asRead); where it doesn't make plain which words are old and which
// new, nothing is given.
//
// # Limits
//
// A sentence tied to the wrong clause is put right only by words that it quotes. Changes that are described without words
// ("the exemption should go") are asks, not rewordings, unless they point to a passage. How well the rules do on letters
// written before anybody looked at their misses is what the probes of testdata measure.
//
// Nothing is taken from passages in another's voice unless the respondent adopts them (package discourse).
package rewordings
