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
package recommend
