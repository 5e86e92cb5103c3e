// Package token cuts text into the pieces of a SentencePiece unigram vocabulary, as the reader's encoder was taught to
// see them.
//
// The text is first folded character by character (the vocabulary's own map: ligatures, full-width forms, odd blanks),
// runs of blanks become one, and each blank is written as U+2581, which also stands before the first word. Then, of all
// ways to cut the whole text into pieces, the one with the largest sum of scores is taken (Viterbi); a character that
// no piece covers costs more than any piece and becomes the unknown piece. Sums are in float32, ties go to the cut
// found first: the trainer does the same, so both see the same pieces.
package token
