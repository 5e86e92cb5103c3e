// Package pipeline takes a consultation from files to a summary.
//
// # Stages
//
// [Stages] is the one table of what happens to a response: extract, sections, reader, clauses, findings, stance. Each
// is a pure step on the document: what it leaves depends on the document and the draft alone. A folder run does them
// one after the other in one process; a stream carries the document from one to the next.
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
