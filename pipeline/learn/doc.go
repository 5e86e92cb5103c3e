// Learn makes the weights that Clausewise ships from labelled letters, and measures them.
//
//	go run ./pipeline/learn [-cache DIR] [-scores DIR] [-unseen NAMES] second LETTERS_DIR… [GOLD_DIR…]
//
// LETTERS_DIR holds training letters (fixtures/letters, and others in the same form), GOLD_DIR is a gold consultation
// (fixtures/da-boernepolitik). Steps:
//
//	heads    the heads of package phrasing, and figures a sentence on the gold sets
//	links    the two models of package linking, and how often they are right
//	second   heads, and what stands on them: the models of recommend and stance; writes their weights
//	changes  how many of the changes of words in training letters are found
//	measure  the figures of the weights that ship, on gold sets
//	folds    the heads on training letters that they have not seen
//
// # Two layers, each judged on what it has not seen
//
// The heads learn from sentences. The models above them must not learn to trust heads that have seen the answer, so the
// training letters are judged by heads that were learned from other consultations: a series of files is a fold.
//
// The models that weigh the learned reader's scores (links, asks) learn from letters that it has read without having
// learned from them: gold sets, and the training letters whose names -unseen begins. What reads them (CLAUSEWISE_MODEL) must
// have seen none of them. The figures that links and second print for a set come from models that were learned from the other
// sets.
//
// # Plain letters
//
// Files called plain-… hold letters in plain official words. Most labelled letters avoid such words on purpose, since plain
// words are the easy case; without these a model would learn to mistrust "we recommend".
//
// Everything is deterministic: the same letters give the same bytes.
package main
