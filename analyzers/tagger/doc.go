// Package tagger tells the parts of speech of English words, by github.com/jdkato/prose. It is the one place where
// Clausewise meets that library, and it keeps the library's traps to itself:
//
//   - Its model costs a third of a second and 40 MB at every document that isn't handed one. One model is loaded, at the
//     first call, and shared.
//   - Its own sentence splitter and entity recogniser are off; a call is one sentence.
//   - It knows no byte offsets and rewrites curly quotes. Its tokens are laid over the text again, left to right; where
//     they don't fit there are no tags.
//   - Equal words of a document share one token, and so the tag of the last of them. A sentence is cut before a word
//     repeats; the tagger looks at two words to each side only, so that little is lost.
//   - It panics on some strings whose length changes when they are lowered. A panic means no tags.
//   - It adds scores in the order of a Go map and breaks ties by that order, so the same word may be tagged differently
//     from run to run. [Verb] asks several times and answers only when all agree.
//
// It is English only. Danish is not given to it.
package tagger
