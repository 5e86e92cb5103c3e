// Package report writes a [consult.Summary] in the forms that caseworkers and programs read.
//
// # Formats are values
//
// A [Format] is a name, the file it is written to, and a function that writes it. [Formats] lists them; a new format
// is a file in this package and a line in that list. [Terminal] is the form for the screen. Every format is written
// front to back, clause by clause, so that a consultation of ten thousand responses needs little more memory than its
// summary; responses.jsonl is written from a sequence and never held.
//
// # What a reader sees
//
// The page, the Markdown and the terminal show the same view of the summary. Words that several letters share stand
// once, with all their senders: a campaign doesn't swamp the rest, and nobody vanishes. Campaigns have a section of their
// own, which shows the shared text once and every sender's own words, and counts stand by letters and by different texts.
// Types of respondent are compared where they differ, and a sentence says so where the numbers carry it (types.go). Rewordings that touch the same
// words of the clause stand side by side as redlines, word by word. Stances are told apart by sign and word, never by
// colour alone. Findings that are more likely wrong than right say so.
//
// # Languages
//
// What the reports say in their own voice stands in text/, a file a language, a phrase a line. A test holds the files
// equal in their keys and complete for what the code asks. Words of a letter are marked with the letter's language.
//
// # Letters may be hostile
//
// A letter's words are shown, never run. In the page html/template escapes them, and the content security policy
// allows one script, the page's own, by its hash. Control characters and those that turn the direction of writing are
// shown as signs, in Markdown and in the terminal too. A spreadsheet cell that would be a formula begins with an
// apostrophe. The two files for programs, summary.json and responses.jsonl, hold the words byte for byte.
//
// # The same bytes
//
// Nothing here depends on time, on the order of a map or on the machine: the same summary gives the same files.
package report
