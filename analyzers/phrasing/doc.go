// Package phrasing reads how each sentence of a letter is put: its cues, its words, its form, and where it stands. What a
// sentence asks, which side it takes and whose voice it is in are judged from that, by small linear models.
//
// # Why words and not only cues
//
// Two in three asks have no cue verb and half of the stances no stance word ("Loftet må følge antallet af øer"; "to budget
// rounds is not enough"). What shows them is grammar: modals, moods, particles, order of words. A list written by hand
// finds a third of these turns; the rest are learned as runs of one to three words that labelled letters on many matters
// share. A run counts only if it stands in letters of at least [MinFiles] consultations: then it belongs to the language
// and not to a topic. Names, things and places fall out by themselves.
//
// # What a sentence is described by
//
//	foreslår, at        runs of words, ^ and $ are the sentence's ends, 0 any number, q any quotation mark
//	+bør -+støtter      cues by id (tables asks, opinions, voices), with - when negated
//	%ask.modal          the cues' classes
//	<%turn >%condition  classes of the cues of the sentence before and after in the same paragraph
//	=%ask =word         classes and words of the heading above
//	@%ask @colon        classes of the lead-in to a list, and whether it ends in a colon
//	~imperative ~item … form and place
//
// # Heads
//
// Four heads share these features: ask (no, yes), stance (none and five labels), voice (own, other, draft, law,
// hypothetical) and side (none, for, against, neither). Side is learned from letters that are wholly for or against a clause,
// and so tells the praise and the blame of a conditional or mixed stance apart. A head is a text file of weights a language in folder weights, made by package learn of pipeline from
// labelled letters. Where the learned reader has read the letter its scores are combined with these by the analyzers
// recommend and stance; where it hasn't, these stand alone.
//
// # What no head is asked
//
// The head of a letter and a quoted mail below it ([Sentence.Outside], package letterhead) are not what the respondent has
// to say, and thanks for being heard are no praise; a table says by its columns what its cells do ([Role]). Labelled letters hold neither, so rules decide.
//
// # What is said outright
//
// Table plain holds the few words that take a side or ask outright, and those that mean the whole draft. [Letter.Said] reads a
// sentence's parts by them: who speaks (the respondent by "we", its name or its kind of body, nobody else), whether it is
// negated, on which condition, and whether the whole draft is meant. They stand beside the heads, which never see them.
package phrasing
