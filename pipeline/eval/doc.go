// Package eval measures a run against gold: consultations whose responses were labelled by hand.
//
// # A gold folder
//
//	NAME/gold/R01.json …   the labels of each response (fixtures/GUIDE.md says what they mean)
//	NAME/clauses.json      the draft's clauses with the ids that labels use
//	NAME/responses/        the responses' files; NAME/pdf/responses/ goes first where it exists
//	NAME/policy.pdf        the draft; NAME/pdf/policy.pdf goes first
//
// # What is counted
//
// Sections, recommendations and rewordings are paired one to one, the most alike first; two texts are as alike as
// their bags of words (token F1), and pairs below a floor don't count: 0.8 for headings and new words, 0.5 for
// recommendations, whose sentence may have been cut otherwise. Stances are paired by clause: "clause mentions" asks
// whether the clause was spoken of, "stance labelled" whether the label is right too. Name, type, language and overall
// stance are shares of all responses; one that is missing from the run has everything wrong.
//
// Matching, floors and rounding are those of the reference scorer of the project's owner (score.py), digit by digit; a
// test holds the two equal where that program is at hand. The order in which ties are settled (later gold first, then
// later finding) is part of that.
//
// Pooled figures add the counts of the sets, so a big set weighs more; they are not the mean of the rows.
//
// # Confidence
//
// A confidence of 0.8 claims that four of five such findings are right. [Reliability] puts that to the test: findings
// by tenths of their confidence, with the share that is right.
//
// # Sets that stay shut
//
// Some sets are kept to measure progress honestly: nobody looks at what was missed there. [WriteMisses] refuses a set
// whose folder holds a file named SHUT, or that the caller names.
package eval
