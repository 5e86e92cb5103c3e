// Package refs finds where a letter names parts of the draft and where it quotes: the layers References and Quotations
// of a document.
//
// # Names
//
// A draft's clauses have ids as printed ("2.1", "§ 3, stk. 1", "Article 3(1)", "Vejl. 3.2"). An id is a level (the word
// before the number, by table units) and a path of numbers; so is a reference in a letter. A reference means the clause
// with its path, all clauses below it ("§ 3" when the draft has § 3, stk. 1 and 2), or the longest clause above it ("§ 3,
// stk. 1, 2. pkt."). Lists ("§§ 4 og 7") and ranges ("Articles 3–5") mean every clause in them. General levels such as
// section or point fit a draft that numbers without words; a level that the draft prints itself fits only its own.
// Pages are resolved by the clauses' printed pages, titles word for word, "stk. 2" alone by the paragraph named before.
// A reference beside the name of another law ("planlovens § 24") is kept and marked foreign.
//
// # Quotations
//
// Every pair of quotation marks in use is read, also where both marks are the same glyph, the closing mark is missing,
// an apostrophe looks like a mark, or words are left out "(…)". Italics and blocks of their own count when their words
// are the draft's. The words are looked for in every clause, word for word first, then with a tolerance for what
// changes when people copy; the place found is kept. What a quotation does in the letter (draft, proposal, other, scare)
// is told by its match and by the words beside it (table leadins); without a draft by those words alone.
package refs
