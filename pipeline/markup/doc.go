// Package markup makes documents of text that is marked up rather than printed: web pages, plain and Markdown text,
// word processor files. Such files know no printed lines, but they know, or show, what the words are.
//
// # From runs to blocks
//
// A reader hands a [Builder] paragraphs made of runs, each with its style. Some files say outright what a paragraph is
// (an <h2>, a list item with its number); letters mostly don't: a heading is a short line in bold, a list is typed with
// hyphens, a footnote is a small line that begins with a raised number. So the Builder keeps all paragraphs until
// [Builder.Document] is asked for, and only then, knowing the letter's body type and habits, tells line breaks that were
// meant as ends, typed markers, notes, headings by their looks and lines that belong to the page, not to the letter.
//
// # What stands in the text
//
// What a reader of the printed letter sees stands in the text: markers of lists as the file computes them ("3.", "•"),
// note marks as superscript digits. Deleted words of a tracked change stand in the text too, marked as struck, because
// they are the half of a rewording. White space is collapsed, characters are composed (NFC), invisible ones dropped.
//
// # Plain text
//
// Plain text has neither blocks nor styles, only lines. [ReadText] finds the width to which the text was wrapped; a line
// that leaves room for the next line's first word was ended by its writer, any other runs on. Text drawn from a PDF
// often has a blank line after every printed line, and a page's notes in the midst of a sentence: both are undone.
package markup
