// Package cue finds patterns over the words of a sentence: the grammar in which the language packs say what shows an
// ask, a stance, a voice or a change.
//
// # Patterns
//
// A pattern is items separated by blanks; each matches a token, letters folded to lower case:
//
//	foreslår            this word (or this mark: , ? : § ”)
//	foreslår/anbefaler  one of these
//	bekymr*             a word that begins so; at least three letters before the star
//	*modig              a word that ends so; never first in a pattern
//	(har brug/behøver)  one of these sequences
//	[derfor]            may be there or not; [a/b c] likewise
//	{0,4}               so many tokens of any kind, the fewest that fit; never over ? ! ; or :
//	@we                 a word of the set "we" of table cuesets
//	<num>               a number
//	^ $                 the sentence begins, ends here; opening marks and list markers, full stops and closing marks don't count
//	!ikke               the next token is not this; consumes nothing
//
// A line of a cue table is pattern | class | id | scope. The class is a dotted name such as ask.explicit or
// stance.oppose and says what the pattern shows; several patterns may share an id, which stands in a finding's why.
// Scope is flags: "flip" (a negation turns a support into an opposition and back), "drop" (a negation undoes the cue),
// "keep" (the pattern takes care of negation itself), and "strong" or "weak" (how far the cue may be trusted alone).
//
// # Negation
//
// A cue is negated when a word of table negators stands in it or up to three tokens before it, in Danish also up to two
// after it ("ikke" follows the verb of a main clause), with no mark or conjunction between. "Not only" negates nothing,
// and two negations undo each other.
//
// # Cost
//
// Patterns are compiled once into an index by first word, or first three letters where the first item ends in a star, so
// that a sentence is compared with the few patterns that can begin at one of its words.
package cue
