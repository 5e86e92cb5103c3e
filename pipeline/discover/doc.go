// Package discover finds the clauses of a draft that nobody has: what the responses quote and name, and agree on.
//
// # From letters to facts
//
// [Gather] takes from one letter, once its quotations and references are known, the little that matters: words quoted
// from the draft, parts of it that are named by number, titles that are quoted or stand as headings. Facts are a few
// hundred bytes, so ten thousand letters fit.
//
// # From facts to clauses
//
// [Clauses] looks at the set of facts, never at their order. Quotations that share most of their word pairs are of one
// clause, whoever shortened or misquoted them; a number that stands beside a quotation in most letters is that clause's
// id; headings that several letters use are clauses without known words. Two letters make an agreement. A letter that is
// alone agrees with itself. A numbered part needs no second letter while letters are few, if the one that names it takes
// a side or asks for something there: a number is hardly a slip, and what is said of § 2 belongs under no other part.
// Who names § 2, stk. 1 speaks of § 2.
//
// # Ids
//
// A clause that the letters name by number has that id: "3.1", "§ 4, stk. 2". A title is its own id. A clause known by
// its words only is called by the first of them, in quotation marks. Ids come from what is said, not from a count, so
// a letter more doesn't rename the rest.
package discover
