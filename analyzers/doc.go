// Package analyzers is the frame in which a letter is read: an [Analyzer] is a value with a name, what it needs and a
// function; a list of them, checked by [Validate], is run over a document by [Run].
//
// An analyzer reads the layers that others left on the document and writes its own: sentences, sections, links,
// findings. It replaces what stood in its layer, so that running a document twice changes nothing; it keeps nothing
// between documents but what it knows of the language (package lang) and of the draft ([Draft], [Memo]).
//
// To add one: a package below this folder with an `Analyzer` variable, and a line in the list of package pipeline.
package analyzers
