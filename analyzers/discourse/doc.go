// Package discourse finds the passages of a letter that are not simply in the respondent's own voice: the layer Voices.
//
// A letter reports. "KL anbefaler i sin rapport, at …" asks for nothing, "forvaltningen foreslår" is what the letter
// answers, a quoted law obliges nobody here, and "hvis man fjernede hegnet" only supposes. Who takes these for asks or
// stances puts other people's words into the respondent's mouth.
//
// Speaker by speaker:
//
//   - other: a third party's view, only reported, also that of single members ("naboen siger", "some residents want")
//   - draft: what the draft or the administration proposes or says ("udkastet lægger op til"), and quotations of the draft
//   - law: quoted law, and what the law says already
//   - hypothetical: supposed, not said
//
// A voice is found by the voice head of package phrasing (cues of table voices, learned turns, where the sentence stands)
// and, where the learned reader has read the letter, by the mean of both. It covers the sentence, or the part before a turn
// to the respondent's own word ("… men vi mener"). It is adopted when the respondent makes it its own there or in the
// sentence after ("det er vi enige i", "we second that"), unless it keeps its distance ("så langt går vi ikke").
package discourse
