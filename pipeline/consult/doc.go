// Package consult holds the words that every other package of Clausewise speaks: the document read from a file, the
// draft policy and its clauses, the findings made in a document, and the records that leave the program.
//
// # A document is one text
//
// A response arrives as a file of some kind. Whatever read it leaves a [Document]: one text, and blocks (paragraphs,
// headings, list items, table cells, footnotes, running headers and footers), each a [Span] into that text. A block is
// made of printed lines, each with its page and its box, so that any span can be shown on the page it stands on.
// Blocks are separated by a blank line in the text; inside a block printed lines are joined by one blank, and a word
// hyphenated over two lines is whole again.
//
// # Findings are spans
//
// Analyzers add layers to a document: sentences, sections, references, quotations, voices, scores, links, and the
// findings proper. A finding keeps the span of its words, never the words, so a quote can't drift from its source:
// [Document.Quote], [Document.PageOf] and [Document.Boxes] derive words, page and place when they are asked for.
// Every finding says how sure it is and why it was made.
//
// # A policy is clauses
//
// The draft that was sent out for consultation is a [Policy]: clauses in the draft's order. Where no draft was given
// the clauses are discovered from what the responses quote and refer to, and the policy says so.
//
// # What leaves the program
//
// [Response] is one response with its findings in words, pages and boxes: a line of responses.jsonl. [Summary] is the
// consultation, clause by clause. Both are made from documents and policy alone.
package consult
