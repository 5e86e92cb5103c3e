// Package recommend finds the sentences and list items in which a letter asks for something: the layer Recommendations.
//
// An ask is told by how it is put (the ask head of package phrasing: cues, learned turns, form, place in list and
// paragraph), by whose voice it is in, and, where the learned reader has read the letter, by its scores. A small logistic
// model weighs these; folder weights has one for letters with the reader's scores and one for letters without, both made by
// package learn of pipeline. An ask is filed under the clause that its sentence is linked to.
//
// # What an ask is
//
// fixtures/GUIDE.md says it in full: the respondent wants the authority to do, change, add, keep, remove, clarify, fund or
// study something. Not: what others want, what members are told, offers, politeness, general truths, rhetorical questions.
// A heading is an ask only where no sentence under it says the same.
//
// # Rules that decide alone
//
//   - the letter's head and a quoted mail below it ask nothing
//   - in a table of old and new words the sentence before the table asks for all of it, under no clause; in a comment
//     template every proposal asks by itself
//   - who gives new words asks for them: a sentence that introduces a rewording is an ask. So package rewordings must run
//     before this one, where it runs at all
//   - without the reader, plain words ("vi anbefaler", "should") decide unless the model is sure of the contrary
package recommend
