// Package reader reads letters with a small learned encoder and leaves its scores on the document, one row a sentence.
//
// Rules find what is said in words that somebody wrote down beforehand; two asks in three carry no such word. The
// reader is a sentence encoder (multilingual-e5-small, MIT) that was taught on labelled consultation letters
// (fixtures/letters; the trainer lies in trainer/) to tell, of every sentence in its context: is it an ask; which stance
// does it carry; whose voice speaks; does it give words of a change; and which clause of the draft, or none, is it about.
// What it says are scores, not findings: other analyzers weigh them with what they know themselves ([consult.Reading]).
//
// A letter is cut into windows of at most 256 tokens, whole sentences, with three sentences of overlap, so that a
// sentence is read with what stands around it ([Windows]); headings are sentences too, since they carry the clause. A
// sentence's vector is the mean of its tokens' last hidden states; heads on it give the scores, and a sentence that lies
// in two windows gets the mean of both. Clauses are encoded once a draft: their vectors, less their common mean, are
// what a sentence's vector is compared with, so a draft may have any number of clauses.
//
// Once other analyzers have tied the sentences to clauses, [Topics] reads each clause with all that the letter says of it
// as one text, and leaves a score a label: what a sentence alone can't tell, since the same words may praise one clause
// and blame another. It takes as long as the letter did, so topics of which the sentences leave little doubt are spared.
//
// The parts: package token cuts text into pieces, package nn is the encoder with its kernels, package model reads the
// one file that holds vocabulary and weights. The file is part of the program; CLAUSEWISE_MODEL names another one, for
// evaluations. The same text gives the same bytes on every machine and with any number of workers.
package reader
