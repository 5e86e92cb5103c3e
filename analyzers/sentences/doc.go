// Package sentences cuts a document into the units that can carry an ask or a stance: sentences of paragraphs and
// footnotes, headings, list items, cells.
//
// # Why own rules
//
// Danish is full of full stops that end nothing: "jf. § 3, stk. 2", "ca. 40 pct. af de 0.-9. klasser", "d. 3. maj". A
// splitter trained on English cuts there; a list of abbreviations and a look at both sides of the stop does not. The
// lists are data (table "abbreviations"): an abbreviation never ends a sentence ("stk. 2", "Hr. Bach"), or it may
// ("… osv. Vi mener"), and then the next word decides. Capitalised function words ("Vi", "Der", "The") are the sign of
// a beginning that works in both languages, since names are no function words (table "stopwords").
//
// # The rules, in the order in which they are asked
//
//   - "!", "?" and "…" end a sentence before a capital, a digit or an opening mark; not inside brackets, and not
//     before a lower-case word after a closing quote ("»Hvorfor?« spurgte hun").
//   - A full stop needs a blank behind it, after the closing quotes, brackets and note marks that belong to it. A
//     missing blank between a small letter and a capitalised word ("slut.Vi") is forgiven.
//   - Between the brackets of one sentence nothing ends. In a sentence that is itself bracketed, stops count.
//   - Abbreviation, initial ("J. Bach"), ordinal ("3. maj", "den 2. Division"), numbering ("1. Vi"): see stop.go.
//   - A small letter after the stop continues the sentence, unless a plain word stands before it: people who write
//     e-mails without capitals end their sentences all the same.
//
// A colon never ends a sentence: what follows it, a quotation or a list in the same paragraph, belongs to it.
//
// # What a span leaves out
//
// The marker of a list item, white space, and the note mark behind the last stop ("behov.²"), also where it was
// printed as a plain digit ("behov.2 Næste"). Running headers and footers have no sentences.
package sentences
