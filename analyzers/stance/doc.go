// Package stance finds which side the respondent takes: to each clause that the letter speaks of (layer Stances), and to
// the draft as a whole (layer Overall).
//
// # A stance is the letter's, not a sentence's
//
// "Ideen er god. Men to årsværk er ikke nok. Tallet bør hæves til fem" supports, opposes and asks, and taken together it
// is conditional. So every clause with linked sentences gets one description drawn from all of them: how many, how sure
// their links, what the stance head and the ask head of package phrasing say of each (sums, the strongest, the first and the
// last), which cues stand in them and with which polarity, whether the asks would remove, keep or change, whether praise
// turns into criticism. Where the learned reader has read the letter, what it says of a sentence is pooled with what the heads
// say. A small model weighs that for six outcomes: the five labels, or none: then the clause was only touched on, and has no stance.
//
// A second model on top, with the reader's scores as features of their own, was dropped: with about five hundred labelled
// stances to learn from it did worse than this one on sets that neither had seen (labelled F1 .658 against .680).
//
// # Rules that decide alone
//
// "Ingen bemærkninger til §§ 4-6" is neutral to each of them, if nothing else is said of it. What the respondent says outright
// in its own voice of a clause that the same part of the sentence names, or the heading above ("we cannot support section
// 3"), is a stance to it even where the model sees none; an acceptance "provided that" is conditional. The model's view stands
// where other sentences say more. Labelled letters avoid such plain words on purpose and so teach the models to mistrust them;
// real letters are full of them. Package phrasing finds them ([phrasing.Letter.Said], table plain).
//
// # What stands beside a stance
//
// Evidence: the linked sentences that carry it. Condition: for a conditional stance the words after "provided that",
// "under forudsætning af" and the like; where there are none, the ask itself.
//
// # Overall
//
// The draft as a whole gets its label from the clauses' stances, the sentences that speak of the whole, and the letter's
// first and last words. A side taken outright to all of it ("we object to the draft") decides, unless the clauses' stances
// say otherwise: support beside clauses that are opposed is conditional.
package stance
