// Package analyzertest runs analyzers on marked-up texts: the expectation stands in the text, where a linguist can read
// and edit it.
//
//	analyzertest.Run(t, "da", policy, list, `
//	# Stien
//
//	{{recommendation 2.1|Vi foreslår, at {{reference|afsnit 2.1}} udgår.}} Det er vores holdning.
//
//	- {{recommendation|lys på broen}}
//	`)
//
// # Text
//
// Blocks are parted by blank lines; the lines of a block are joined by a blank.
//
//	# Heading             a heading; ## is one of level 2, and so on
//	- item                an item (also "* " and "• "); the marker stands in the document's text, as on paper
//	| a | b |             a table's row; rows that follow each other are one table
//	[1] words             a footnote with number 1
//	~ words               a running footer
//	**bold** __italic__ ~~struck~~ ++inserted++    marks; a paragraph that is bold as a whole is a bold block
//
// A superscript digit ("behov²") becomes a note mark.
//
// # Expectations
//
// {{kind|words}} expects a finding of that kind with exactly that span, {{kind label|words}} one whose label has all
// words of the given label. They nest. Kinds and their labels:
//
//	sentence
//	section         level            the heading's words
//	respondent      type
//	signatory, addressee, subject
//	date            ISO date
//	reference       clauses, or "foreign"
//	quotation       clause, use ("draft", "proposal", …), "open"
//	voice           speaker, "adopted"
//	link            clauses          a sentence that has links; all its clauses are its label
//	recommendation  clause           one label for each finding with the same span
//	rewording       change, clause   the sentence that introduces it
//	original, proposed               the words as the response has them
//	stance          clause=label     the evidence
//	condition       clause           a conditional stance's words
//
// All findings of a kind that the text mentions are compared: what is marked must be found, what is found must be
// marked. [Run] takes kinds that must be compared although the text has none of them, to show that nothing is found.
// A text that marks nothing and names no kind fails, since it would test nothing.
package analyzertest
