// Package campaign finds letters that are copies of one text, and what each sender wrote besides.
//
// # The problem
//
// Forty people send the letter that a group wrote for them. Some sign it as it is, some strike a line, some add a page
// of their own. A caseworker must know that this is one text sent forty times, and must still read what each of the
// forty says in words of their own. So letters are grouped here and never merged: each was analysed on its own before.
//
// # What is compared
//
// Words, not findings. A letter's [Body] is its sentences without letterhead, greeting, signature, headings and quoted
// mail. Words are letters and digits in lower case. A shingle is five words that follow each other in one sentence (a
// sentence of three or four words is a shingle of its own). Shingles that stand in the draft, and words between
// quotation marks that are the draft's or a third party's, don't count: two associations that quote the same clause, or
// the same law, are no campaign.
//
// # When two letters are copies
//
// They share twenty shingles or more, these are a tenth or more of the shorter letter, and they stand in two sentences
// or more, one of which asks for something or takes a stance in either letter: the printed questions of a form and the
// consent that all its users give are no campaign. A postcard of few words needs ten shingles that are six tenths of it.
// Files with the same bytes are copies whatever their length, and so are letters word for word the same that have ten
// shingles in two sentences. Measured on all 3,935 pairs of letters of one consultation in the training letters and five
// labelled sets: the nine pairs that a reader calls copies share 22 to 205 shingles and 12 to 83 per cent; of all other
// pairs none shares more than five. A copy of a copy belongs to the same group.
//
// # How it is done for many letters
//
// Of each letter a [Finder] keeps a sketch: the lowest hashes of each sentence's shingles (a MinHash by sentence, so
// that a page of own words hides nothing) and a hash of the whole. Letters that have a hash of the sketch in common are
// compared in full, those with the same whole not at all; union-find makes the groups. Where many letters share a hash
// each is compared with the first 32 of them, so that a phrase that everybody uses costs no more than it is worth.
// Bodies are loaded when they are needed, one after the other. The order in which letters were added doesn't matter.
//
// # The group's text and the sender's own
//
// A shingle is the group's when a fourth of its letters have it (two at least; of a group of more than 64 letters 64 are
// asked, spread evenly). A sentence is the group's when all its shingles are, else it is the sender's own: so a copy in
// which one word was changed shows the whole sentence, since "for" may have become "against". The group is named by the
// first sentence of its text in the letter that has least of its own.
//
// # Limits
//
// A copy in which every sentence was put in other words is not found, nor is one that was translated.
package campaign
