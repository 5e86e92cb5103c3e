// Package language tells in which language a letter is written, by a vote of its stop words.
//
// Every language pack has a list of function words. A word of the letter that stands in the list of one language only is
// a vote for it; a word that two languages share ("for", "at", "under") is no vote. The letters æ, ø and å are not
// looked at: names carry them across borders. The vote is per document: a Danish letter that quotes an English report
// stays Danish as long as it says more in its own words.
//
// A document without a single vote (a drawing with place names, a page of figures) keeps the language that its file
// states; failing that it takes the draft's, and Danish when there is none.
package language
