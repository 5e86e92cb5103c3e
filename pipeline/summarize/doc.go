// Package summarize makes a [consult.Summary] of responses and a policy: who says what of each clause, and totals
// that add up.
//
// # A pure step
//
// The result depends on the responses, the policy and [Meta], never on the order in which responses were added: a
// folder run, a run taken up again and a stream give the same bytes. A response that is added twice (a bus delivers
// at least once) counts once.
//
// # What is counted
//
// Letters are counted, not parties: a joint letter is one response. [consult.Counts] says besides how many different
// respondents there are and how many signed. A letter in which nothing was found is a response all the same; where
// it could not be read in full the summary says that it is unsure, not that there are no remarks.
//
// In a clause a response is counted once, however many findings it has there. A response that asks for something in
// a clause but takes no stance is counted under none, so that the stances of a clause add up to its responses.
//
// Copies of one text (package campaign) are counted both ways: as letters, and as different texts, of which a campaign
// is one. In a clause, and under each stance and type of respondent, a campaign counts once however many of its letters
// are there; where its senders changed the text so that they stand differently it counts once under each stance.
// [Builder.FindCampaigns] groups the letters; it asks for the bodies of those that look alike once more, so that a
// Builder need not hold them.
//
// # Memory
//
// A [Builder] keeps the words that reports show and drops the rest (boxes, sections, bodies; of those a sketch of 0.8 kB
// stays). Builder and summary together
// hold about 0.6 kB a finding: with ten findings a letter, 60 MB for ten thousand letters.
package summarize
