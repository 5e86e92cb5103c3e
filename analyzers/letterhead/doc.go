// Package letterhead reads the outside of a letter: who writes, in what capacity, to whom, on what and when.
//
// # The frame
//
// [FrameOf] cuts a letter into head, body and foot. The head ends at the opening greeting or at the first running
// text; the foot begins at the closing greeting (or behind the last running text) and ends where a quoted mail, small
// print or footnotes begin. Package sections asks for the same frame.
//
// # The name
//
// A name can stand in many places, and each place can deceive: the first line of a letter is its sender's, unless it is
// the addressee's; "Fra:" gives the person whose mailbox was used, not the club; the person who signs is the
// respondent only when nobody stands behind. So all places are gathered as candidates, each with a weight: a form's
// fields, the subject ("Høringssvar fra X"), the rows of the head by their place and type, the signature, "på vegne
// af", running headers, small print, and how the letter speaks of its writer ("X organiserer 412 lærere"). A candidate
// is supported by others of another sort that hold the same words. The best body wins over the best person unless its
// score is low, or the letter says that nobody else speaks ("på egne vegne", a form's "borger"). A lawyer who writes
// "som advokat for X" gives X a weight that nothing else has.
//
// # The type
//
// The table "respondents" tells the type by words of the name, by titles of those who sign ("byrådsmedlem": a party),
// by a form's answer, and by what the text says of its writer. A person with an academic title is an expert, else a
// citizen.
//
// # Limits
//
// A name that stands nowhere in one piece (six bodies in a column of signatures) is not put together. A couple whose
// surname stands once ("Ida og Per Holm") has a first signatory with a first name only, since a finding is words that
// stand in the letter.
package letterhead
