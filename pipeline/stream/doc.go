// Package stream takes submissions that arrive one by one, for weeks, on one machine or several, to the same summary
// that a folder run over the same files gives, byte for byte.
//
// # Terms
//
// A submission is a file that a respondent sent in, under an id; sent in again under that id it is a new version, which
// supersedes the earlier one whole. A version has a revision: the time when it was submitted, and for equal times a
// tie-break that is the same everywhere. A file may hold several letters. A draft is in force from when it was given, or
// from when the responses were found to imply other clauses than before.
//
// # One hop after another
//
//	Submit → extract → sections → reader → clauses → findings → stance → summary → ledger
//
// [Service.Submit] puts the bytes into the blob store and a reference on the topic of the first stage. A stage reads a
// message, does what pipeline.Stages says, puts the letter back into the store and a reference on the next topic. A
// process that has several stages in a row does them in memory and publishes at the end of the row, so that one machine
// pays for one hop and not for six: where the row ends with the summary, what came of a letter goes straight to the
// ledger, and the message counts as done when it is there. The summary's handler writes what it is told to the ledger, and
// nothing else.
// Who asks for the summary gets it from the ledger's facts, by the function that ends a folder run
// (pipeline.Conclude): what depends on the set of letters (their ids, copies, campaigns, totals) is computed there, from
// the set, so the order of arrival can't show.
//
// # Which draft
//
// Stages don't choose a draft: it stands in the message. A message that comes to extract without one gets the one that
// was given, if any; if none was, the letter is read as far as it goes without and waits in the ledger. What happens then
// is the conductor's (conduct.go), beside the ledger: it finds the clauses that the waiting letters imply, sends to the
// stages whatever is not read under the draft in force, and has the ledger show a draft once everything is read under
// it. A late or corrected draft, a draft found anew, a restart without memory and a new program are all the same to it:
// letters that are wanted and not there. Results under a draft that is out of force are left out and made again.
//
// # What may go wrong
//
// Messages come at least once. A result's blob is named by the hash of all that it depends on, and a record in the ledger
// tells of which draft and program, so doing a step again finds it done; the ledger takes the same news twice without a trace. A fault that may pass (a store out of reach, a
// full disk, a broker gone) is tried again, with growing pauses, for as long as it lasts; a panic, a stage that hangs
// and a message in an unknown form are not: the message goes to the dead letters with cause, stage and origin, the
// summary lists the file as unread, and only then the message counts as done. [Service.Retry] sends it again.
//
// # Erasing
//
// All blobs of a version have names that begin alike, so they can be removed without asking whose else they might be;
// form letters are therefore kept once a respondent. The ledger notes in one transaction that a version is gone and that
// its blobs must go, and removes those until they are. A straggler that writes one later tells of it, and is told apart
// by its revision; should it die in between, what it wrote is found when the blobs are held against the ledger, at every
// start and every hour (sweep.go).
// On the topics stay, until the broker deletes them by age, the id, the file's name and hashes, but no word of a letter;
// a dead letter is a message like the others. A draft that was discovered quotes letters; it goes when another takes its
// place, which is as soon as the respondent is out of it.
//
// # Limits
//
// Revisions are clocks: two machines that take in two versions of one submission within the difference of their clocks
// may have them the wrong way round. The ledger is one process's. A panic or a hang is caught; a file that kills the
// process (a fault in the runtime, no memory) is not, and is the business of Config.Extract, which can read files in
// another process.
package stream
