// Package pipeline takes a consultation from files to a summary.
//
// # Stages
//
// [Stages] is the one table of what happens to a response: extract, sections, reader, clauses, findings, stance,
// summary. Between the first and the last each is a pure step on the document: what it leaves depends on the document
// and the draft alone, and lies on the document, so it could as well happen in another process.
//
// # Files and letters
//
// A file is a letter, or holds several: the members of an archive, the attachments of a mail. Letters get their ids
// when all names are known, from the names alone. A file that can't be read is a problem of the report and stops nobody.
//
// # What depends on one response, what on all
//
// With a draft every response is read on its own, and the summary is made of the results. Without a draft the clauses
// come from what the responses quote and name: all are read up to that point, package discover makes the policy, and
// then each is read to the end. Nothing depends on the order in which files are met.
//
// # A run can be taken up again
//
// [Run] keeps the result of every file under OUT/.clausewise, by the hash of the file's bytes, the draft, the options
// and the program. A second run does only what changed; a run that was killed goes on where it stopped, and ends in
// the same bytes.
package pipeline
