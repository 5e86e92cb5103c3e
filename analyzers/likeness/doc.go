// Package likeness compares words with words: a quotation with the draft it quotes, a sentence with the clause it may
// be about. It knows nothing of letters and clauses; the analyzers that do build on it.
//
// # Words
//
// [Words] cuts a text into words, numbers and signs, each with its place and a folded form: lower case, without the
// superscript digits of footnotes. Two words are [Alike] when they are the same, the same number ("three", "3"), or
// share most of their letters from the front: inflection, in Danish as in English, sits at the end of a word.
//
// # Passages
//
// [Find] looks for a passage in a text word by word and tolerates what happens to a passage when people copy it: a word
// left out, another added, an inflection changed. It answers with the place and with a likeness: 1 is word for word.
//
// # Letters in a row
//
// Danish writes compounds in one word and both languages inflect, so sharing whole words says little about two texts
// on the same matter: "forældresamarbejdet" and "samarbejde med forældrene" share none. [Bag] counts runs of three to
// five letters inside words instead, and [Model] weighs them by how few of the compared texts they occur in. Runs are
// hashed; a text is a sorted list of hashes with weights, and a comparison is one walk over two lists or an index.
package likeness
