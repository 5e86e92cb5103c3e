// Package ledger holds what is known of each submission, as facts: which versions came, which letters they hold, what
// each letter says under which draft. Totals are never kept; whoever wants one computes it from the facts, so that a
// duplicate, a correction or a crash can't make it wrong.
//
// # Versions
//
// A submission is named by its consultation and its id. Each time it is sent in, a [Version] with a revision of its own
// comes to be; revisions sort as versions do, and the order in which news of them arrives means nothing. A version is
// complete under a draft when each of its letters has a fact under it: its record, or the problem that stood in the way.
// Of a submission's versions the latest complete one is visible; it supersedes the earlier ones whole, also when it has
// fewer letters. Erasing leaves a tombstone with a revision: all versions up to it are gone and stay gone, later ones
// count.
//
// # Drafts
//
// A consultation has a draft in force (current) and one that is shown. When another comes into force all letters are to
// be read again; the earlier one is shown until everything visible under it is complete under the new one too, so that
// a summary never mixes two drafts and never shrinks because of a correction. Facts under a draft that is neither are
// forgotten.
//
// # What is safe when
//
// It is an SQLite file in WAL mode. Changes of concurrent callers go into one transaction, and a call returns when that
// is on the disk. What a crash interrupts has not happened. Blobs that nobody needs any more are noted in the same
// transaction that makes them so ([Ledger.Doomed]), and the note goes when they are gone; so a crash between the two
// leaves no respondent's words behind.
package ledger
